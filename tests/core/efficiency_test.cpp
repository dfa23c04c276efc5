#include <gmock/gmock.h>

#include "core/search/efficiency.h"

namespace cw {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const EfficiencyCurve& curve(const std::vector<EfficiencyCurve>& curves, const std::string& strategy, int top)
{
    for (const auto& c : curves)
        if (c.strategy == strategy && c.top == top)
            return c;
    throw std::runtime_error("no such curve");
}

TEST(Efficiency, MeanOfTheBestAfterEachModel)
{
    const std::vector<double> row{0.5, 0.25, 0.75, 0.5, 1.0};
    EXPECT_THAT(meanOfBest(row, 1), ElementsAre(0.5, 0.5, 0.75, 0.75, 1.0));
    EXPECT_THAT(meanOfBest(row, 2), ElementsAre(0.375, 0.625, 0.625, 0.875));
    EXPECT_THAT(meanOfBest(row, 5), ElementsAre(0.6));
    EXPECT_THAT(meanOfBest(row, 6), IsEmpty());
    EXPECT_THAT(meanOfBest({}, 1), IsEmpty());
}

TEST(Efficiency, TheMeanIsThatOfTheSortedBeginning)
{
    std::vector<double> row;
    for (int i = 0; i < 200; ++i)
        row.push_back((i * 7919 % 211) / 256.0);
    for (const int top : kTops) {
        const auto means = meanOfBest(row, top);
        ASSERT_EQ(means.size(), row.size() + 1 - static_cast<std::size_t>(top));
        for (std::size_t n = static_cast<std::size_t>(top); n <= row.size(); n += 13) {
            std::vector<double> sorted(row.begin(), row.begin() + static_cast<std::ptrdiff_t>(n));
            std::sort(sorted.rbegin(), sorted.rend());
            double sum = 0;
            for (int i = 0; i < top; ++i)
                sum += sorted[static_cast<std::size_t>(i)];
            EXPECT_DOUBLE_EQ(means[n - static_cast<std::size_t>(top)], sum / top);
        }
    }
}

TEST(Efficiency, MeanAndDeviationOverSeedsToTheShortest)
{
    const std::vector<MeasuredRow> runs{{"random", 1, {0.25, 0.5, 0.5}}, {"pnas", 1, {0.75, 0.5}}, {"random", 2, {0.75, 0.5}}};
    const std::vector<int> tops{1, 2};
    const auto curves = efficiencyCurves(runs, tops);
    ASSERT_EQ(curves.size(), 4U);
    EXPECT_EQ(curves[0].strategy, "random") << "in the order in which they come";
    const auto& best = curve(curves, "random", 1);
    EXPECT_EQ(best.runs, 2);
    EXPECT_EQ(best.models, 2);
    ASSERT_EQ(best.points.size(), 2U);
    EXPECT_EQ(best.points[0].models, 1);
    EXPECT_DOUBLE_EQ(best.points[0].mean, 0.5);
    EXPECT_DOUBLE_EQ(best.points[0].deviation, 0.25 * std::sqrt(2.0)); // of a sample: sqrt(2 * 0.25^2 / 1)
    EXPECT_EQ(best.points[1], (EfficiencyPoint{2, 0.625, 0.125 * std::sqrt(2.0)}));
    const auto& alone = curve(curves, "pnas", 2);
    ASSERT_EQ(alone.points.size(), 1U);
    EXPECT_EQ(alone.points[0], (EfficiencyPoint{2, 0.625, 0}));
    EXPECT_EQ(alone.at(1), nullptr);
    EXPECT_EQ(alone.at(2), &alone.points[0]);
    EXPECT_EQ(alone.at(3), nullptr);
}

TEST(Efficiency, RunsLessThanHalfAsLongAreLeftOut)
{
    const std::vector<MeasuredRow> runs{{"random", 1, {0.5, 0.5, 0.5, 0.5, 0.5}}, {"random", 2, {0.9, 0.9}}, {"random", 3, {0.25, 0.25, 0.25}}, {"rl", 1, {0.1}}};
    EXPECT_THAT(muchShorter(runs), ElementsAre(1U));
    EXPECT_EQ(curve(efficiencyCurves(runs), "random", 1).runs, 2);
    EXPECT_EQ(curve(efficiencyCurves(runs), "random", 1).points.size(), 3U);
    EXPECT_TRUE(curve(efficiencyCurves(runs), "rl", 25).points.empty());
}

TEST(Efficiency, ModelsNeededForTheSameAccuracy)
{
    std::vector<double> slow(12, 0.25), never(10, 0.3);
    slow[7] = 0.75;
    const std::vector<MeasuredRow> runs{{"pnas", 1, {0.5, 0.75, 0.25, 0.5}}, {"rl", 1, slow}, {"random", 1, never}, {"random", 2, never}};
    const std::vector<int> tops{1, 5};
    const auto table = modelsNeeded(runs, "pnas", efficiencyCurves(runs, tops));
    ASSERT_EQ(table.size(), 2U) << "the reference has not trained 5 models";
    EXPECT_EQ(table[0].reference, 0U);
    EXPECT_EQ(table[0].top, 1);
    EXPECT_DOUBLE_EQ(table[0].accuracy, 0.75);
    EXPECT_EQ(table[0].strategy, "rl");
    EXPECT_EQ(table[0].models, 8);
    EXPECT_EQ(table[0].speedup, 2.0) << "eight against the reference's four";
    EXPECT_EQ(table[1].strategy, "random");
    EXPECT_FALSE(table[1].models || table[1].speedup);
    EXPECT_EQ(table[1].tried, 10);
    EXPECT_TRUE(modelsNeeded(runs, "enas", efficiencyCurves(runs)).empty());
}

TEST(Efficiency, AStrategyWithFewerModelsThanTheTopHasNotReachedIt)
{
    const std::vector<MeasuredRow> runs{{"pnas", 1, std::vector<double>(6, 0.5)}, {"pnas", 2, std::vector<double>(7, 0.4)}, {"rl", 1, {0.9, 0.9}}};
    const std::vector<int> tops{5};
    const auto table = modelsNeeded(runs, "pnas", efficiencyCurves(runs, tops));
    ASSERT_EQ(table.size(), 2U) << "one line for each reference";
    EXPECT_EQ(table[1].reference, 1U);
    EXPECT_FALSE(table[0].models);
    EXPECT_EQ(table[0].tried, 2);
}

} // namespace
} // namespace cw
