#pragma once
#include <span>
#include <vector>

#include "core/search/candidate_book.h"

namespace cw {

/// How many children a level trains.
struct SelectionSize {
    int chosen = 0;  ///< K, by predicted accuracy
    int sampled = 0; ///< of the unchosen, uniformly
};
struct Selection {
    std::vector<Candidate> children; ///< chosen in order of rank, then sampled in order of drawing; not numbered yet
    ChildrenScored scored;           ///< histogram of all unique children
};
/// Expands every parent by every block, scores all children by the shared computation, merges equal ones and picks.
/// parents: measured, all of level - 1. seed: of the run. Blocks; throws Cancelled.
Result<Selection> selectChildren(std::span<const Candidate> parents, const PnasSpace& space, int level, SelectionSize size,
                                 Surrogate& surrogate, std::uint64_t seed, Control& control);

} // namespace cw
