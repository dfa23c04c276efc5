#include <gtest/gtest.h>

#include "core/dataset/resize.h"
#include "tests/core/dataset_samples.h"

namespace cw::test {
namespace {

ByteVector fitted(const Picture& picture, const ImageShape& shape)
{
    ByteVector out(static_cast<std::size_t>(shape.channels) * static_cast<std::size_t>(shape.height) * static_cast<std::size_t>(shape.width));
    fitPicture(picture, shape, out);
    return out;
}

TEST(Resize, SameShapeIsACopy)
{
    const auto picture = samplePicture(13, 7, 3);
    EXPECT_EQ(fitted(picture, {3, 7, 13}), picture.pixels);
}

TEST(Resize, ShrinkingAveragesAreas)
{
    EXPECT_EQ(fitted({4, 2, 1, {0, 100, 10, 30, 100, 200, 50, 70}}, {1, 1, 2}), (ByteVector{100, 40}));
    // 3 to 2: each takes one and a half; (0 + 90/2) / 1.5 = 30 and (90/2 + 240) / 1.5 = 190.
    EXPECT_EQ(fitted({3, 2, 1, {0, 90, 240, 0, 90, 240}}, {1, 2, 2}).size(), 4U);
    EXPECT_EQ(fitted({3, 3, 1, {0, 90, 240, 0, 90, 240, 0, 90, 240}}, {1, 2, 2}), (ByteVector{30, 190, 30, 190}));
}

TEST(Resize, GrowingIsBilinear)
{
    // Centres of 4 in 2: at -0.25 (held), 0.25, 0.75, 1.25 (held).
    EXPECT_EQ(fitted({2, 2, 1, {0, 100, 0, 100}}, {1, 4, 4}),
              (ByteVector{0, 25, 75, 100, 0, 25, 75, 100, 0, 25, 75, 100, 0, 25, 75, 100}));
    EXPECT_EQ(fitted({1, 1, 1, {77}}, {1, 3, 3}), ByteVector(9, 77));
}

TEST(Resize, PlainAreasKeepTheirValueAtEverySize)
{
    for (const int value : {0, 1, 127, 254, 255})
        for (const int from : {1, 2, 3, 7, 31, 64, 500})
            for (const int to : {1, 2, 5, 14, 32, 33, 100}) {
                const auto out = fitted(plainPicture(from, from + 3, 3, static_cast<std::uint8_t>(value)), {3, to, to});
                ASSERT_EQ(out, ByteVector(out.size(), static_cast<std::uint8_t>(value))) << from << " to " << to;
            }
}

TEST(Resize, TheMiddleIsKeptOfPicturesThatAreNotSquare)
{
    // Six columns, two rows: the middle 2x2 is 3, 4.
    EXPECT_EQ(fitted({6, 2, 1, {1, 2, 3, 4, 5, 6, 1, 2, 3, 4, 5, 6}}, {1, 2, 2}), (ByteVector{3, 4, 3, 4}));
    EXPECT_EQ(fitted({2, 6, 1, {1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6}}, {1, 2, 2}), (ByteVector{3, 3, 4, 4}));
}

TEST(Resize, GreyAndColour)
{
    EXPECT_EQ(fitted({1, 1, 3, {255, 0, 0}}, {1, 1, 1}), ByteVector{76});
    EXPECT_EQ(fitted({1, 1, 3, {0, 255, 0}}, {1, 1, 1}), ByteVector{150});
    EXPECT_EQ(fitted({1, 1, 3, {255, 255, 255}}, {1, 1, 1}), ByteVector{255});
    EXPECT_EQ(fitted({1, 1, 1, {9}}, {3, 1, 1}), (ByteVector{9, 9, 9}));
}

} // namespace
} // namespace cw::test
