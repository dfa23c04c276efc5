#include "core/search/ablation.h"

#include <cmath>

namespace cw {

Architecture withoutBlock(const Architecture& arch, int block)
{
    const auto removed = static_cast<InputId>(kFirstBlock + block);
    auto result = arch;
    auto& blocks = result.cells.front().blocks;
    const auto replacement = blocks[static_cast<std::size_t>(block)].a.input;
    blocks.erase(blocks.begin() + block);
    const auto rewire = [&](InputId& input) {
        if (input == removed)
            input = replacement;
        else if (input > removed)
            --input;
    };
    for (auto& each : blocks) {
        rewire(each.a.input);
        rewire(each.b.input);
    }
    return result;
}

std::vector<std::vector<BlockAblation>> ablate(std::span<const Architecture> cells, Surrogate& surrogate)
{
    std::vector<Architecture> asked; // each cell of two or more blocks, then what is left of it without each of them
    for (const auto& cell : cells) {
        if (cell.blockCount() < 2)
            continue;
        asked.push_back(cell);
        for (int b = 0; b < cell.blockCount(); ++b)
            asked.push_back(withoutBlock(cell, b));
    }
    const auto predicted = surrogate.predict(asked);
    std::vector<std::vector<BlockAblation>> result(cells.size());
    std::size_t next = 0;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        if (cells[i].blockCount() < 2)
            continue;
        const auto& whole = predicted[next++];
        for (int b = 1; b <= cells[i].blockCount(); ++b) {
            const auto& reduced = predicted[next++];
            result[i].push_back({b, whole.mean - reduced.mean, std::hypot(whole.spread, reduced.spread)});
        }
    }
    return result;
}

std::vector<BlockAblation> ablate(const Architecture& arch, Surrogate& surrogate) { return ablate({&arch, 1}, surrogate).front(); }

} // namespace cw
