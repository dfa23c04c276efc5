#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "core/store/run_summary.h"
#include "core/store/writer_probe.h"
#include "tests/core/session_harness.h"

namespace cw {
namespace {

/// Events a second apart.
class Log {
public:
    Log& add(EventBody body, double seconds = 0)
    {
        m_now += static_cast<std::int64_t>(1000 * seconds);
        events.push_back({events.size() + 1, m_now, std::move(body)});
        return *this;
    }
    Log& state(SessionState to) { return add(StateChanged{SessionState::Idle, to}); }
    Log& level(int level, CandidateId first, int count, int planned)
    {
        add(LevelStarted{level, count, planned});
        for (int i = 0; i < count; ++i) {
            CandidateProposed c;
            c.id = first + static_cast<CandidateId>(i);
            c.level = level;
            c.parameters = 100 * c.id;
            add(c);
        }
        return *this;
    }
    Log& result(CandidateId id, double accuracy, double seconds = 2, Outcome outcome = Outcome::Measured)
    {
        Evaluation e;
        e.id = id;
        e.accuracy = accuracy;
        e.outcome = outcome;
        e.seconds = seconds;
        return add(CandidateEvaluated{e}, seconds);
    }
    std::vector<Event> events;

private:
    std::int64_t m_now = 1'700'000'000'000;
};

TEST(RunSummary, CountsOutcomesByLevel)
{
    Log log;
    log.state(SessionState::Running).level(1, 1, 4, 6).result(1, 0.3).result(2, 0.6).result(3, 0, 1, Outcome::Failed).result(4, 0, 0, Outcome::Skipped);
    LevelFinished finished;
    finished.level = 1;
    finished.fit = 0.5;
    log.add(finished).level(2, 5, 2, 6).result(5, 0.5);
    const auto s = summarize(log.events);
    EXPECT_EQ(s.state, SessionState::Running);
    EXPECT_EQ(s.modelsPlanned, 6);
    EXPECT_EQ(s.done, 5);
    EXPECT_EQ(s.evaluated, 3);
    EXPECT_EQ(s.failed, 1);
    EXPECT_EQ(s.skipped, 1);
    ASSERT_EQ(s.levels.size(), 2U);
    EXPECT_TRUE(s.levels[0].finished);
    EXPECT_EQ(s.levels[0].trained, 2);
    EXPECT_EQ(s.levels[0].done, 4);
    EXPECT_EQ(*s.levels[0].fit, 0.5);
    EXPECT_FALSE(s.levels[0].trust);
    EXPECT_FALSE(s.levels[1].finished);
    EXPECT_EQ(s.levels[1].toTrain, 2);
    ASSERT_TRUE(s.best);
    EXPECT_EQ(s.best->id, 2U) << "best so far, of any level";
    EXPECT_EQ(s.best->parameters, 200);
    EXPECT_FALSE(s.finished);
}

TEST(RunSummary, AFinishedRunHasItsWinner)
{
    Log log;
    log.state(SessionState::Running).level(1, 1, 1, 2).result(1, 0.9).level(2, 2, 1, 2).result(2, 0.8);
    log.add(SearchFinished{2, 0.8, true, 77}).state(SessionState::Finished);
    const auto s = summarize(log.events);
    EXPECT_EQ(s.best->id, 2U) << "of the last level, though a smaller cell was better";
    EXPECT_EQ(s.bestAccuracy, 0.8);
    EXPECT_TRUE(s.finished && s.early);
    EXPECT_EQ(s.seconds, 77);
}

TEST(RunSummary, NothingYet)
{
    const auto s = summarize({});
    EXPECT_EQ(s.state, SessionState::Idle);
    EXPECT_FALSE(s.best);
    EXPECT_TRUE(s.levels.empty());
    EXPECT_FALSE(estimateTimeLeft(s, 5));
    Log log;
    log.result(7, 0.5); // of a child never proposed: a damaged log
    EXPECT_EQ(summarize(log.events).done, 0);
}

TEST(RunSummary, WhatIsToldAgainAfterAResumeCountsOnce)
{
    Log log;
    log.state(SessionState::Running).level(1, 1, 2, 5).result(1, 0.3).result(2, 0.4).level(2, 3, 3, 5).result(3, 0.5).result(4, 0.6);
    const auto before = summarize(log.events);
    EXPECT_EQ(before.done, 4);
    log.state(SessionState::Preparing).state(SessionState::Running).level(2, 3, 3, 5).result(3, 0.5);
    EXPECT_EQ(summarize(log.events).done, 3);
    log.result(4, 0.6).result(4, 0.6).result(5, 0.1);
    const auto after = summarize(log.events);
    EXPECT_EQ(after.done, 5);
    EXPECT_EQ(after.levels.size(), 2U);
    EXPECT_EQ(after.levels[1].trained, 3);
}

TEST(RunSummary, FailureIsForgottenWhenTheRunGoesOn)
{
    Log log;
    log.state(SessionState::Running).add(SessionFailed{{ErrorCode::DiskFull, "full", {}}}).state(SessionState::Failed);
    EXPECT_EQ(summarize(log.events).error->code, ErrorCode::DiskFull);
    log.state(SessionState::Preparing);
    EXPECT_FALSE(summarize(log.events).error);
}

TEST(RunSummary, EstimatesTimeLeftAsARange)
{
    Log log;
    log.state(SessionState::Running).level(1, 1, 10, 20);
    log.result(1, 0.1).result(2, 0.1);
    EXPECT_FALSE(estimateTimeLeft(summarize(log.events), 3)) << "two results are too few";
    log.result(3, 0.1).result(4, 0.1);
    // 2 s each; 6 left here, 10 more of 2 or 3 blocks: from 2 s each to 2.5 times as much, and 12 % to both sides.
    auto left = estimateTimeLeft(summarize(log.events), 3);
    ASSERT_TRUE(left);
    EXPECT_NEAR(left->low, 2 * 16 * 0.88, 1e-6);
    EXPECT_NEAR(left->high, (2 * 6 + 2 * 10 * 2.5) * 1.12, 1e-6);
    // A night between two sittings is not counted.
    log.add(StateChanged{}, 0).state(SessionState::Stopped).events.back().unixMilliseconds += 1;
    log.add(StateChanged{SessionState::Stopped, SessionState::Running}, 8 * 3600).result(5, 0.1);
    left = estimateTimeLeft(summarize(log.events), 3);
    EXPECT_NEAR(left->low, 2 * 15 * 0.88, 1e-6);
    log.state(SessionState::Finished);
    EXPECT_FALSE(estimateTimeLeft(summarize(log.events), 3));
}

TEST(RunSummary, TakesTheLevelBeforeWhereThisOneHasTooFewResults)
{
    Log log;
    log.state(SessionState::Running).level(1, 1, 3, 5).result(1, 0.1).result(2, 0.1).result(3, 0.1).level(2, 4, 2, 5);
    const auto left = estimateTimeLeft(summarize(log.events), 2);
    ASSERT_TRUE(left);
    EXPECT_NEAR(left->low, 2 * 2 * 0.88, 1e-6);
    EXPECT_NEAR(left->high, 2 * 2 * 2 * 1.12, 1e-6) << "two blocks cost at most twice one";
}

/// Two rounds of a search with shared weights, then the first part of the third.
Log sharedLog()
{
    Log log;
    log.state(SessionState::Running);
    const auto round = [&](int number, double reward, CandidateId first) {
        log.add(SharedWeightsTrained{number, 4, 50, 100, 2, 5}).add(SharedWeightsTrained{number, 4, 100, 100, 1, 5});
        for (const std::int64_t step : {4, 10}) {
            PolicyUpdated e;
            e.round = number, e.rounds = 4, e.step = step, e.steps = 10;
            e.reward = step == 4 ? reward : reward + 0.1;
            e.randomReward = 0.2;
            e.baseline = 0.3;
            e.operationShares = {0.25, 0.75};
            e.seconds = step == 4 ? 2 : 3;
            log.add(e);
        }
        log.level(number, first, 2, 8).result(first, 0.9 - 0.1 * number, 0.5).result(first + 1, 0.5, 0.5);
        LevelFinished finished;
        finished.level = number;
        finished.best = 0.9 - 0.1 * number;
        finished.bestId = first;
        log.add(finished);
    };
    round(1, 0.4, 1);
    round(2, 0.5, 3);
    log.add(SharedWeightsTrained{3, 4, 40, 100, 0.5, 4});
    return log;
}

TEST(RunSummary, RoundsOfSharedWeightsAreMeans)
{
    const auto s = summarize(sharedLog().events);
    EXPECT_TRUE(s.shared);
    EXPECT_EQ(s.roundsPlanned, 4);
    ASSERT_EQ(s.rounds.size(), 3U);
    EXPECT_DOUBLE_EQ(*s.rounds[0].loss, 1.5);
    EXPECT_NEAR(*s.rounds[0].reward, 0.4 * 0.4 + 0.6 * 0.5, 1e-12) << "weighted by updates";
    EXPECT_NEAR(*s.rounds[0].randomReward, 0.2, 1e-12);
    EXPECT_EQ(s.rounds[0].operationShares.size(), 2U);
    EXPECT_DOUBLE_EQ(*s.rounds[2].loss, 0.5);
    EXPECT_FALSE(s.rounds[2].reward);
    EXPECT_EQ(s.newestPolicy.size(), 4U);
    EXPECT_NEAR(s.deriveSeconds, 2, 1e-12);
    ASSERT_TRUE(s.best);
    EXPECT_EQ(s.best->id, 3U) << "of the last derivation, though an earlier one had a higher reward";
    EXPECT_DOUBLE_EQ(s.bestAccuracy, 0.7);
    EXPECT_NEAR(s.share(), (2 + 0.7 * 0.4) / 4, 1e-12);
}

TEST(RunSummary, RoundsToldAgainAfterAResumeCountOnce)
{
    auto log = sharedLog();
    const auto once = summarize(log.events);
    log.state(SessionState::Preparing).state(SessionState::Running);
    log.add(SharedWeightsTrained{2, 4, 50, 100, 7, 5});
    const auto back = summarize(log.events);
    ASSERT_EQ(back.rounds.size(), 2U) << "what came after is gone";
    EXPECT_DOUBLE_EQ(*back.rounds[1].loss, 7);
    EXPECT_FALSE(back.rounds[1].reward);
    EXPECT_EQ(back.newestPolicy.size(), 2U);
    EXPECT_DOUBLE_EQ(*back.rounds[0].reward, *once.rounds[0].reward);
}

TEST(RunSummary, TimeLeftOfRounds)
{
    const auto s = summarize(sharedLog().events);
    const auto left = estimateTimeLeft(s, 1);
    ASSERT_TRUE(left);
    // 0.1 s a mini-batch, 0.5 s an update, 1 s a derivation: 60 mini-batches and 10 updates here, one whole round after.
    const double exact = 0.1 * 160 + 0.5 * 20 + 2 * 1;
    EXPECT_NEAR(left->low, exact * 0.88, 1e-9);
    EXPECT_NEAR(left->high, exact * 1.12, 1e-9);
    Log begun;
    begun.state(SessionState::Running).add(SharedWeightsTrained{1, 4, 1, 100, 2, 0.1});
    EXPECT_FALSE(estimateTimeLeft(summarize(begun.events), 1)) << "one mini-batch is too few";
    begun.add(SharedWeightsTrained{1, 4, 50, 100, 2, 4.9});
    const auto first = estimateTimeLeft(summarize(begun.events), 1);
    ASSERT_TRUE(first);
    EXPECT_GT(first->high / first->low, 2) << "nobody has seen the other phase yet";
    auto over = sharedLog();
    over.add(SearchFinished{3, 0.7, false, 9}).state(SessionState::Finished);
    EXPECT_FALSE(estimateTimeLeft(summarize(over.events), 1));
    EXPECT_EQ(summarize(over.events).share(), 1);
}

TEST(RunSummary, LiveEventsAndTheStoredLogGiveTheSame)
{
    const test::RunsFolder folder;
    test::FakeEngine engine;
    engine.training.perStep = std::chrono::microseconds(0);
    std::vector<Event> live;
    ASSERT_EQ(test::runToEnd(test::tinyConfig(engine, folder.path() / "run"), &live), SessionState::Finished);
    const auto stored = (*RunStore::openForReading(folder.path() / "run"))->events();
    ASSERT_TRUE(stored);
    const auto a = summarize(live), b = summarize(*stored);
    EXPECT_EQ(a.state, SessionState::Finished);
    EXPECT_EQ(b.state, a.state);
    EXPECT_EQ(b.evaluated, a.evaluated);
    EXPECT_EQ(b.evaluated, 10 + 2 * 6);
    EXPECT_EQ(b.best->id, a.best->id);
    EXPECT_EQ(b.bestAccuracy, a.bestAccuracy);
    EXPECT_EQ(b.levels.size(), 3U);
    EXPECT_FALSE(isBeingWritten(folder.path() / "run"));
    EXPECT_FALSE(isBeingWritten(folder.path() / "nowhere"));
    {
        const auto writer = RunStore::openForWriting(folder.path() / "run");
        EXPECT_TRUE(isBeingWritten(folder.path() / "run"));
    }
    EXPECT_FALSE(isBeingWritten(folder.path() / "run"));
}

} // namespace
} // namespace cw
