#include <gtest/gtest.h>

#include <array>

#include "core/base/random.h"

namespace cw {
namespace {

TEST(Random, GivesTheSameNumbersForEver)
{
    Random r(1);
    const std::array first{r.next(), r.next(), r.next()};
    Random again(1);
    EXPECT_EQ(first, (std::array{again.next(), again.next(), again.next()}));
    EXPECT_NE(Random(2).next(), first[0]);
}

TEST(Random, SaveAndRestoreContinueExactly)
{
    Random r(7);
    r.normal();
    const auto state = r.save();
    const std::array expected{r.normal(), r.uniform(), r.normal()};
    Random other(99);
    ASSERT_TRUE(other.restore(state));
    EXPECT_EQ(expected, (std::array{other.normal(), other.uniform(), other.normal()}));
    EXPECT_FALSE(other.restore("rubbish"));
}

TEST(Random, BelowIsUniform)
{
    Random r(3);
    std::array<int, 7> counts{};
    for (int i = 0; i < 70'000; ++i)
        ++counts[r.below(7)];
    for (const int c : counts)
        EXPECT_NEAR(c, 10'000, 500);
}

} // namespace
} // namespace cw
