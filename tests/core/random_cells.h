#pragma once
#include <algorithm>
#include <array>
#include <vector>

#include "core/arch/architecture.h"
#include "core/base/random.h"

namespace cw::test {

/// Any valid cell, halves in any order; not uniform over unique cells.
inline Cell randomCell(Random& random, int blocks, int operations = kOpCount)
{
    Cell cell;
    for (int b = 0; b < blocks; ++b) {
        const auto half = [&] {
            return Half{static_cast<InputId>(random.below(static_cast<std::uint64_t>(kFirstBlock + b))),
                        static_cast<OpId>(random.below(static_cast<std::uint64_t>(operations)))};
        };
        const auto first = half();
        cell.blocks.push_back({first, half()});
    }
    return cell;
}

/// The same cell written differently: blocks in this order (old numbers; must be one the DAG allows), halves as they are.
inline Cell reordered(const Cell& cell, const std::vector<int>& order)
{
    std::array<InputId, kFirstBlock + kMaxBlocks> name{kPrevPrev, kPrev};
    for (std::size_t i = 0; i < order.size(); ++i)
        name[static_cast<std::size_t>(kFirstBlock + order[i])] = static_cast<InputId>(kFirstBlock + i);
    Cell result;
    for (const int old : order) {
        auto block = cell.blocks[static_cast<std::size_t>(old)];
        block.a.input = name[block.a.input];
        block.b.input = name[block.b.input];
        result.blocks.push_back(block);
    }
    return result;
}

/// Blocks that may stand next, given those already placed.
inline std::vector<int> placeable(const Cell& cell, const std::vector<int>& order)
{
    const auto placed = [&](InputId input) {
        return input < kFirstBlock || std::find(order.begin(), order.end(), input - kFirstBlock) != order.end();
    };
    std::vector<int> result;
    for (int i = 0; i < static_cast<int>(cell.blocks.size()); ++i) {
        const auto& block = cell.blocks[static_cast<std::size_t>(i)];
        if (std::find(order.begin(), order.end(), i) == order.end() && placed(block.a.input) && placed(block.b.input))
            result.push_back(i);
    }
    return result;
}

/// The same cell with blocks in a random order and halves swapped at random.
inline Cell disguised(const Cell& cell, Random& random)
{
    std::vector<int> order;
    while (order.size() < cell.blocks.size()) {
        const auto next = placeable(cell, order);
        order.push_back(next[random.below(next.size())]);
    }
    auto result = reordered(cell, order);
    for (auto& block : result.blocks)
        if (random.below(2) == 1)
            std::swap(block.a, block.b);
    return result;
}

} // namespace cw::test
