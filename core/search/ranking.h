#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "core/search/surrogate.h"
#include "core/space/pnas_space.h"

namespace cw {

/// One child that differs from all before it: indices into ScoredChildren::parents and blocks.
struct ScoredChild {
    std::uint32_t parent = 0, block = 0;
    Prediction predicted;
};

/// Every child of a beam with its prediction. Children that are equal (canonical form) are one, kept in the order of the
/// first parent that has it, with that order's prediction. A plain value.
struct ScoredChildren {
    std::vector<Architecture> parents;
    std::vector<Block> blocks;        ///< blocksAt() of the position that was added
    std::int64_t scored = 0;          ///< parents x blocks, before equal ones are merged
    std::vector<ScoredChild> unique;  ///< in the order of parents, then of blocks
    double expandSeconds = 0, scoreSeconds = 0, mergeSeconds = 0; ///< wall clock

    /// The child `index` of unique: its parent's blocks in their order, then the new block.
    Architecture architecture(std::size_t index) const;
};

/// Expands all parents by every block of the space, scores the children by the exact shared computation, merges equal ones.
/// All parents have the same number of blocks. Blocks; throws Cancelled. Errors: no parents, parents of different sizes or
/// full already, and those of the surrogate.
Result<ScoredChildren> scoreAllChildren(const PnasSpace& space, std::span<const Architecture> parents, Surrogate& surrogate, Control& control);

/// Indices into unique of the k best by mean, best first; of equal means the earlier one. Fewer when there are fewer.
std::vector<std::size_t> bestChildren(const ScoredChildren& children, std::size_t k);

/// How predictions are spread: equal bins from the lowest mean to the highest, the highest within the last one.
struct PredictionHistogram {
    double low = 0, high = 0;
    std::vector<std::int64_t> bins;
};
PredictionHistogram predictionHistogram(const ScoredChildren& children, int bins = 50);

} // namespace cw
