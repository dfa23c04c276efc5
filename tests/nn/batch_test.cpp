#include <algorithm>
#include <set>

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include "core/batch/image_batches_internal.h"
#include "tests/nn/memory_images.h"

namespace cw {
namespace {

std::vector<std::int64_t> copy(std::span<const std::int64_t> s) { return {s.begin(), s.end()}; }

TEST(DataOrder, EveryEpochVisitsEachImageAtMostOnceInANewOrder)
{
    std::vector<std::int64_t> images;
    for (int i = 0; i < 23; ++i)
        images.push_back(100 + i);
    DataOrder order(images, 5, 3);
    ASSERT_EQ(order.batchesPerEpoch(), 4);
    std::vector<std::vector<std::int64_t>> epochs;
    for (int epoch = 0; epoch < 3; ++epoch) {
        auto& seen = epochs.emplace_back();
        for (int i = 0; i < 4; ++i)
            for (const auto image : order.batch(epoch * 4 + i))
                seen.push_back(image);
        EXPECT_EQ(std::set(seen.begin(), seen.end()).size(), 20U);
        EXPECT_GE(*std::min_element(seen.begin(), seen.end()), 100);
    }
    EXPECT_NE(epochs[0], epochs[1]);
    EXPECT_NE(epochs[1], epochs[2]);
}

TEST(DataOrder, IsAFunctionOfSeedAndStep)
{
    std::vector<std::int64_t> images(50);
    for (int i = 0; i < 50; ++i)
        images[static_cast<std::size_t>(i)] = i;
    DataOrder forwards(images, 8, 3), jumping(images, 8, 3), other(images, 8, 4);
    std::vector<std::vector<std::int64_t>> steps;
    for (int i = 0; i < 20; ++i)
        steps.push_back(copy(forwards.batch(i)));
    for (const int i : {19, 2, 11, 0})
        EXPECT_EQ(copy(jumping.batch(i)), steps[static_cast<std::size_t>(i)]);
    EXPECT_NE(copy(other.batch(0)), steps[0]);
    EXPECT_EQ(DataOrder({4, 5}, 8, 1).batch(0).size(), 2U) << "fewer images than a batch";
}

TEST(Augmentations, StayWithinTheirBoundsAndRepeat)
{
    std::set<int> offsets;
    int mirrored = 0;
    for (std::int64_t step = 0; step < 50; ++step) {
        const auto drawn = drawAugmentations(20, 2, true, 9, step);
        EXPECT_EQ(drawn, drawAugmentations(20, 2, true, 9, step));
        for (const auto& a : drawn) {
            offsets.insert(a.dx);
            offsets.insert(a.dy);
            mirrored += a.mirror;
        }
    }
    EXPECT_EQ(offsets, (std::set<int>{-2, -1, 0, 1, 2}));
    EXPECT_NEAR(mirrored, 500, 80);
    for (const auto& a : drawAugmentations(20, 0, false, 9, 0))
        EXPECT_EQ(a, Augmentation{});
}

TEST(ImageBatches, EqualAPlainLoopOverPixels)
{
    const ImageShape shape{3, 5, 4};
    const auto data = test::separableImages(12, shape);
    const ImageBatches batches(data, at::kCPU);
    const std::vector<std::int64_t> images{7, 0, 11, 7};
    const std::vector<Augmentation> augmentations{{0, 0, false}, {2, -1, false}, {-3, 0, true}, {1, 2, true}};
    for (const bool augmented : {false, true}) {
        const auto batch = batches.batch(images, augmented ? augmentations : std::vector<Augmentation>{});
        ASSERT_EQ(batch.images.sizes(), at::IntArrayRef({4, 3, 5, 4}));
        EXPECT_TRUE(batch.images.is_contiguous(at::MemoryFormat::ChannelsLast));
        for (std::int64_t n = 0; n < 4; ++n) {
            EXPECT_EQ(batch.labels[n].item<std::int64_t>(), images[static_cast<std::size_t>(n)] % 3);
            const auto a = augmented ? augmentations[static_cast<std::size_t>(n)] : Augmentation{};
            for (int c = 0; c < 3; ++c)
                for (int y = 0; y < 5; ++y)
                    for (int x = 0; x < 4; ++x) {
                        const int sy = y + a.dy, sx = (a.mirror ? 3 - x : x) + a.dx;
                        const bool inside = sy >= 0 && sy < 5 && sx >= 0 && sx < 4;
                        const double byte = inside ? data->pixels(images[static_cast<std::size_t>(n)])[(sy * 4 + sx) * 3 + c] : 0;
                        const auto channel = static_cast<std::size_t>(c);
                        EXPECT_NEAR(batch.images[n][c][y][x].item<float>(), (byte / 255 - data->mean()[channel]) / data->deviation()[channel], 1e-4);
                    }
        }
    }
}

TEST(ImageBatches, WholeDataHasMeanZeroAndDeviationOne)
{
    const auto data = test::separableImages(30);
    std::vector<std::int64_t> all;
    for (int i = 0; i < 30; ++i)
        all.push_back(i);
    const auto images = ImageBatches(data, at::kCPU).batch(all).images;
    EXPECT_NEAR(images.mean().item<double>(), 0, 1e-4);
    EXPECT_NEAR(images.std(false).item<double>(), 1, 1e-4);
}

TEST(ImageBatches, ImagesOfOneColourStayFinite)
{
    const auto data = std::make_shared<test::MemoryImages>(ImageShape{1, 2, 2}, 2, std::vector<std::uint8_t>(16, 200), std::vector<std::int32_t>{0, 1, 0, 1});
    const std::vector<std::int64_t> images{0, 3};
    EXPECT_TRUE(ImageBatches(data, at::kCPU).batch(images).images.isfinite().all().item<bool>());
}

} // namespace
} // namespace cw
