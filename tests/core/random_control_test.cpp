#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include <gtest/gtest.h>

#include "core/search/random_control.h"

namespace {

using namespace cw;

/// Best of the first n in every order of the draws, sorted.
std::vector<double> enumerate(const std::vector<double>& draws, std::size_t n)
{
    std::vector<std::size_t> order(draws.size());
    std::iota(order.begin(), order.end(), 0u);
    std::vector<double> bests;
    do {
        double best = draws[order[0]];
        for (std::size_t i = 1; i < n; ++i)
            best = std::max(best, draws[order[i]]);
        bests.push_back(best);
    } while (std::next_permutation(order.begin(), order.end()));
    std::sort(bests.begin(), bests.end());
    return bests;
}

double quantile(const std::vector<double>& sorted, double part)
{
    const auto at = static_cast<std::size_t>(std::ceil(part * static_cast<double>(sorted.size()) - 1e-9));
    return sorted[std::max<std::size_t>(at, 1) - 1];
}

void expectAsEnumerated(const std::vector<double>& draws, double low, double high)
{
    const auto curve = bestOverOrders(draws, low, high);
    ASSERT_EQ(curve.size(), draws.size());
    for (std::size_t n = 1; n <= draws.size(); ++n) {
        const auto bests = enumerate(draws, n);
        const double mean = std::accumulate(bests.begin(), bests.end(), 0.0) / static_cast<double>(bests.size());
        double squares = 0;
        for (const double b : bests)
            squares += (b - mean) * (b - mean);
        const auto& at = curve[n - 1];
        EXPECT_EQ(at.n, static_cast<int>(n));
        EXPECT_NEAR(at.mean, mean, 1e-12) << n;
        EXPECT_NEAR(at.deviation, std::sqrt(squares / static_cast<double>(bests.size())), 1e-8) << n;
        EXPECT_EQ(at.low, quantile(bests, low)) << n;
        EXPECT_EQ(at.high, quantile(bests, high)) << n;
    }
}

TEST(RandomControl, EqualsEveryOrderOfFiveDraws)
{
    expectAsEnumerated({0.71, 0.83, 0.64, 0.80, 0.77}, 0.05, 0.95);
    expectAsEnumerated({0.71, 0.83, 0.64, 0.80, 0.77}, 0.2, 0.8); // probabilities of fifths fall exactly on the quantiles
}

TEST(RandomControl, EqualDrawsShareTheirPlace)
{
    expectAsEnumerated({0.5, 0.8, 0.8, 0.5, 0.6, 0.8}, 0.1, 0.9);
}

TEST(RandomControl, EndsAtTheBestOfAllWithoutSpread)
{
    std::vector<double> draws;
    for (int i = 0; i < 500; ++i)
        draws.push_back(0.5 + 0.001 * ((i * 173) % 500));
    const auto curve = bestOverOrders(draws);
    EXPECT_NEAR(curve.back().mean, 0.999, 1e-9);
    EXPECT_EQ(curve.back().deviation, 0);
    EXPECT_EQ(curve.back().low, curve.back().high);
    for (std::size_t i = 1; i < curve.size(); ++i)
        EXPECT_GE(curve[i].mean, curve[i - 1].mean - 1e-12);
}

TEST(RandomControl, OverRunsKeepsTheirOwnOrders)
{
    const std::vector<std::vector<double>> runs{{0.5, 0.7, 0.6}, {0.6, 0.5, 0.9, 0.95}, {0.4, 0.4, 0.8}};
    const auto curve = bestOverRuns(runs);
    ASSERT_EQ(curve.size(), 3u);
    EXPECT_NEAR(curve[0].mean, 0.5, 1e-12);
    EXPECT_NEAR(curve[0].deviation, 0.1, 1e-12);
    EXPECT_EQ(curve[1].low, 0.4);
    EXPECT_EQ(curve[1].high, 0.7);
    EXPECT_NEAR(curve[2].mean, 0.8, 1e-12);
    EXPECT_TRUE(bestOverRuns({}).empty());
    EXPECT_TRUE(bestOverOrders({}).empty());
    EXPECT_EQ(bestOverRuns(std::vector<std::vector<double>>{{0.3, 0.2}}).back().deviation, 0);
}

} // namespace
