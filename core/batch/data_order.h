#pragma once
#include <cstdint>
#include <span>
#include <vector>

namespace cw {

/// The images of each training step as a function of (seed, step) alone, so that training can go on from any step.
/// Every epoch is a new shuffle; its last images that fill no batch are left out (see batchesPerEpoch()).
class DataOrder {
public:
    DataOrder(std::vector<std::int64_t> images, std::int64_t batch, std::uint64_t seed);
    /// 0-based step. The span is valid until the next call.
    std::span<const std::int64_t> batch(std::int64_t step);
    std::int64_t batchesPerEpoch() const { return m_perEpoch; }

private:
    std::vector<std::int64_t> m_images, m_shuffled;
    std::int64_t m_batch, m_perEpoch, m_epoch = -1;
    std::uint64_t m_seed;
};

/// Where a crop of one image begins relative to the image, and whether it is mirrored.
struct Augmentation {
    int dy = 0, dx = 0; ///< -padding..padding pixels
    bool mirror = false;
    bool operator==(const Augmentation&) const = default;
};
/// Augmentations of one step's images, a function of (seed, step).
std::vector<Augmentation> drawAugmentations(std::size_t count, int padding, bool flip, std::uint64_t seed, std::int64_t step);

} // namespace cw
