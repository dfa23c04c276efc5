#pragma once
#include <span>
#include <vector>

#include "core/search/surrogate.h"

namespace cw {

/// What one block is worth, by the predictor: always a prediction, never a measurement.
struct BlockAblation {
    int block = 1;         ///< 1-based, in the cell's own order
    double difference = 0; ///< prediction of the cell less prediction of the cell without the block; accuracy
    double spread = 0;     ///< of the difference: both spreads added in squares, as if the two predictions erred independently.
                           ///< They come from the same members, so this is usually wider than the ensemble's own spread of differences.
};

/// The cell without a block (0-based): its readers read its first input instead, later blocks move down by one.
/// Requires a valid cell of at least two blocks.
Architecture withoutBlock(const Architecture& arch, int block);
/// For each cell one row a block, none for cells of one block. Blocks for one batch of predictions: each cell and its reduced ones.
std::vector<std::vector<BlockAblation>> ablate(std::span<const Architecture> cells, Surrogate& surrogate);
std::vector<BlockAblation> ablate(const Architecture& arch, Surrogate& surrogate);

} // namespace cw
