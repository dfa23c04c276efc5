#include "core/arch/architecture.h"

#include <algorithm>
#include <array>
#include <utility>

namespace cw {
namespace {

constexpr std::array<std::string_view, 4> kSpaceNames{"pnas", "micro", "macro", "recurrent"};

std::string halfProblem(const Half& half, std::size_t block, const std::string& place)
{
    if (static_cast<int>(half.op) >= kOpCount)
        return place + ".op: operation number " + std::to_string(static_cast<int>(half.op)) + " does not exist.";
    if (half.input >= kFirstBlock + block)
        return place + ".input: block " + std::to_string(block + 1) + " may read only the two cell inputs and blocks before it.";
    return {};
}

std::string listedProblem(const Cell& cell, const std::string& place)
{
    if (cell.output != OutputRule::Listed)
        return cell.listed.empty() ? std::string{} : place + ".output: only an output that lists its parts has a list.";
    if (cell.listed.empty())
        return place + ".output: an output that lists its parts names at least one.";
    for (std::size_t i = 0; i < cell.listed.size(); ++i) {
        if (cell.listed[i] >= kFirstBlock + cell.blocks.size())
            return place + ".output: expected names of inputs and blocks of this cell.";
        if (i > 0 && cell.listed[i] <= cell.listed[i - 1])
            return place + ".output: the parts stand in ascending order, each once.";
    }
    return {};
}

std::string cellProblem(const Cell& cell, const std::string& place)
{
    if (cell.blocks.empty() || cell.blocks.size() > kMaxBlocks)
        return place + ".blocks: a cell has 1 to " + std::to_string(kMaxBlocks) + " blocks, this one has " + std::to_string(cell.blocks.size())
               + ".";
    for (std::size_t b = 0; b < cell.blocks.size(); ++b) {
        const auto blockPlace = place + ".blocks[" + std::to_string(b) + "]";
        if (auto problem = halfProblem(cell.blocks[b].a, b, blockPlace + "[0]"); !problem.empty())
            return problem;
        if (auto problem = halfProblem(cell.blocks[b].b, b, blockPlace + "[1]"); !problem.empty())
            return problem;
    }
    return listedProblem(cell, place);
}

/// What an architecture of this space must not hold beside its own.
std::string strangerProblem(const Architecture& arch)
{
    const bool cells = arch.space == "pnas" || arch.space == "micro";
    if ((!cells && !arch.cells.empty()) || (arch.space != "macro" && arch.macro != MacroNetwork{})
        || (arch.space != "recurrent" && arch.recurrent != RecurrentCell{}))
        return "An architecture of the space \"" + arch.space + "\" holds nothing of another space.";
    return {};
}

} // namespace

Architecture pnasArchitecture(std::vector<Block> blocks)
{
    Architecture arch;
    arch.cells.emplace_back();
    arch.cells.back().blocks = std::move(blocks);
    return arch;
}

Architecture microArchitecture(Cell normal, Cell reduction)
{
    Architecture arch;
    arch.space = "micro";
    arch.cells.push_back(std::move(normal));
    arch.cells.push_back(std::move(reduction));
    return arch;
}

Architecture macroArchitecture(std::vector<MacroLayer> layers)
{
    Architecture arch;
    arch.space = "macro";
    arch.macro.layers = std::move(layers);
    return arch;
}

Architecture recurrentArchitecture(RecurrentCell cell)
{
    Architecture arch;
    arch.space = "recurrent";
    arch.recurrent = std::move(cell);
    return arch;
}

bool isKnownSpace(std::string_view space) { return std::ranges::find(kSpaceNames, space) != kSpaceNames.end(); }

std::string knownSpaces()
{
    std::string names;
    for (const auto name : kSpaceNames)
        names.append(names.empty() ? "" : ", ").append(name);
    return names;
}

std::vector<InputId> concatenated(const Cell& cell)
{
    if (cell.output == OutputRule::Listed)
        return cell.listed;
    std::array<bool, kFirstBlock + kMaxBlocks> read{};
    for (const auto& block : cell.blocks)
        read[block.a.input] = read[block.b.input] = true;
    std::vector<InputId> result;
    for (InputId id = 0; id < kFirstBlock + cell.blocks.size(); ++id)
        if (!read[id] || (cell.output == OutputRule::All && id >= kFirstBlock))
            result.push_back(id);
    return result;
}

std::string validityProblem(const Architecture& arch)
{
    if (!isKnownSpace(arch.space))
        return "space: unknown space; known: " + knownSpaces() + ".";
    if (auto problem = strangerProblem(arch); !problem.empty())
        return problem;
    if (arch.space == "macro")
        return validityProblem(arch.macro);
    if (arch.space == "recurrent")
        return validityProblem(arch.recurrent);
    if (arch.space == "micro" && arch.cells.size() != 2)
        return "cells: a micro architecture has a normal and a reduction cell, this one has " + std::to_string(arch.cells.size()) + " cells.";
    if (arch.space == "pnas" && arch.cells.size() != 1)
        return "cells: a PNAS architecture has exactly one cell, this one has " + std::to_string(arch.cells.size()) + ".";
    for (std::size_t i = 0; i < arch.cells.size(); ++i) {
        const auto place = "cells[" + std::to_string(i) + "]";
        if (arch.space == "pnas" && arch.cells[i].output != OutputRule::All)
            return place + ".output: a PNAS cell concatenates all its blocks (\"all\").";
        if (auto problem = cellProblem(arch.cells[i], place); !problem.empty())
            return problem;
    }
    return {};
}

} // namespace cw
