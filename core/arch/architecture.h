#pragma once
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/arch/macro.h"
#include "core/arch/operation.h"
#include "core/arch/recurrent.h"

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

/// What a cell's output concatenates. PNAS: All (and each unread cell input, facts of the released code). Loose: whatever no
/// block reads, cell inputs too (ENAS).
enum class OutputRule : std::uint8_t { All, Loose, Listed };

/// A cell: blocks in an order in which every block reads only what stands before it.
struct Cell {
    std::vector<Block> blocks;
    OutputRule output = OutputRule::All;
    std::vector<InputId> listed; ///< for OutputRule::Listed only
    auto operator<=>(const Cell&) const = default;
};

/// An architecture as a plain value, of the space named; what the space does not have is empty.
/// "pnas": one cell (its reduction cell is the same with stride 2). "micro": two cells, normal and reduction, of ENAS, NASNet,
/// AmoebaNet or DARTS. "macro": a whole network of layers. "recurrent": a recurrent cell.
struct Architecture {
    std::string space = "pnas";
    std::vector<Cell> cells = {};
    MacroNetwork macro = {};
    RecurrentCell recurrent = {};
    auto operator<=>(const Architecture&) const = default;

    const Cell& cell() const { return cells.front(); } ///< PNAS: the one cell; micro: the normal one. Requires a valid architecture with cells.
    int blockCount() const { return cells.empty() ? 0 : static_cast<int>(cells.front().blocks.size()); }
};

/// Convenience for a one-cell PNAS architecture.
Architecture pnasArchitecture(std::vector<Block> blocks);
Architecture microArchitecture(Cell normal, Cell reduction);
Architecture macroArchitecture(std::vector<MacroLayer> layers);
Architecture recurrentArchitecture(RecurrentCell cell);
/// "pnas", "micro", "macro", "recurrent".
bool isKnownSpace(std::string_view space);
/// "pnas, micro, macro, recurrent", for sentences.
std::string knownSpaces();
/// Inputs and blocks that a cell's output concatenates, ascending (in the order given for OutputRule::Listed).
std::vector<InputId> concatenated(const Cell& cell);
/// Empty when every block reads only earlier things and counts are within bounds; otherwise a sentence.
std::string validityProblem(const Architecture& arch);

} // namespace cw
