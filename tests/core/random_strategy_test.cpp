#include <gmock/gmock.h>

#include <map>
#include <set>

#include "core/arch/arch_text.h"
#include "core/search/random_strategy.h"
#include "tests/core/strategy_harness.h"

namespace cw {
namespace {

using test::StrategyRun;

Settings tiny(int models, int blocks = 2)
{
    return test::quickSettings("random", {{"operations", "sep3,max3"}, {"blocks", std::to_string(blocks)}, {"models", std::to_string(models)}});
}

TEST(RandomStrategy, DrawsDifferentCellsOfTheLastSize)
{
    StrategyRun run("random", tiny(30, 3));
    run.runToEnd();
    std::set<std::string> seen;
    CandidateId id = 0;
    for (const auto& c : run.all<CandidateProposed>()) {
        EXPECT_EQ(c.id, ++id);
        EXPECT_EQ(c.arch.blockCount(), 3);
        EXPECT_EQ(c.level, 3);
        EXPECT_EQ(c.role, CandidateRole::Random);
        EXPECT_EQ(c.parent, 0U);
        EXPECT_FALSE(c.predicted);
        EXPECT_TRUE(seen.insert(toText(canonical(c.arch))).second);
    }
    EXPECT_EQ(id, 30U);
    ASSERT_EQ(run.all<LevelStarted>().size(), 1U);
    EXPECT_EQ(run.all<LevelStarted>()[0].modelsPlanned, 30);
    const auto level = run.all<LevelFinished>().at(0);
    EXPECT_EQ(level.level, 3);
    EXPECT_EQ(level.trained, 30);
    EXPECT_FALSE(level.trust || level.beam || level.fit);
    const auto end = run.all<SearchFinished>().at(0);
    EXPECT_EQ(end.winner, level.bestId);
    for (const auto& [each, accuracy] : run.accuracies())
        EXPECT_LE(accuracy, end.accuracy);
}

TEST(RandomStrategy, DrawsAllCellsWhereThereAreFewer)
{
    const auto settings = tiny(5000);
    const auto space = *makePnasSpace({"sep3", "max3"}, {}, 2);
    const auto unique = countPnasSpace(space, 2)->unique;
    StrategyRun run("random", settings);
    run.runToEnd();
    EXPECT_EQ(run.all<CandidateProposed>().size(), unique);
    EXPECT_EQ(*randomModelsPlanned("pnas", settings), static_cast<int>(unique));
    EXPECT_EQ(run.all<LevelStarted>()[0].modelsPlanned, static_cast<int>(unique));
}

TEST(RandomStrategy, DrawsUniformlyOverUniqueCells)
{
    // First draws over many seeds: chi-squared over the unique two-block cells.
    std::map<std::string, int> counts;
    const auto settings = tiny(1);
    const int runs = 6000;
    for (int seed = 0; seed < runs; ++seed) {
        StrategyRun run("random", settings, static_cast<std::uint64_t>(seed));
        ASSERT_TRUE(run.step());
        ++counts[toText(run.all<CandidateProposed>().at(0).arch)];
    }
    const auto cells = static_cast<double>(countPnasSpace(*makePnasSpace({"sep3", "max3"}, {}, 2), 2)->unique);
    EXPECT_LE(static_cast<double>(counts.size()), cells);
    double chi = (cells - static_cast<double>(counts.size())) * runs / cells;
    for (const auto& [text, count] : counts)
        chi += (count - runs / cells) * (count - runs / cells) / (runs / cells);
    EXPECT_LT(chi, cells - 1 + 5 * std::sqrt(2 * (cells - 1)));
}

TEST(RandomStrategy, MoreModelsBeginWithTheSameOnes)
{
    StrategyRun few("random", tiny(10)), many("random", tiny(20));
    ASSERT_TRUE(few.step());
    ASSERT_TRUE(many.step());
    for (std::size_t i = 0; i < 10; ++i)
        EXPECT_EQ(few.all<CandidateProposed>()[i].arch, many.all<CandidateProposed>()[i].arch);
}

TEST(RandomStrategy, RestoredAfterEveryStepItTellsTheSame)
{
    StrategyRun straight("random", tiny(8)), broken("random", tiny(8)), threaded("random", tiny(8));
    straight.runToEnd();
    for (bool done = false; !done;) {
        broken.restart();
        done = *broken.step() == StepStatus::Done;
    }
    EXPECT_EQ(broken.text(), straight.text());
    threaded.usePool(std::make_unique<test::ScatterPool>(3, 9, test::judged));
    threaded.runToEnd();
    EXPECT_EQ(threaded.text(), straight.text());
}

TEST(RandomStrategy, FinishNowKeepsTheBestSoFar)
{
    StrategyRun run("random", tiny(8));
    run.finishEarly();
    EXPECT_EQ(run.all<SearchFinished>().at(0).winner, 0U) << "nothing was measured";
    StrategyRun later("random", tiny(8));
    for (int i = 0; i < 5; ++i)
        ASSERT_TRUE(later.step());
    later.finishEarly();
    const auto end = later.all<SearchFinished>().at(0);
    EXPECT_TRUE(end.early);
    double best = 0;
    for (const auto& [id, accuracy] : later.accuracies())
        best = std::max(best, accuracy);
    EXPECT_DOUBLE_EQ(end.accuracy, best);
    EXPECT_EQ(later.all<LevelFinished>().size(), 0U);
}

TEST(RandomStrategy, HasNothingToPredictAndSaysSo)
{
    StrategyRun run("random", tiny(3));
    EXPECT_TRUE(nlohmann::json::parse(run.strategy->answer({1, PredictQuery{}})).contains("error"));
    EXPECT_FALSE(run.strategy->restore(nullptr));
    EXPECT_FALSE(run.strategy->restore({{"done", false}}));
    EXPECT_FALSE(run.strategy->restore({{"done", "no"}, {"candidates", nlohmann::json::array()}}));
}

} // namespace
} // namespace cw
