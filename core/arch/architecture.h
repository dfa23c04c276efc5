#pragma once
#include <compare>
#include <cstdint>
#include <string>
#include <vector>

#include "core/arch/operation.h"

namespace cw {

/// Inputs of a block: 0 is H^{c-2}, 1 is H^{c-1}, 2 + i is block i (0-based) of the same cell.
using InputId = std::uint8_t;
inline constexpr InputId kPrevPrev = 0;
inline constexpr InputId kPrev = 1;
inline constexpr InputId kFirstBlock = 2;
inline constexpr int kMaxBlocks = 12;

/// One operation on one input.
struct Half {
    InputId input = 0;
    OpId op = OpId::Identity;
    auto operator<=>(const Half&) const = default;
};

/// Two halves, added element by element (paper, section 3.1).
struct Block {
    Half a, b;
    auto operator<=>(const Block&) const = default;
};

/// What a cell's output concatenates. PNAS: All (and each unread cell input, facts of the released code).
enum class OutputRule : std::uint8_t { All, Loose, Listed };

/// A cell: blocks in an order in which every block reads only what stands before it.
struct Cell {
    std::vector<Block> blocks;
    OutputRule output = OutputRule::All;
    std::vector<InputId> listed; ///< for OutputRule::Listed only
    auto operator<=>(const Cell&) const = default;
};

/// An architecture as a plain value, of the space named. PNAS has one cell (its reduction cell is the same with stride 2).
struct Architecture {
    std::string space = "pnas";
    std::vector<Cell> cells;
    auto operator<=>(const Architecture&) const = default;

    const Cell& cell() const { return cells.front(); } ///< PNAS: the one cell. Requires a valid architecture.
    int blockCount() const { return cells.empty() ? 0 : static_cast<int>(cells.front().blocks.size()); }
};

/// Convenience for a one-cell PNAS architecture.
Architecture pnasArchitecture(std::vector<Block> blocks);
/// Empty when every block reads only earlier things and counts are within bounds; otherwise a sentence.
std::string validityProblem(const Architecture& arch);

} // namespace cw
