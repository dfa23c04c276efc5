#include "core/dataset/text_deal.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/base/random.h"

namespace cw {

TextDeal::TextDeal(std::int64_t units, double validation, double test, std::uint64_t seed) : m_units(units)
{
    const auto blocks = static_cast<std::size_t>(std::clamp<std::int64_t>(units, 1, kTextBlocks));
    m_blocks.assign(blocks, Split::Train);
    std::vector<std::size_t> order(blocks);
    std::iota(order.begin(), order.end(), std::size_t{0});
    Random random(deriveSeed(seed, "text blocks"));
    random.shuffle(order);
    std::size_t next = 0;
    const auto take = [&](double share, Split split) {
        if (share <= 0)
            return;
        const auto wanted = static_cast<std::size_t>(std::max<long>(1, std::lround(share * static_cast<double>(blocks))));
        for (std::size_t i = 0; i < wanted && next + 1 < blocks; ++i) // one is left to train
            m_blocks[order[next++]] = split;
    };
    take(validation, Split::Validation);
    take(test, Split::Test);
}

Split TextDeal::partOf(std::int64_t unit) const
{
    if (m_blocks.empty())
        return Split::Train;
    const auto blocks = static_cast<std::int64_t>(m_blocks.size());
    return m_blocks[static_cast<std::size_t>(std::min(unit * blocks / m_units, blocks - 1))];
}

} // namespace cw
