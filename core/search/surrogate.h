#pragma once
#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/arch/architecture.h"
#include "core/base/buffers.h"
#include "core/base/control.h"
#include "core/base/result.h"
#include "core/space/pnas_space.h"

namespace cw {

/// A measured cell, the surrogate's training data. accuracy in 0..1.
struct MeasuredCell {
    Architecture arch; ///< in the order it was scored
    double accuracy = 0;
};
/// Mean over the ensemble and its sample standard deviation, both in accuracy.
struct Prediction {
    double mean = 0, spread = 0;
    bool operator==(const Prediction&) const = default;
};
struct SurrogateSettings {
    std::string kind = "mlp"; ///< "mlp" or "lstm"
    int members = 5;
    int epochs = 60;
    int batch = 64;
    double rateFirst = 0.01, rateLater = 0.002; ///< Adam's rate for the fit after level 1, and for later ones
    int maxBlocks = 5;
};

/// A learned predictor of accuracy: an ensemble, each member refit from scratch on its own part of all data so far.
/// One thread at a time. Deterministic: same data, order, settings and seed give the same bits on a CPU.
class Surrogate {
public:
    virtual ~Surrogate() = default;
    /// level: 1-based level after which it is fitted (picks the rate). Blocks; throws Cancelled.
    virtual Status fit(std::span<const MeasuredCell> data, int level, std::uint64_t seed, Control& control) = 0;
    virtual std::vector<Prediction> predict(std::span<const Architecture> cells) = 0;
    /// Scores every child parent + block for the blocks allowed at position parent.blockCount(), by the exact shared computation.
    /// Result [parents][blocks], in the order of blocksAt(). All parents have the same number of blocks. Blocks; throws Cancelled.
    virtual Result<std::vector<std::vector<Prediction>>> scoreChildren(std::span<const Architecture> parents, std::span<const Block> blocks, Control& control) = 0;
    virtual NamedBuffers save() const = 0;
    virtual Status restore(const NamedBuffers& buffers) = 0;
};

} // namespace cw
