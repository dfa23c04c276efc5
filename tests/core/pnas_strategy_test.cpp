#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>

#include "core/arch/arch_text.h"
#include "core/search/pnas_strategy.h"
#include "tests/core/strategy_harness.h"

namespace cw {
namespace {

using test::StrategyRun;

constexpr int kBeam = 4, kSampled = 5;

Settings tiny(int blocks = 3)
{
    return test::quickSettings("pnas", {{"operations", "sep3,max3"}, {"blocks", std::to_string(blocks)}, {"beam_width", std::to_string(kBeam)},
                                        {"sampled", std::to_string(kSampled)}});
}

std::string canonicalText(const Architecture& arch) { return toText(canonical(arch)); }

/// Every valid cell of the tiny space with one more block than the parent, that grows out of it: by brute force over all blocks.
std::set<std::string> bruteForceChildren(const std::vector<Architecture>& parents)
{
    std::set<std::string> children;
    for (const auto& parent : parents) {
        const auto inputs = static_cast<InputId>(kFirstBlock + parent.blockCount());
        for (InputId i = 0; i < inputs; ++i)
            for (InputId j = 0; j < inputs; ++j)
                for (const auto a : {OpId::SepConv3, OpId::MaxPool3})
                    for (const auto b : {OpId::SepConv3, OpId::MaxPool3}) {
                        auto child = parent;
                        child.cells.front().blocks.push_back({{i, a}, {j, b}});
                        children.insert(canonicalText(child));
                    }
    }
    return children;
}

std::vector<CandidateProposed> ofLevel(const StrategyRun& run, int level)
{
    auto all = run.all<CandidateProposed>();
    std::erase_if(all, [=](const auto& c) { return c.level != level; });
    return all;
}

TEST(PnasStrategy, ProposesAsAlgorithmOneOnATinySpace)
{
    StrategyRun run("pnas", tiny());
    run.runToEnd();
    const auto accuracy = run.accuracies();

    // Level 1: all cells of one block: n = 2 operations x 2 inputs = 4, so n(n+1)/2 = 10.
    const auto first = ofLevel(run, 1);
    std::set<std::string> texts;
    for (const auto& c : first) {
        EXPECT_FALSE(c.predicted);
        EXPECT_EQ(c.role, CandidateRole::Beam);
        EXPECT_EQ(c.parent, 0U);
        texts.insert(canonicalText(c.arch));
    }
    EXPECT_EQ(first.size(), 10U);
    EXPECT_EQ(texts.size(), 10U);

    std::vector<MeasuredCell> data;
    std::vector<Architecture> beam;
    for (const auto& c : first) {
        data.push_back({c.arch, accuracy.at(c.id)});
        beam.push_back(c.arch);
    }
    for (int level = 2; level <= 3; ++level) {
        SCOPED_TRACE(level);
        test::FakeSurrogate predictor;
        Control control;
        ASSERT_TRUE(predictor.fit(data, level - 1, 0, control));
        const auto children = bruteForceChildren(beam);
        std::vector<double> scores;
        for (const auto& text : children)
            scores.push_back(predictor.predict(std::vector{*architectureFromText(text)}).front().mean);
        std::sort(scores.rbegin(), scores.rend());
        const double last = scores[kBeam - 1];

        const auto proposed = ofLevel(run, level);
        ASSERT_EQ(proposed.size(), static_cast<std::size_t>(kBeam + kSampled));
        std::set<std::string> chosen, seen;
        for (std::size_t i = 0; i < proposed.size(); ++i) {
            const auto& c = proposed[i];
            const auto text = canonicalText(c.arch);
            EXPECT_TRUE(children.contains(text)) << text;
            EXPECT_TRUE(seen.insert(text).second) << text << " twice";
            ASSERT_TRUE(c.predicted);
            EXPECT_NEAR(c.predicted->mean, predictor.predict(std::vector{c.arch}).front().mean, 1e-9);
            if (i < kBeam) {
                EXPECT_EQ(c.role, CandidateRole::Beam);
                EXPECT_NEAR(c.predicted->mean, scores[i], 1e-9) << "chosen stand by rank";
                chosen.insert(text);
            } else {
                EXPECT_EQ(c.role, CandidateRole::Sampled);
                EXPECT_LE(c.predicted->mean, last + 1e-9);
            }
            // The parent is of the beam before, and the child is its blocks and one more.
            const auto parent = std::find_if(beam.begin(), beam.end(), [&](const auto& p) {
                return std::equal(p.cell().blocks.begin(), p.cell().blocks.end(), c.arch.cell().blocks.begin());
            });
            ASSERT_NE(parent, beam.end());
            const auto proposals = run.all<CandidateProposed>();
            EXPECT_EQ(proposals[c.parent - 1].arch, *parent);
            EXPECT_EQ(proposals[c.parent - 1].role, CandidateRole::Beam);
        }
        // Whatever is clearly better than the last of the chosen is chosen.
        for (const auto& text : children)
            if (predictor.predict(std::vector{*architectureFromText(text)}).front().mean > last + 1e-9) {
                EXPECT_TRUE(chosen.contains(text)) << text;
            }

        const auto scored = run.all<ChildrenScored>()[static_cast<std::size_t>(level - 2)];
        EXPECT_EQ(scored.unique, static_cast<std::int64_t>(children.size()));
        EXPECT_EQ(scored.parents, static_cast<std::int64_t>(beam.size()));
        EXPECT_EQ(scored.scored, scored.parents * (level == 2 ? 21 : 36)) << "n = 6, then 8 halves";
        EXPECT_EQ(scored.histogram.size(), 50U);
        EXPECT_EQ(std::accumulate(scored.histogram.begin(), scored.histogram.end(), std::int64_t{0}), scored.unique);

        beam.clear();
        for (const auto& c : proposed) {
            data.push_back({c.arch, accuracy.at(c.id)});
            if (c.role == CandidateRole::Beam)
                beam.push_back(c.arch);
        }
    }
    EXPECT_TRUE(ofLevel(run, 4).empty());
}

TEST(PnasStrategy, NumbersChildrenAndTellsTheirSize)
{
    StrategyRun run("pnas", tiny());
    run.runToEnd();
    std::set<std::string> all;
    CandidateId id = 0;
    for (const auto& c : run.all<CandidateProposed>()) {
        EXPECT_EQ(c.id, ++id);
        EXPECT_TRUE(all.insert(canonicalText(c.arch)).second) << "trained twice";
        EXPECT_GT(c.parameters, 0);
        EXPECT_GT(c.multiplyAdds, 0);
    }
    EXPECT_EQ(id, 10U + 2 * (kBeam + kSampled));
    const auto levels = run.all<LevelStarted>();
    ASSERT_EQ(levels.size(), 3U);
    EXPECT_EQ(levels[0].toTrain, 10);
    EXPECT_EQ(levels[2].toTrain, kBeam + kSampled);
    for (const auto& level : levels)
        EXPECT_EQ(level.modelsPlanned, static_cast<int>(id));
}

TEST(PnasStrategy, SameSeedSameLogAndAnotherSeedAnother)
{
    StrategyRun a("pnas", tiny(), 5), b("pnas", tiny(), 5), c("pnas", tiny(), 6);
    for (auto* run : {&a, &b, &c})
        run->runToEnd();
    EXPECT_EQ(a.text(), b.text());
    EXPECT_NE(a.text(), c.text());
}

TEST(PnasStrategy, LogDoesNotDependOnWorkersOrTheirSpeed)
{
    StrategyRun quiet("pnas", tiny());
    quiet.runToEnd();
    for (const int threads : {1, 2, 5}) {
        StrategyRun run("pnas", tiny());
        run.usePool(std::make_unique<test::ScatterPool>(threads, static_cast<std::uint64_t>(threads), test::judged));
        run.runToEnd();
        EXPECT_EQ(run.text(), quiet.text()) << threads << " threads";
    }
}

TEST(PnasStrategy, RestoredAfterEveryStepItTellsTheSame)
{
    StrategyRun straight("pnas", tiny()), broken("pnas", tiny()), withoutWeights("pnas", tiny());
    straight.runToEnd();
    for (auto* run : {&broken, &withoutWeights})
        for (bool done = false; !done;) {
            run->restart();
            if (run == &withoutWeights)
                run->weights.clear(); // fitted again
            const auto status = run->step();
            ASSERT_TRUE(status) << status.error().message;
            done = *status == StepStatus::Done;
        }
    EXPECT_EQ(broken.text(), straight.text());
    EXPECT_EQ(withoutWeights.text(), straight.text());
}

TEST(PnasStrategy, CancelInAStepChangesNothing)
{
    StrategyRun straight("pnas", tiny(2)), run("pnas", tiny(2));
    straight.runToEnd();
    for (bool done = false; !done;) {
        const auto before = run.strategy->save();
        const auto events = run.log.size();
        run.control.requestStop();
        bool cancelled = false;
        try {
            done = *run.step() == StepStatus::Done;
        } catch (const Cancelled&) {
            cancelled = true;
        }
        run.control.reset();
        if (!cancelled)
            continue; // a step without work
        EXPECT_EQ(run.strategy->save(), before);
        EXPECT_EQ(run.log.size(), events);
        const auto status = run.step();
        ASSERT_TRUE(status);
        done = *status == StepStatus::Done;
    }
    EXPECT_EQ(run.text(), straight.text());
}

TEST(PnasStrategy, TrustIsOfTheSampledBeamOfTheChosen)
{
    StrategyRun run("pnas", tiny());
    run.runToEnd();
    const auto accuracy = run.accuracies();
    const auto levels = run.all<LevelFinished>();
    ASSERT_EQ(levels.size(), 3U);
    EXPECT_FALSE(levels[0].trust);
    EXPECT_FALSE(levels[0].beam);
    EXPECT_TRUE(levels[0].fit);
    for (int level = 2; level <= 3; ++level) {
        std::vector<double> predicted[2], measured[2];
        for (const auto& c : ofLevel(run, level)) {
            const int side = c.role == CandidateRole::Sampled ? 1 : 0;
            predicted[side].push_back(c.predicted->mean);
            measured[side].push_back(accuracy.at(c.id));
        }
        const auto& told = levels[static_cast<std::size_t>(level - 1)];
        ASSERT_TRUE(told.trust && told.beam);
        EXPECT_EQ(told.trust->n, kSampled);
        EXPECT_EQ(told.beam->n, kBeam);
        EXPECT_DOUBLE_EQ(told.trust->spearman, spearman(predicted[1], measured[1]));
        EXPECT_DOUBLE_EQ(told.beam->kendall, kendall(predicted[0], measured[0]));
        EXPECT_LE(told.trust->low, told.trust->high);
        EXPECT_EQ(told.trained, kBeam + kSampled);
        EXPECT_DOUBLE_EQ(*told.fit, run.all<SurrogateFitted>()[static_cast<std::size_t>(level - 1)].fitSpearman);
    }
}

TEST(PnasStrategy, TellsWhatEachBlockOfALevelIsWorth)
{
    StrategyRun run("pnas", tiny(), 1, [](const EvaluationRequest& request) {
        auto e = test::judged(request);
        if (request.id == 12)
            e.outcome = Outcome::Skipped;
        return e;
    });
    run.runToEnd();
    const auto told = run.all<BlocksAblated>();
    ASSERT_EQ(told.size(), 2U) << "levels 2 and 3";
    for (int level = 2; level <= 3; ++level) {
        const auto& event = told[static_cast<std::size_t>(level - 2)];
        EXPECT_EQ(event.level, level);
        test::FakeSurrogate predictor;
        ASSERT_TRUE(predictor.restore(run.weights.at("surrogate-level-" + std::to_string(level))));
        std::size_t next = 0;
        for (const auto& c : ofLevel(run, level)) {
            if (c.id == 12)
                continue; // never measured
            ASSERT_LT(next, event.candidates.size());
            const auto& row = event.candidates[next++];
            EXPECT_EQ(row.id, c.id);
            const auto expected = ablate(c.arch, predictor);
            ASSERT_EQ(row.blocks.size(), expected.size());
            for (std::size_t b = 0; b < expected.size(); ++b)
                EXPECT_DOUBLE_EQ(row.blocks[b].difference, expected[b].difference);
        }
        EXPECT_EQ(next, event.candidates.size());
    }
}

TEST(PnasStrategy, WithoutSampledChildrenTrustIsNull)
{
    auto settings = tiny(2);
    ASSERT_TRUE(settings.set("sampled", "0"));
    StrategyRun run("pnas", settings);
    run.runToEnd();
    EXPECT_EQ(ofLevel(run, 2).size(), static_cast<std::size_t>(kBeam));
    EXPECT_FALSE(run.all<LevelFinished>()[1].trust);
    EXPECT_TRUE(run.all<LevelFinished>()[1].beam);
}

TEST(PnasStrategy, WinnerIsTheBestMeasuredOfTheLastLevel)
{
    StrategyRun run("pnas", tiny());
    run.runToEnd();
    const auto ends = run.all<SearchFinished>();
    ASSERT_EQ(ends.size(), 1U);
    EXPECT_FALSE(ends[0].early);
    const auto accuracy = run.accuracies();
    for (const auto& c : ofLevel(run, 3))
        EXPECT_LE(accuracy.at(c.id), ends[0].accuracy);
    const auto winner = run.all<CandidateProposed>()[ends[0].winner - 1];
    EXPECT_EQ(winner.level, 3);
    EXPECT_DOUBLE_EQ(accuracy.at(winner.id), ends[0].accuracy);
    EXPECT_TRUE(run.weights.contains("surrogate-level-3"));
    const auto again = run.step();
    ASSERT_TRUE(again);
    EXPECT_EQ(*again, StepStatus::Done);
    EXPECT_EQ(run.all<SearchFinished>().size(), 1U);
}

TEST(PnasStrategy, FinishNowTakesTheHighestCompletedLevel)
{
    for (const std::size_t results : {0U, 4U, 10U, 12U, 19U, 20U}) { // levels are complete after 10, 19 and 28
        SCOPED_TRACE(results);
        StrategyRun run("pnas", tiny());
        while (run.accuracies().size() < results || run.all<LevelFinished>().size() < (results >= 19 ? 2U : results >= 10 ? 1U : 0U))
            ASSERT_TRUE(run.step());
        run.finishEarly();
        const auto ends = run.all<SearchFinished>();
        ASSERT_EQ(ends.size(), 1U);
        EXPECT_TRUE(ends[0].early);
        const auto accuracy = run.accuracies();
        CandidateId best = 0;
        for (const auto& c : run.all<CandidateProposed>())
            if (accuracy.contains(c.id) && c.level == (results >= 19 ? 2 : 1) && (best == 0 || accuracy.at(c.id) > accuracy.at(best)))
                best = c.id;
        EXPECT_EQ(ends[0].winner, best);
        EXPECT_EQ(*run.step(), StepStatus::Done);
    }
}

TEST(PnasStrategy, SkippedAndFailedChildrenAreNeitherExpandedNorLearnt)
{
    // At level 1 every third child fails, at level 2 the first two are skipped.
    const auto judge = [](const EvaluationRequest& request) {
        auto e = test::judged(request);
        if (request.arch.blockCount() == 1 && request.id % 3 == 0)
            e = {.id = request.id, .outcome = Outcome::Failed, .curve = {}, .message = "out of memory"};
        if (request.id == 11 || request.id == 12)
            e = {.id = request.id, .outcome = Outcome::Skipped, .curve = {}, .message = {}};
        return e;
    };
    StrategyRun run("pnas", tiny(), 1, judge);
    run.runToEnd();
    EXPECT_EQ(run.all<SurrogateFitted>()[0].samples, 7);
    EXPECT_EQ(run.all<SurrogateFitted>()[1].samples, 7 + kBeam + kSampled - 2);
    EXPECT_EQ(run.all<LevelFinished>()[0].trained, 7);
    EXPECT_EQ(run.all<ChildrenScored>()[0].parents, 7);
    EXPECT_EQ(run.all<ChildrenScored>()[1].parents, kBeam - 2);
    const auto accuracy = run.accuracies();
    for (const auto& c : run.all<CandidateProposed>())
        if (c.parent != 0) {
            EXPECT_TRUE(accuracy.contains(c.parent));
        }
    EXPECT_FALSE(run.all<LevelFinished>()[1].beam) << "two pairs are too few";

    StrategyRun broken("pnas", tiny(), 1, judge);
    for (bool done = false; !done;) {
        broken.restart();
        done = *broken.step() == StepStatus::Done;
    }
    EXPECT_EQ(broken.text(), run.text());
}

TEST(PnasStrategy, ALevelInWhichAllFailEndsTheRunInWords)
{
    StrategyRun run("pnas", tiny(), 1, [](const EvaluationRequest& request) {
        auto e = test::judged(request);
        if (request.arch.blockCount() == 2)
            e = {.id = request.id, .outcome = Outcome::Failed, .curve = {}, .message = "The disk is full."};
        return e;
    });
    while (true) {
        const auto status = run.step();
        if (status) {
            ASSERT_EQ(*status, StepStatus::Continue);
            continue;
        }
        EXPECT_THAT(status.error().message, testing::HasSubstr("All 9 children of level 2 failed"));
        EXPECT_THAT(status.error().message, testing::HasSubstr("The disk is full."));
        break;
    }
}

TEST(PnasStrategy, ALevelSkippedWholeEndsTheSearchWithTheLevelBefore)
{
    StrategyRun run("pnas", tiny(), 1, [](const EvaluationRequest& request) {
        auto e = test::judged(request);
        if (request.arch.blockCount() == 2)
            e.outcome = Outcome::Skipped;
        return e;
    });
    run.runToEnd();
    const auto end = run.all<SearchFinished>().front();
    EXPECT_EQ(run.all<CandidateProposed>()[end.winner - 1].level, 1);
    EXPECT_EQ(run.all<LevelFinished>().size(), 2U);
    EXPECT_EQ(run.all<SurrogateFitted>().size(), 1U);
}

TEST(PnasStrategy, AResultThatIsNoNumberCountsAsFailed)
{
    StrategyRun run("pnas", tiny(1), 1, [](const EvaluationRequest& request) {
        auto e = test::judged(request);
        if (request.id == 2)
            e.accuracy = std::nan("");
        return e;
    });
    run.runToEnd();
    EXPECT_EQ(run.all<CandidateEvaluated>()[1].evaluation.outcome, Outcome::Failed);
    EXPECT_EQ(run.all<SurrogateFitted>()[0].samples, 9);
}

TEST(PnasStrategy, AnswersPredictionsAndAblationsOnceFitted)
{
    StrategyRun run("pnas", tiny());
    const auto two = *architectureFromText("pnas:c-1.sep3+c-2.max3/b1.sep3+c-1.sep3");
    const auto ask = [&](auto body) { return nlohmann::json::parse(run.strategy->answer({1, body})); };
    EXPECT_TRUE(ask(PredictQuery{two}).contains("error"));
    run.runToEnd();
    test::FakeSurrogate predictor;
    ASSERT_TRUE(predictor.restore(run.weights.at("surrogate-level-3")));
    const auto expected = predictor.predict(std::vector{two}).front();
    EXPECT_DOUBLE_EQ(ask(PredictQuery{two})["mean"], expected.mean);
    EXPECT_DOUBLE_EQ(ask(PredictQuery{two})["spread"], expected.spread);
    const auto blocks = ask(AblationQuery{two})["blocks"];
    ASSERT_EQ(blocks.size(), 2U);
    const auto reduced = *architectureFromText("pnas:c-1.sep3+c-1.sep3"); // block 1 read c-1 first
    EXPECT_DOUBLE_EQ(blocks[0]["difference"], expected.mean - predictor.predict(std::vector{reduced}).front().mean);
    EXPECT_EQ(ask(AblationQuery{*architectureFromText("pnas:c-1.sep3+c-1.sep3")})["blocks"], nlohmann::json::array());
    EXPECT_TRUE(ask(ForcedChoiceQuery{}).contains("error"));
    EXPECT_TRUE(ask(PredictQuery{}).contains("error")) << "no cell at all";
    EXPECT_TRUE(ask(PredictQuery{*architectureFromText("pnas:c-1.id+c-1.id/c-1.id+c-1.id/c-1.id+c-1.id/c-1.id+c-1.id")}).contains("error")) << "too many blocks";
    run.restart();
    EXPECT_DOUBLE_EQ(ask(PredictQuery{two})["mean"], expected.mean);
}

TEST(PnasStrategy, RefusesDamagedStates)
{
    StrategyRun run("pnas", tiny());
    for (int i = 0; i < 14; ++i)
        ASSERT_TRUE(run.step());
    const auto good = run.strategy->save();
    const auto refused = [&](const nlohmann::json& state) {
        StrategyRun other("pnas", tiny());
        const auto status = other.strategy->restore(state);
        return !status && status.error().code == ErrorCode::Corrupt;
    };
    EXPECT_FALSE(refused(good));
    EXPECT_TRUE(refused(nullptr));
    EXPECT_TRUE(refused(nlohmann::json::array()));
    for (const auto& [key, value] : good.items()) {
        auto bad = good;
        bad.erase(key);
        EXPECT_TRUE(refused(bad)) << key;
        bad[key] = "rubbish";
        EXPECT_TRUE(refused(bad)) << key;
    }
    for (const auto& [key, value] : std::vector<std::pair<std::string, nlohmann::json>>{
             {"level", 99}, {"level", -1}, {"fitted", 3}, {"phase", "collect"}, {"phase", "fit"}, {"candidates", nlohmann::json::array()}}) {
        auto bad = good;
        bad[key] = value;
        EXPECT_TRUE(bad == good || refused(bad)) << key << value;
    }
    for (const auto& [key, value] : std::vector<std::pair<std::string, nlohmann::json>>{
             {"arch", "pnas:b9.sep3+c-1.id"}, {"arch", 7}, {"level", 2}, {"parent", 50}, {"role", 9}, {"outcome", -1}, {"accuracy", "high"}}) {
        auto bad = good;
        bad["candidates"][3][key] = value;
        EXPECT_TRUE(refused(bad)) << key << value;
    }
}

TEST(PnasStrategy, SaysWhenTheNetworkCannotBeBuilt)
{
    StrategyRun run("pnas", tiny(1), 1, test::judged, ImageShape{1, 0, 8});
    const auto status = run.step();
    ASSERT_FALSE(status);
    EXPECT_TRUE(run.log.empty());
    EXPECT_FALSE(status.error().message.empty());
}

} // namespace
} // namespace cw
