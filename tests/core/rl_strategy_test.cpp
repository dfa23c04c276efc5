#include <gmock/gmock.h>

#include <cmath>
#include <set>

#include "core/arch/arch_text.h"
#include "core/search/controller_answer.h"
#include "core/search/rl_strategy.h"
#include "core/space/pnas_space.h"
#include "tests/core/strategy_harness.h"

namespace cw {
namespace {

using test::StrategyRun;
using ::testing::HasSubstr;

Settings tiny(int models, int perUpdate = 4, int blocks = 2, const char* operations = "sep3,sep5,id,max3")
{
    return test::quickSettings("rl", {{"operations", operations}, {"blocks", std::to_string(blocks)}, {"models", std::to_string(models)},
                                      {"children_per_update", std::to_string(perUpdate)}, {"units", "16"}});
}

double mean(const std::vector<double>& values, std::size_t from, std::size_t to)
{
    double sum = 0;
    for (auto i = from; i < to; ++i)
        sum += values[i];
    return sum / static_cast<double>(to - from);
}

TEST(RlStrategy, TrainsDifferentCellsUpdateByUpdate)
{
    StrategyRun run("rl", tiny(20));
    run.runToEnd();
    std::set<std::string> seen;
    CandidateId id = 0;
    for (const auto& c : run.all<CandidateProposed>()) {
        EXPECT_EQ(c.id, ++id);
        EXPECT_EQ(c.arch.blockCount(), 2);
        EXPECT_EQ(c.level, 2);
        EXPECT_EQ(c.role, CandidateRole::Policy);
        EXPECT_EQ(c.parent, 0U);
        EXPECT_FALSE(c.predicted);
        EXPECT_GT(c.parameters, 0);
        EXPECT_TRUE(seen.insert(toText(canonical(c.arch))).second) << "trained twice";
    }
    EXPECT_EQ(id, 20U);
    ASSERT_EQ(run.all<LevelStarted>().size(), 1U);
    EXPECT_EQ(run.all<LevelStarted>()[0].toTrain, 20);
    EXPECT_EQ(run.all<LevelStarted>()[0].modelsPlanned, 20);
    const auto level = run.all<LevelFinished>().at(0);
    EXPECT_EQ(level.trained, 20);
    EXPECT_FALSE(level.trust || level.beam || level.fit);
    const auto end = run.all<SearchFinished>().at(0);
    EXPECT_EQ(end.winner, level.bestId);
    EXPECT_FALSE(end.early);
    for (const auto& [each, accuracy] : run.accuracies())
        EXPECT_LE(accuracy, end.accuracy);
    EXPECT_TRUE(run.weights.contains(kControllerWeights));
}

TEST(RlStrategy, TellsEachUpdate)
{
    StrategyRun run("rl", tiny(20));
    run.runToEnd();
    const auto updates = run.all<PolicyUpdated>();
    ASSERT_GE(updates.size(), 5U);
    std::int64_t step = 0;
    for (const auto& u : updates) {
        EXPECT_EQ(u.round, 1);
        EXPECT_EQ(u.rounds, 1);
        EXPECT_EQ(u.step, ++step);
        EXPECT_GE(u.steps, u.step);
        EXPECT_GT(u.reward, 0);
        EXPECT_LE(u.reward, 1);
        EXPECT_FALSE(u.randomReward);
        EXPECT_LE(u.entropy, u.uniformEntropy + 1e-9);
        EXPECT_NEAR(u.uniformEntropy, 2 * std::log(2) + 2 * std::log(3) + 4 * std::log(4), 1e-9);
        ASSERT_EQ(u.operationShares.size(), 4U);
        EXPECT_NEAR(u.operationShares[0] + u.operationShares[1] + u.operationShares[2] + u.operationShares[3], 1, 1e-12);
        EXPECT_DOUBLE_EQ(u.skipShare, u.operationShares[2]) << "the share of identity";
        EXPECT_EQ(u.child.blockCount(), 2);
        EXPECT_EQ(u.childReward, test::judged({0, u.child}).accuracy);
    }
    EXPECT_EQ(updates.back().step, updates.back().steps);
    // The first one: its reward is the mean over its own children.
    const auto accuracies = run.accuracies();
    EXPECT_NEAR(updates[0].reward, (accuracies.at(1) + accuracies.at(2) + accuracies.at(3) + accuracies.at(4)) / 4, 1e-12);
}

TEST(RlStrategy, ChildrenOfAnUpdateDependOnTheOnesBeforeIt)
{
    // Another measurement of the first batch changes what is sampled after it, and nothing before.
    StrategyRun one("rl", tiny(24)), other("rl", tiny(24), 1, [](const EvaluationRequest& request) {
        auto e = test::judged(request);
        if (request.id <= 4)
            e.accuracy = request.id % 2 == 0 ? 1.0 : 0.0;
        return e;
    });
    one.runToEnd();
    other.runToEnd();
    const auto a = one.all<CandidateProposed>(), b = other.all<CandidateProposed>();
    for (std::size_t i = 0; i < 4; ++i)
        EXPECT_EQ(a[i].arch, b[i].arch);
    bool differ = false;
    for (std::size_t i = 4; i < 24; ++i)
        differ = differ || !(a[i].arch == b[i].arch);
    EXPECT_TRUE(differ);
}

TEST(RlStrategy, RestoredAfterEveryStepItTellsTheSame)
{
    StrategyRun straight("rl", tiny(18)), broken("rl", tiny(18)), threaded("rl", tiny(18));
    straight.runToEnd();
    for (bool done = false; !done;) {
        broken.restart();
        done = *broken.step() == StepStatus::Done;
    }
    EXPECT_EQ(broken.text(), straight.text());
    EXPECT_EQ(broken.strategy->save(), straight.strategy->save());
    const auto mine = straight.weights.at(kControllerWeights), theirs = broken.weights.at(kControllerWeights);
    ASSERT_EQ(mine.size(), theirs.size());
    for (const auto& [name, buffer] : mine)
        EXPECT_EQ(buffer.data, theirs.at(name).data) << name;
    threaded.usePool(std::make_unique<test::ScatterPool>(3, 9, test::judged));
    threaded.runToEnd();
    EXPECT_EQ(threaded.text(), straight.text()) << "how many children train at a time does not matter";
}

TEST(RlStrategy, AsksForACheckpointAfterEachUpdate)
{
    StrategyRun run("rl", tiny(12));
    std::size_t updates = 0;
    for (bool done = false; !done;) {
        done = *run.step() == StepStatus::Done;
        const auto now = run.all<PolicyUpdated>().size();
        EXPECT_EQ(run.strategy->atLevelEnd(), now > updates || done);
        updates = now;
    }
    EXPECT_GE(updates, 3U);
}

TEST(RlStrategy, StopsWithinAStepAndLosesNothing)
{
    StrategyRun straight("rl", tiny(12)), stopped("rl", tiny(12));
    straight.runToEnd();
    for (bool done = false; !done;) {
        const auto before = stopped.strategy->save();
        stopped.control.requestStop();
        EXPECT_THROW((void)stopped.step(), Cancelled);
        EXPECT_EQ(stopped.strategy->save(), before);
        stopped.control.reset();
        done = *stopped.step() == StepStatus::Done;
        if (stopped.strategy->save().at("phase") == "finish")
            break; // nothing is left to stop
    }
    stopped.runToEnd();
    EXPECT_EQ(stopped.text(), straight.text());
}

TEST(RlStrategy, KnownCellsAreNotTrainedAgainAndTheSearchEnds)
{
    // A space of few cells: all of them at most, each once, however often they are sampled.
    const auto settings = tiny(5000, 4, 1, "sep3,max3");
    const auto unique = countPnasSpace(*makePnasSpace({"sep3", "max3"}, {}, 1), 1)->unique;
    EXPECT_EQ(*rlModelsPlanned("pnas", settings), static_cast<int>(unique));
    StrategyRun run("rl", settings);
    run.runToEnd();
    const auto proposed = run.all<CandidateProposed>();
    EXPECT_LE(proposed.size(), unique);
    EXPECT_EQ(run.all<CandidateEvaluated>().size(), proposed.size());
    EXPECT_GE(run.all<PolicyUpdated>().size(), (proposed.size() + 3) / 4);
    EXPECT_EQ(run.all<SearchFinished>().size(), 1U);
}

TEST(RlStrategy, EndsWhereTheControllerKeepsToWhatItKnows)
{
    // One operation and a rate that settles it at once.
    auto settings = test::quickSettings("rl", {{"operations", "sep3,max3"}, {"blocks", "2"}, {"models", "100"}, {"children_per_update", "4"}, {"units", "16"},
                                               {"controller_rate", "0.5"}, {"tanh_constant", "0"}, {"entropy_weight", "0"}});
    StrategyRun run("rl", settings, 3, [](const EvaluationRequest& request) {
        auto e = test::judged(request);
        e.accuracy = request.id == 1 ? 1.0 : 0.0;
        return e;
    });
    run.runToEnd();
    const auto proposed = run.all<CandidateProposed>().size();
    EXPECT_LT(proposed, 100U);
    EXPECT_GE(run.all<PolicyUpdated>().size(), static_cast<std::size_t>(kDryUpdates));
    EXPECT_EQ(run.all<LevelFinished>().at(0).trained, static_cast<int>(proposed));
    EXPECT_FALSE(run.all<SearchFinished>().at(0).early);
}

TEST(RlStrategy, LearnsWhatIsGood)
{
    StrategyRun run("rl", tiny(400, 8, 3, "sep3,sep5,sep7,conv17,id,avg3,max3,dil3"));
    run.runToEnd();
    std::vector<double> rewards;
    for (const auto& u : run.all<PolicyUpdated>())
        rewards.push_back(u.reward);
    const auto quarter = rewards.size() / 4;
    EXPECT_GT(mean(rewards, rewards.size() - quarter, rewards.size()), mean(rewards, 0, quarter) + 0.05);
    EXPECT_LT(run.all<PolicyUpdated>().back().entropy, run.all<PolicyUpdated>().front().entropy);
}

TEST(RlStrategy, SkippedAndFailedChildrenTeachNothing)
{
    const auto outcomes = [](Outcome outcome) {
        return [outcome](const EvaluationRequest& request) {
            auto e = test::judged(request);
            if (request.id % 4 == 0)
                e.outcome = outcome;
            return e;
        };
    };
    StrategyRun skipped("rl", tiny(16), 1, outcomes(Outcome::Skipped)), failed("rl", tiny(16), 1, outcomes(Outcome::Failed));
    skipped.runToEnd();
    failed.runToEnd();
    EXPECT_EQ(skipped.all<LevelFinished>().at(0).trained, 12);
    ASSERT_EQ(skipped.all<PolicyUpdated>().size(), failed.all<PolicyUpdated>().size());
    for (std::size_t i = 0; i < skipped.all<PolicyUpdated>().size(); ++i)
        EXPECT_EQ(skipped.all<PolicyUpdated>()[i].reward, failed.all<PolicyUpdated>()[i].reward);
    const auto accuracies = skipped.accuracies();
    EXPECT_NEAR(skipped.all<PolicyUpdated>()[0].reward, (accuracies.at(1) + accuracies.at(2) + accuracies.at(3)) / 3, 1e-12);

    StrategyRun none("rl", tiny(16), 1, [](const EvaluationRequest& request) {
        Evaluation e;
        e.id = request.id;
        e.outcome = Outcome::Failed;
        e.message = "Out of memory.";
        return e;
    });
    auto status = none.step();
    while (status && *status == StepStatus::Continue)
        status = none.step();
    ASSERT_FALSE(status);
    EXPECT_THAT(status.error().message, HasSubstr("Out of memory."));
    EXPECT_EQ(none.all<CandidateProposed>().size(), 4U) << "it does not go on without any reward";
}

TEST(RlStrategy, FinishNowKeepsTheBestSoFar)
{
    StrategyRun run("rl", tiny(8));
    run.finishEarly();
    EXPECT_EQ(run.all<SearchFinished>().at(0).winner, 0U) << "nothing was measured";
    StrategyRun later("rl", tiny(20));
    for (int i = 0; i < 9; ++i)
        ASSERT_TRUE(later.step());
    later.finishEarly();
    const auto end = later.all<SearchFinished>().at(0);
    EXPECT_TRUE(end.early);
    double best = 0;
    for (const auto& [id, accuracy] : later.accuracies())
        best = std::max(best, accuracy);
    EXPECT_DOUBLE_EQ(end.accuracy, best);
    EXPECT_GT(best, 0);
    EXPECT_TRUE(later.all<LevelFinished>().empty());
    EXPECT_TRUE(later.weights.contains(kControllerWeights));
    EXPECT_EQ(*later.step(), StepStatus::Done);
}

TEST(RlStrategy, RefusesWhatItsControllerCannotDo)
{
    auto settings = tiny(8);
    ASSERT_TRUE(settings.set("inputs", "c-1"));
    const auto refused = findStrategy("rl")->modelsPlanned("pnas", settings);
    ASSERT_FALSE(refused);
    EXPECT_THAT(refused.error().message, HasSubstr("both cell inputs"));

    StrategyRun run("rl", tiny(8));
    EXPECT_THAT(run.strategy->answer({1, PredictQuery{}}), HasSubstr("no predictor"));
    EXPECT_THAT(run.strategy->answer({1, DeriveQuery{}}), HasSubstr("no shared weights"));
    ASSERT_TRUE(run.step());
    const auto answer = nlohmann::json::parse(run.strategy->answer({1, ForcedChoiceQuery{run.all<CandidateProposed>()[0].arch, 2, 3}}));
    ASSERT_TRUE(answer.contains("decisions")) << answer;
    EXPECT_EQ(answer["decisions"].size(), 8U);
    EXPECT_EQ(answer["decisions"][2]["choice"], 3);
}

TEST(RlStrategy, PresetsTrainTheirChildrenAsTheProgressiveSearchDoes)
{
    for (const char* preset : {"quick", "standard", "paper"}) {
        const auto pnas = makeSettings("pnas", "pnas", preset), rl = makeSettings("rl", "pnas", preset);
        ASSERT_TRUE(pnas && rl) << preset;
        const auto training = trainingParameters("pnas");
        for (const auto specs : {spaceParameters("pnas"), training.network, training.training, training.scratch})
            for (const auto& spec : specs)
                EXPECT_EQ(rl->text(spec.key), pnas->text(spec.key)) << preset << " " << spec.key;
    }
    const auto planned = [](const char* strategy, const char* preset) { return *findStrategy(strategy)->modelsPlanned("pnas", *makeSettings(strategy, "pnas", preset)); };
    EXPECT_EQ(planned("rl", "quick"), 80);
    EXPECT_EQ(planned("rl", "standard"), planned("pnas", "standard"));
    EXPECT_EQ(planned("rl", "paper"), planned("pnas", "paper"));
}

TEST(RlStrategy, DamagedStatesAreRefused)
{
    StrategyRun run("rl", tiny(8));
    for (int i = 0; i < 3; ++i)
        ASSERT_TRUE(run.step());
    const auto state = run.strategy->save();
    ASSERT_TRUE(run.strategy->restore(state));
    EXPECT_FALSE(run.strategy->restore(nullptr));
    const auto refuses = [&](auto change) {
        auto damaged = state;
        change(damaged);
        return !run.strategy->restore(damaged);
    };
    EXPECT_TRUE(refuses([](auto& s) { s["phase"] = "dreaming"; }));
    EXPECT_TRUE(refuses([](auto& s) { s["phase"] = "sample"; }));
    EXPECT_TRUE(refuses([](auto& s) { s["batch"][0]["choices"][0] = 99; }));
    EXPECT_TRUE(refuses([](auto& s) { s["batch"][0]["candidate"] = 99; }));
    EXPECT_TRUE(refuses([](auto& s) { s["candidates"][1] = s["candidates"][0]; }));
    EXPECT_TRUE(refuses([](auto& s) { s.erase("policy"); }));
    EXPECT_FALSE(run.strategy->restoreWeights({})) << "a controller without its weights would sample something else";
}

} // namespace
} // namespace cw
