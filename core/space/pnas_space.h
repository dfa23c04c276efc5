#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "core/arch/architecture.h"
#include "core/base/random.h"
#include "core/base/result.h"

namespace cw {

/// What cells are allowed: Liu et al. 2018, section 3.1, with operations and cell inputs restricted at will.
struct PnasSpace {
    std::vector<OpId> operations; ///< empty: all 8; ascending, no duplicates
    std::vector<InputId> inputs;  ///< of kPrevPrev, kPrev; empty: both; earlier blocks are always allowed
    int blocks = 5;               ///< B

    const std::vector<OpId>& ops() const;
    const std::vector<InputId>& cellInputs() const;
};
/// From lists of names ("sep3", "max_pool_3x3"; "c-1"); says which name is wrong.
Result<PnasSpace> makePnasSpace(const std::vector<std::string>& operations, const std::vector<std::string>& inputs, int blocks);

/// Every swap-free block that may stand at position b (0-based), ascending: n(n+1)/2 with n = |ops| * (|inputs| + b).
std::vector<Block> blocksAt(const PnasSpace& space, int position);
/// The unique one-block cells (canonical), ascending: 136 for the whole space.
std::vector<Architecture> oneBlockCells(const PnasSpace& space);
/// Parent's blocks in its own order, then the new block (the order that exact sharing in the surrogates needs).
Architecture expand(const Architecture& parent, const Block& block);
/// Uniform over the unique cells with exactly `blocks` blocks (rejection by the number of orderings). Canonical form.
Architecture sampleUniform(const PnasSpace& space, int blocks, Random& random);

/// Exact sizes; B up to 5 in under a second (Burnside's lemma over relabellings, see pnas_count.cpp). Refused above 6.
struct SpaceCount {
    std::string raw;                             ///< ordered strings, all b: product of n_b^2
    std::vector<std::uint64_t> swapFreeBlocks;   ///< per position
    std::uint64_t unique = 0;                    ///< cells of exactly B blocks up to swap and block order
    std::string paperFormula;                    ///< section 3.1's product, as text with its value
};
Result<SpaceCount> countPnasSpace(const PnasSpace& space, int blocks);

} // namespace cw
