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

std::vector<BlockAblation> ablate(const Architecture& arch, Surrogate& surrogate)
{
    const int count = arch.blockCount();
    if (count < 2)
        return {};
    std::vector<Architecture> cells{arch};
    for (int b = 0; b < count; ++b)
        cells.push_back(withoutBlock(arch, b));
    std::vector<Prediction> predicted;
    for (const auto& cell : cells) // one at a time: a batch may have to be of one length
        predicted.push_back(surrogate.predict({&cell, 1}).front());
    std::vector<BlockAblation> rows;
    for (int b = 1; b <= count; ++b) {
        const auto& reduced = predicted[static_cast<std::size_t>(b)];
        rows.push_back({b, predicted.front().mean - reduced.mean, std::hypot(predicted.front().spread, reduced.spread)});
    }
    return rows;
}

} // namespace cw
