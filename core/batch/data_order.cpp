#include "core/batch/data_order.h"

#include <algorithm>

#include "core/base/random.h"
#include "core/search/training_settings.h"

namespace cw {

DataOrder::DataOrder(std::vector<std::int64_t> images, std::int64_t batch, std::uint64_t seed)
    : m_images(std::move(images))
    , m_batch(std::min<std::int64_t>(batch, static_cast<std::int64_t>(m_images.size())))
    , m_perEpoch(cw::batchesPerEpoch(static_cast<std::int64_t>(m_images.size()), batch))
    , m_seed(seed)
{
}

std::span<const std::int64_t> DataOrder::batch(std::int64_t step)
{
    if (const auto epoch = step / m_perEpoch; epoch != m_epoch) {
        m_shuffled = m_images;
        Random(deriveSeed(m_seed, static_cast<std::uint64_t>(epoch))).shuffle(m_shuffled);
        m_epoch = epoch;
    }
    return std::span(m_shuffled).subspan(static_cast<std::size_t>(step % m_perEpoch * m_batch), static_cast<std::size_t>(m_batch));
}

std::vector<Augmentation> drawAugmentations(std::size_t count, int padding, bool flip, std::uint64_t seed, std::int64_t step)
{
    Random random(deriveSeed(seed, static_cast<std::uint64_t>(step)));
    const auto offset = [&] { return static_cast<int>(random.below(static_cast<std::uint64_t>(2 * padding + 1))) - padding; };
    std::vector<Augmentation> drawn(count);
    for (auto& a : drawn) {
        if (padding > 0) {
            a.dy = offset();
            a.dx = offset();
        }
        a.mirror = flip && random.below(2) == 1;
    }
    return drawn;
}

} // namespace cw
