#pragma once
#include <cstdint>
#include <map>
#include <string>

#include "core/arch/architecture.h"
#include "core/base/control.h"
#include "core/base/result.h"
#include "core/search/surrogate.h"

namespace cw {

/// One network that holds the weights of every child of a space (ENAS, Pham et al. 2018, section 2).
/// Beside evaluation: strategies that share weights use this in place of an EvaluationPool. Engine thread only.
class SharedWeights {
public:
    virtual ~SharedWeights() = default;
    /// One optimizer step of one child on the next training mini-batch; returns its mean loss (nats).
    virtual Result<double> trainBatch(const Architecture& child, Control& control) = 0;
    /// Reward of one child on one validation mini-batch: accuracy 0..1, or the space's own measure.
    virtual Result<double> score(const Architecture& child, std::int64_t batch, Control& control) = 0;
    virtual NamedBuffers save() const = 0;
    virtual Status restore(const NamedBuffers& buffers) = 0;
};

} // namespace cw
