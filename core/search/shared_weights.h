#pragma once
#include <cstdint>

#include "core/arch/architecture.h"
#include "core/base/buffers.h"
#include "core/base/control.h"
#include "core/base/result.h"

namespace cw {

/// What a child measures with shared weights: never the accuracy of a finished network, and always named as such.
struct SharedScore {
    double reward = 0; ///< what the controller is rewarded with: accuracy 0..1, or 80 / perplexity (core/search/measure.h)
    double loss = 0;   ///< mean, nats
    std::int64_t correct = 0, total = 0; ///< images; for text words, and correct is 0
};

/// Of the network that a child is by itself, of search form.
struct ChildSize {
    std::int64_t parameters = 0, multiplyAdds = 0; ///< multiply-adds of one image, or of one word
};

/// One network that holds the weights of every child of a space (ENAS, Pham et al. 2018, section 2).
/// Beside evaluation: strategies that share weights use this in place of an EvaluationPool. Engine thread only.
/// Deterministic: what a step does depends on seed, settings, the steps before and the children given only.
class SharedWeights {
public:
    virtual ~SharedWeights() = default;
    /// One optimizer step of one child on the next training mini-batch; returns its mean loss (nats), which may be infinite or not a
    /// number: then the step was not applied. Polls control before it changes anything; may throw Cancelled.
    virtual Result<double> trainBatch(const Architecture& child, Control& control) = 0;
    /// One child on one validation mini-batch, as it is: no augmentation, no dropout, nothing changed. batch counts on and on;
    /// each pass over the validation part has an order of its own, a function of the seed. Text begins with an empty state.
    virtual Result<SharedScore> score(const Architecture& child, std::int64_t batch, Control& control) = 0;
    /// The same over the whole validation part.
    virtual Result<SharedScore> scoreAll(const Architecture& child, Control& control) = 0;
    virtual std::int64_t trainBatches() const = 0;      ///< in one pass over the training part
    virtual std::int64_t validationBatches() const = 0; ///< in one pass over the validation part
    virtual std::int64_t parameters() const = 0;        ///< of the whole shared network
    virtual ChildSize childSize(const Architecture& child) const = 0;
    /// Weights, the optimizer's state, the position in the data, what is carried from batch to batch: restore() continues bit for bit.
    virtual NamedBuffers save() const = 0;
    virtual Status restore(const NamedBuffers& buffers) = 0;
};

} // namespace cw
