#include "core/arch/architecture.h"

#include <utility>

namespace cw {
namespace {

std::string place(std::size_t block, int half) { return "cells[0].blocks[" + std::to_string(block) + "][" + std::to_string(half) + "]"; }

std::string halfProblem(const Half& half, std::size_t block, int index)
{
    if (static_cast<int>(half.op) >= kOpCount)
        return place(block, index) + ".op: operation number " + std::to_string(static_cast<int>(half.op)) + " does not exist.";
    if (half.input >= kFirstBlock + block)
        return place(block, index) + ".input: block " + std::to_string(block + 1)
               + " may read only the two cell inputs and blocks before it.";
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

std::string validityProblem(const Architecture& arch)
{
    if (arch.space != "pnas")
        return "space: only architectures of the space \"pnas\" are known so far.";
    if (arch.cells.size() != 1)
        return "cells: a PNAS architecture has exactly one cell, this one has " + std::to_string(arch.cells.size()) + ".";
    const auto& cell = arch.cells.front();
    if (cell.blocks.empty() || cell.blocks.size() > kMaxBlocks)
        return "cells[0].blocks: a cell has 1 to " + std::to_string(kMaxBlocks) + " blocks, this one has "
               + std::to_string(cell.blocks.size()) + ".";
    if (cell.output != OutputRule::All || !cell.listed.empty())
        return "cells[0].output: a PNAS cell concatenates all its blocks (\"all\").";
    for (std::size_t b = 0; b < cell.blocks.size(); ++b) {
        if (auto problem = halfProblem(cell.blocks[b].a, b, 0); !problem.empty())
            return problem;
        if (auto problem = halfProblem(cell.blocks[b].b, b, 1); !problem.empty())
            return problem;
    }
    return {};
}

} // namespace cw
