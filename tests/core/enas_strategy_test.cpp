#include <gmock/gmock.h>

#include <limits>
#include <numeric>
#include <set>

#include "core/search/controller_answer.h"
#include "core/search/enas_tally.h"
#include "core/search/policy_space.h"
#include "tests/core/enas_harness.h"

namespace cw::test {
namespace {

StrategyRun enas(const std::string& space, const Values& more = {}, std::uint64_t seed = 1, const std::string& strategy = "enas")
{
    return StrategyRun(strategy, tinyShared(strategy, space, more), seed, judged, {1, 8, 8}, space);
}

class EnasStrategy : public testing::TestWithParam<const char*> {
};
INSTANTIATE_TEST_SUITE_P(Spaces, EnasStrategy, testing::ValuesIn(kEnasSpaces), [](const auto& space) { return std::string(space.param); });

TEST_P(EnasStrategy, TrainsLearnsAndDerivesRoundByRound)
{
    auto run = enas(GetParam());
    run.runToEnd();
    std::pair<int, std::int64_t> before{0, 0};
    for (const auto& e : run.all<SharedWeightsTrained>()) {
        EXPECT_GT(std::pair(e.round, e.step), before);
        before = {e.round, e.step};
        EXPECT_EQ(e.rounds, 3);
        EXPECT_EQ(e.steps, 12);
        EXPECT_TRUE(std::isfinite(e.loss));
    }
    EXPECT_EQ(before, std::pair(3, std::int64_t{12}));
    before = {0, 0};
    for (const auto& e : run.all<PolicyUpdated>()) {
        EXPECT_GT(std::pair(e.round, e.step), before);
        before = {e.round, e.step};
        EXPECT_NEAR(std::accumulate(e.operationShares.begin(), e.operationShares.end(), 0.0), 1, 1e-12);
        EXPECT_GE(e.entropy, 0);
        EXPECT_LE(e.entropy, e.uniformEntropy + 1e-9);
        EXPECT_GE(e.skipShare, 0);
        EXPECT_LE(e.skipShare, 1);
        EXPECT_GT(e.gradientNorm, 0);
        ASSERT_TRUE(e.randomReward);
        EXPECT_EQ(e.child.space, GetParam());
    }
    EXPECT_EQ(before, std::pair(3, std::int64_t{5}));
    EXPECT_EQ(run.all<ChildSampled>().size(), 3U * (12 + 5 * 2 + 4));

    const auto levels = run.all<LevelFinished>();
    ASSERT_EQ(levels.size(), 3U);
    std::set<std::uint64_t> hashes;
    CandidateId id = 0;
    const auto accuracies = run.accuracies();
    for (const auto& c : run.all<CandidateProposed>()) {
        EXPECT_EQ(c.id, ++id);
        EXPECT_EQ(c.level, static_cast<int>(1 + (id - 1) / 4));
        EXPECT_EQ(c.role, CandidateRole::Policy);
        EXPECT_GT(c.parameters, 0);
        if (id % 4 == 1)
            hashes.clear();
        EXPECT_TRUE(hashes.insert(architectureHash(c.arch)).second) << "twice in one derivation";
        ASSERT_TRUE(accuracies.contains(id));
        EXPECT_LE(accuracies.at(id), levels[static_cast<std::size_t>(c.level) - 1].best);
    }
    EXPECT_EQ(id, 12U);
    const auto ends = run.all<SearchFinished>();
    ASSERT_EQ(ends.size(), 1U);
    EXPECT_EQ(ends[0].winner, levels[2].bestId) << "of the last derivation, whatever weights gave before";
    EXPECT_EQ(ends[0].accuracy, levels[2].best);
    EXPECT_TRUE(run.weights.contains(kControllerWeights));
    EXPECT_TRUE(run.weights.contains("shared-weights"));
}

TEST_P(EnasStrategy, RestoredAfterEveryStepItTellsTheSame)
{
    auto straight = enas(GetParam(), {{"derive_best", "2"}}), broken = enas(GetParam(), {{"derive_best", "2"}});
    straight.runToEnd();
    for (bool done = false; !done;) {
        broken.restart();
        const auto status = broken.step();
        ASSERT_TRUE(status) << status.error().message;
        done = *status == StepStatus::Done;
    }
    EXPECT_EQ(broken.text(), straight.text());
    EXPECT_TRUE(same(broken.strategy->weights(), straight.strategy->weights()));
    EXPECT_TRUE(same(broken.weights.at(kControllerWeights), straight.weights.at(kControllerWeights)));
}

TEST_P(EnasStrategy, TheSeedDecides)
{
    auto one = enas(GetParam()), again = enas(GetParam()), other = enas(GetParam(), {}, 2);
    one.runToEnd();
    again.runToEnd();
    other.runToEnd();
    EXPECT_EQ(one.text(), again.text());
    EXPECT_NE(one.text(), other.text());
}

/// The control draws from a stream of its own and changes nothing.
TEST_P(EnasStrategy, TheRandomControlOnlyLooksOn)
{
    auto with = enas(GetParam()), without = enas(GetParam(), {{"control", "false"}});
    with.runToEnd();
    without.runToEnd();
    EXPECT_TRUE(same(with.strategy->weights(), without.strategy->weights()));
    EXPECT_FALSE(without.all<PolicyUpdated>().front().randomReward);
    EXPECT_EQ(with.all<PolicyUpdated>().back().reward, without.all<PolicyUpdated>().back().reward);
}

TEST_P(EnasStrategy, TheControllerFindsWhatTheWeightsReward)
{
    auto run = enas(GetParam(), {{"rounds", "12"}, {"updates", "20"}, {"samples", "8"}, {"controller_rate", "0.05"}, {"entropy_weight", "0"}, {"tanh_constant", "0"}});
    run.runToEnd();
    const auto updates = run.all<PolicyUpdated>();
    double sampled = 0, chance = 0;
    for (auto i = updates.size() - 20; i < updates.size(); ++i) {
        sampled += updates[i].reward / 20;
        chance += *updates[i].randomReward / 20;
    }
    EXPECT_GT(sampled, chance + 0.05);
    EXPECT_LT(updates.back().entropy, 0.8 * updates.back().uniformEntropy);
}

TEST_P(EnasStrategy, AUniformPolicyNeverLearns)
{
    auto run = enas(GetParam(), {}, 1, "random");
    run.runToEnd();
    const auto updates = run.all<PolicyUpdated>();
    EXPECT_EQ(updates.back().round, 3);
    for (const auto& e : updates) {
        EXPECT_EQ(e.baseline, 0);
        EXPECT_EQ(e.gradientNorm, 0);
        EXPECT_DOUBLE_EQ(e.entropy, e.uniformEntropy);
        EXPECT_FALSE(e.randomReward);
        EXPECT_GT(e.reward, 0);
    }
    for (const auto& c : run.all<CandidateProposed>())
        EXPECT_EQ(c.role, CandidateRole::Random);
    EXPECT_FALSE(run.weights.contains(kControllerWeights));
    for (const auto& [name, buffer] : run.strategy->weights())
        EXPECT_TRUE(name.starts_with("shared/")) << name;
    auto broken = enas(GetParam(), {}, 1, "random");
    for (bool done = false; !done;) {
        broken.restart();
        done = *broken.step() == StepStatus::Done;
    }
    EXPECT_EQ(broken.text(), run.text());
}

TEST_P(EnasStrategy, DerivingOnDemandLeavesTheRestAsItWas)
{
    auto plain = enas(GetParam()), asked = enas(GetParam());
    plain.runToEnd();
    const auto wish = [&] { return nlohmann::json::parse(asked.strategy->answer({1, DeriveQuery{}})); };
    for (int i = 0; i < 30; ++i) {
        if (i == 0 || i == 5 || i == 20) {
            EXPECT_EQ(wish(), (nlohmann::json{{"accepted", true}}));
        }
        ASSERT_TRUE(asked.step());
        asked.restart(); // what was asked for is part of the state
    }
    asked.runToEnd();
    EXPECT_TRUE(wish().contains("error")) << "the search is over";
    EXPECT_TRUE(same(plain.strategy->weights(), asked.strategy->weights()));
    const auto policy = [](const StrategyRun& run) {
        std::string text;
        for (auto& e : run.all<PolicyUpdated>()) {
            auto j = toJson(Event{0, 0, e});
            j.erase("seconds");
            text += j.dump();
        }
        return text;
    };
    EXPECT_EQ(policy(plain), policy(asked));
    EXPECT_EQ(plain.all<LevelFinished>().size(), 3U);
    const auto levels = asked.all<LevelFinished>();
    ASSERT_GT(levels.size(), 4U);
    for (std::size_t i = 0; i < levels.size(); ++i)
        EXPECT_EQ(levels[i].level, static_cast<int>(i) + 1);
    // The search's own derivations draw and score the same.
    const auto last = [](const StrategyRun& run) {
        const auto all = run.all<CandidateProposed>();
        std::string text;
        for (auto i = all.size() - 4; i < all.size(); ++i)
            text += toText(all[i].arch) + " " + std::to_string(run.accuracies().at(all[i].id)) + "\n";
        return text;
    };
    EXPECT_EQ(last(plain), last(asked));
    EXPECT_EQ(plain.all<SearchFinished>()[0].accuracy, asked.all<SearchFinished>()[0].accuracy);
}

TEST_P(EnasStrategy, FinishNowDerivesWhereNothingWasDerived)
{
    auto run = enas(GetParam());
    for (int i = 0; i < 7; ++i)
        ASSERT_TRUE(run.step());
    run.finishEarly();
    const auto level = run.all<LevelFinished>();
    ASSERT_EQ(level.size(), 1U);
    EXPECT_EQ(level[0].trained, 4);
    const auto end = run.all<SearchFinished>();
    ASSERT_EQ(end.size(), 1U);
    EXPECT_TRUE(end[0].early);
    EXPECT_EQ(end[0].winner, level[0].bestId);
    EXPECT_NE(end[0].winner, 0U);
    EXPECT_EQ(*run.step(), StepStatus::Done);
}

TEST_P(EnasStrategy, FinishNowKeepsTheBestOfTheLastDerivation)
{
    auto run = enas(GetParam());
    while (run.all<LevelStarted>().size() < 2 || run.all<CandidateEvaluated>().size() < 6)
        ASSERT_TRUE(run.step());
    run.finishEarly();
    ASSERT_EQ(run.all<LevelFinished>().size(), 1U) << "nothing unfinished is told as finished";
    EXPECT_EQ(run.all<SearchFinished>().at(0).winner, run.all<LevelFinished>()[0].bestId);
}

TEST_P(EnasStrategy, AStopWhileFinishingUnwinds)
{
    auto run = enas(GetParam());
    ASSERT_TRUE(run.step());
    run.control.requestStop();
    EXPECT_THROW(run.finishEarly(), Cancelled);
    EXPECT_TRUE(run.all<SearchFinished>().empty());
}

TEST_P(EnasStrategy, AnInterruptedStepNeverWas)
{
    auto run = enas(GetParam());
    for (int i = 0; i < 60; ++i) {
        const auto state = run.strategy->save();
        const auto weights = run.strategy->weights();
        const auto told = run.log.size();
        run.control.requestStop();
        bool cut = false;
        try {
            (void)run.step();
        } catch (const Cancelled&) {
            cut = true;
        }
        run.control.reset();
        if (!cut)
            continue; // an update polls nothing
        EXPECT_EQ(run.strategy->save(), state) << i;
        EXPECT_TRUE(same(run.strategy->weights(), weights)) << i;
        EXPECT_EQ(run.log.size(), told);
        ASSERT_TRUE(run.step());
    }
}

TEST_P(EnasStrategy, TheBestAreMeasuredAgainAndDecide)
{
    auto run = enas(GetParam(), {{"derive_best", "2"}, {"derive", "6"}, {"rounds", "2"}});
    run.runToEnd();
    std::set<CandidateId> evaluated;
    for (const auto& e : run.all<CandidateEvaluated>())
        EXPECT_TRUE(evaluated.insert(e.evaluation.id).second) << "each candidate has one result";
    EXPECT_EQ(evaluated.size(), 12U);
    const auto results = run.all<CandidateEvaluated>();
    for (std::size_t level = 0; level < 2; ++level) { // the last two of each derivation were measured again
        const auto& a = results[6 * level + 4].evaluation;
        const auto& b = results[6 * level + 5].evaluation;
        EXPECT_EQ(run.all<LevelFinished>()[level].best, std::max(a.accuracy, b.accuracy));
    }
}

TEST_P(EnasStrategy, RefusesWhatItCannotAnswer)
{
    auto run = enas(GetParam()), chance = enas(GetParam(), {}, 1, "random");
    const auto settings = tinyShared("enas", GetParam());
    const auto space = *decisionSpace(GetParam(), settings);
    const auto arch = space.decode(std::vector<int>(space.decisions().size(), 0));
    const auto answer = [](StrategyRun& r, auto query) { return nlohmann::json::parse(r.strategy->answer({1, std::move(query)})); };
    EXPECT_TRUE(answer(run, PredictQuery{arch}).contains("error"));
    EXPECT_TRUE(answer(run, AblationQuery{arch}).contains("error"));
    EXPECT_TRUE(answer(chance, ForcedChoiceQuery{arch, -1, 0}).contains("error"));
    const auto asked = answer(run, ForcedChoiceQuery{arch, -1, 0});
    ASSERT_TRUE(asked.contains("decisions")) << asked;
    EXPECT_EQ(asked["decisions"].size(), space.decisions().size());
    EXPECT_TRUE(answer(run, ForcedChoiceQuery{pnasArchitecture({{{0, OpId::Identity}, {0, OpId::Identity}}}), -1, 0}).contains("error"));
    for (const auto& broken : {nlohmann::json(), nlohmann::json{{"phase", "train"}}})
        EXPECT_FALSE(run.strategy->restore(broken));
    auto state = run.strategy->save();
    state["phase"] = "dream";
    EXPECT_FALSE(run.strategy->restore(state));
    state["phase"] = "update"; // without samples to learn from
    EXPECT_FALSE(run.strategy->restore(state));
    state = run.strategy->save();
    state["pending"] = nlohmann::json::array({{{"choices", {99}}, {"reward", 0.5}, {"entropy", 1}}});
    EXPECT_FALSE(run.strategy->restore(state));
}

/// Loses its mind every so often, or for good.
class WildWeights : public FakeSharedWeights {
public:
    explicit WildWeights(int sane) : m_sane(sane) {}
    Result<double> trainBatch(const Architecture& child, Control& control) override
    {
        if (++m_step % m_sane == 0 || m_sane == 1) {
            control.check();
            return std::numeric_limits<double>::quiet_NaN();
        }
        return FakeSharedWeights::trainBatch(child, control);
    }

private:
    int m_sane, m_step = 0;
};

TEST(EnasTraining, AMiniBatchWithoutALossIsSkippedButNotForEver)
{
    const auto wild = [](int sane) {
        return [sane]() -> Result<std::unique_ptr<SharedWeights>> { return std::unique_ptr<SharedWeights>(std::make_unique<WildWeights>(sane)); };
    };
    auto run = enas("micro");
    run.makeShared = wild(3);
    run.restart();
    run.runToEnd();
    for (const auto& e : run.all<SharedWeightsTrained>())
        EXPECT_TRUE(std::isfinite(e.loss));
    auto lost = enas("micro", {{"round_steps", "100"}});
    lost.makeShared = wild(1);
    lost.restart();
    for (int i = 0; i < 49; ++i)
        ASSERT_TRUE(lost.step());
    const auto end = lost.step();
    ASSERT_FALSE(end);
    EXPECT_THAT(end.error().message, testing::HasSubstr("lower learning rate"));
    EXPECT_TRUE(lost.all<SharedWeightsTrained>().empty());
}

TEST(EnasTraining, ASpaceOfFewDerivesWhatItHas)
{
    auto run = enas("recurrent", {{"nodes", "1"}, {"operations", "tanh,relu"}, {"derive", "8"}, {"rounds", "1"}});
    run.runToEnd();
    EXPECT_EQ(run.all<CandidateProposed>().size(), 2U);
    EXPECT_EQ(run.all<LevelStarted>().at(0).toTrain, 2);
    EXPECT_EQ(run.all<LevelFinished>().at(0).trained, 2);
}

TEST(EnasTraining, ARoundWithoutUpdatesGoesStraightOn)
{
    auto run = enas("macro", {{"updates", "0"}, {"round_steps", "0"}, {"rounds", "2"}});
    run.runToEnd();
    EXPECT_TRUE(run.all<PolicyUpdated>().empty());
    EXPECT_EQ(run.all<SharedWeightsTrained>().back().steps, FakeSharedWeights::kPasses) << "one pass";
    EXPECT_EQ(run.all<LevelFinished>().size(), 2U);
}

TEST(EnasTraining, LongRoundsTellOfThemselvesSomeTwentyTimes)
{
    auto run = enas("micro", {{"rounds", "2"}, {"round_steps", "1000"}, {"updates", "90"}, {"samples", "1"}});
    run.runToEnd();
    EXPECT_EQ(run.all<SharedWeightsTrained>().size(), 41U) << "twenty a round, and one at once";
    EXPECT_EQ(run.all<SharedWeightsTrained>().front().step, 1);
    EXPECT_EQ(run.all<PolicyUpdated>().size(), 41U);
}

/// The baseline is the moving average of rewards with their entropy, begun with the first and held over rounds.
TEST(EnasTraining, TheBaselineIsHeldOverRounds)
{
    auto run = enas("micro", {{"rounds", "2"}, {"updates", "1"}, {"samples", "1"}, {"baseline_decay", "0.5"}, {"entropy_weight", "0.001"}});
    run.runToEnd();
    const auto updates = run.all<PolicyUpdated>();
    ASSERT_EQ(updates.size(), 2U);
    const auto earned = [&](std::size_t i) { return updates[i].reward + 0.001 * updates[i].entropy; };
    EXPECT_DOUBLE_EQ(updates[0].baseline, earned(0));
    EXPECT_NEAR(updates[1].baseline, 0.5 * earned(0) + 0.5 * earned(1), 1e-12);
}

TEST(EnasTraining, WhatIsNotANumberCanStillBeSaved)
{
    const auto space = *decisionSpace("micro", tinyShared("enas", "micro"));
    PolicyTally tally(space), restored(space);
    tally.addUpdate(std::numeric_limits<double>::quiet_NaN(), 1);
    tally.addUpdate(2, 1);
    restored.restore(nlohmann::json::parse(tally.save().dump()));
    EXPECT_EQ(restored.told().gradientNorm, 2);
    EXPECT_EQ(restored.told().seconds, 2);
}

} // namespace
} // namespace cw::test
