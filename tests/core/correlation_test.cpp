#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "core/base/random.h"
#include "core/search/correlation.h"

namespace cw {
namespace {

using Values = std::vector<double>;

TEST(Correlation, SpearmanOfSmallExamples)
{
    EXPECT_DOUBLE_EQ(spearman(Values{1, 2, 3, 4}, Values{10, 20, 30, 40}), 1);
    EXPECT_DOUBLE_EQ(spearman(Values{1, 2, 3, 4}, Values{4, 3, 2, 1}), -1);
    // 1 - 6 sum d^2 / (n (n^2 - 1)) with d = 1, 1, 1, 1, 0.
    EXPECT_DOUBLE_EQ(spearman(Values{1, 2, 3, 4, 5}, Values{2, 1, 4, 3, 5}), 1 - 6.0 * 4 / (5 * 24));
    // Ranks 1, 2.5, 2.5, 4 against 1, 2, 3, 4: 4.5 / sqrt(4.5 * 5).
    EXPECT_DOUBLE_EQ(spearman(Values{1, 2, 2, 3}, Values{1, 2, 3, 4}), 4.5 / std::sqrt(4.5 * 5));
}

TEST(Correlation, KendallTauBOfSmallExamples)
{
    EXPECT_DOUBLE_EQ(kendall(Values{1, 2, 3, 4}, Values{10, 20, 30, 40}), 1);
    EXPECT_DOUBLE_EQ(kendall(Values{1, 2, 3, 4}, Values{4, 3, 2, 1}), -1);
    EXPECT_DOUBLE_EQ(kendall(Values{1, 2, 3, 4, 5}, Values{2, 1, 4, 3, 5}), (8 - 2) / 10.0);
    // 5 concordant of 6 pairs, one tied in x.
    EXPECT_DOUBLE_EQ(kendall(Values{1, 2, 2, 3}, Values{1, 2, 3, 4}), 5 / std::sqrt(5.0 * 6));
    // A pair tied on both sides counts on neither.
    EXPECT_DOUBLE_EQ(kendall(Values{1, 1, 2, 3}, Values{5, 5, 7, 6}), (4 - 1) / 5.0);
}

TEST(Correlation, KendallEqualsCountingAllPairs)
{
    Random random(3);
    for (int round = 0; round < 50; ++round) {
        Values x, y;
        for (int i = 0; i < 40; ++i) {
            x.push_back(static_cast<double>(random.below(8)));
            y.push_back(static_cast<double>(random.below(15)) + x.back());
        }
        int difference = 0, untiedX = 0, untiedY = 0;
        for (std::size_t i = 0; i < x.size(); ++i)
            for (std::size_t j = 0; j < i; ++j) {
                const int a = (x[i] > x[j]) - (x[i] < x[j]), b = (y[i] > y[j]) - (y[i] < y[j]);
                difference += a * b;
                untiedX += a != 0;
                untiedY += b != 0;
            }
        EXPECT_NEAR(kendall(x, y), difference / std::sqrt(static_cast<double>(untiedX) * untiedY), 1e-14);
    }
}

TEST(Correlation, ZeroWhereNothingCanBeSaid)
{
    const double nan = std::numeric_limits<double>::quiet_NaN();
    for (const auto f : {spearman, kendall}) {
        EXPECT_EQ(f(Values{}, Values{}), 0);
        EXPECT_EQ(f(Values{1}, Values{1}), 0);
        EXPECT_EQ(f(Values{1, 2, 3}, Values{5, 5, 5}), 0);
        EXPECT_EQ(f(Values{1, 2}, Values{1, 2, 3}), 0);
        EXPECT_EQ(f(Values{1, nan, 3}, Values{1, 2, 3}), 0);
    }
}

TEST(Correlation, MeanAbsoluteError)
{
    EXPECT_DOUBLE_EQ(meanAbsoluteError(Values{0.5, 0.25}, Values{0.25, 0.75}), 0.375);
    EXPECT_EQ(meanAbsoluteError(Values{}, Values{}), 0);
}

TEST(Correlation, IntervalHoldsTheValueAndNarrowsWithData)
{
    Random random(5);
    const auto correlated = [&](int n) {
        Values x, y;
        for (int i = 0; i < n; ++i) {
            x.push_back(random.normal());
            y.push_back(x.back() + random.normal());
        }
        return rankCorrelation(x, y, 1);
    };
    const auto few = correlated(20), many = correlated(400);
    ASSERT_TRUE(few && many);
    EXPECT_EQ(many->n, 400);
    for (const auto& c : {*few, *many}) {
        EXPECT_LT(c.low, c.spearman);
        EXPECT_GT(c.high, c.spearman);
    }
    EXPECT_LT(many->high - many->low, (few->high - few->low) / 2);
    // Bivariate normal with correlation 1/sqrt(2): Spearman is 6/pi asin(r/2) = 0.690.
    EXPECT_LT(many->low, 0.690);
    EXPECT_GT(many->high, 0.690);
}

TEST(Correlation, IntervalFollowsTheSeedAlone)
{
    const Values x{1, 2, 3, 4, 5, 6, 7, 8}, y{2, 1, 4, 3, 5, 8, 6, 7};
    const auto a = rankCorrelation(x, y, 1), b = rankCorrelation(x, y, 1), other = rankCorrelation(x, y, 2);
    EXPECT_EQ(a->low, b->low);
    EXPECT_EQ(a->high, b->high);
    EXPECT_TRUE(a->low != other->low || a->high != other->high);
    EXPECT_FALSE(rankCorrelation(Values{1, 2, 3}, Values{1, 2, 3}, 1));
}

} // namespace
} // namespace cw
