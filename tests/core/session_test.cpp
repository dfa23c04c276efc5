#include <gtest/gtest.h>

#include "tests/core/session_harness.h"

namespace cw::test {
namespace {

using S = SessionState;

TEST(Session, RunsToItsEndAndStoresWhatItTells)
{
    RunsFolder folder;
    FakeEngine engine;
    std::vector<Event> events;
    ASSERT_EQ(runToEnd(tinyConfig(engine, folder.path() / "a.cwrun"), &events), S::Finished);
    std::vector<std::pair<S, S>> moves;
    for (const auto& change : allOf<StateChanged>(events))
        moves.push_back({change.from, change.to});
    const std::vector<std::pair<S, S>> expected{{S::Idle, S::Preparing}, {S::Preparing, S::Running}, {S::Running, S::Finished}};
    EXPECT_EQ(moves, expected);

    const auto store = RunStore::openForReading(folder.path() / "a.cwrun");
    ASSERT_TRUE(store);
    const auto stored = (*store)->events();
    ASSERT_TRUE(stored);
    std::vector<std::uint64_t> told, kept;
    for (const auto& e : events)
        if (e.seq)
            told.push_back(e.seq);
    for (const auto& e : *stored)
        if (!std::holds_alternative<StateChanged>(e.body))
            kept.push_back(e.seq);
    EXPECT_EQ(told, kept);
    EXPECT_EQ(allOf<StateChanged>(*stored).size(), 3U);
    // 10 one-block cells, then 4 + 2 at each of two levels.
    EXPECT_EQ(allOf<CandidateEvaluated>(*stored).size(), 22U);
    ASSERT_EQ(allOf<SearchFinished>(*stored).size(), 1U);
    EXPECT_GT(allOf<SearchFinished>(*stored).front().seconds, 0);
    EXPECT_GE((*store)->seconds(), allOf<SearchFinished>(*stored).front().seconds);
    EXPECT_EQ((*store)->header().dataFingerprint, "fake-1");
    EXPECT_FALSE((*store)->header().versions.at("processor").get<std::string>().empty());
}

TEST(Session, SameSeedSameRun)
{
    RunsFolder folder;
    FakeEngine engine;
    ASSERT_EQ(runToEnd(tinyConfig(engine, folder.path() / "a")), S::Finished);
    ASSERT_EQ(runToEnd(tinyConfig(engine, folder.path() / "b")), S::Finished);
    auto other = tinyConfig(engine, folder.path() / "c");
    other.seed = 8;
    ASSERT_EQ(runToEnd(std::move(other)), S::Finished);
    EXPECT_EQ(candidatesAsText(folder.path() / "a"), candidatesAsText(folder.path() / "b"));
    EXPECT_NE(candidatesAsText(folder.path() / "a"), candidatesAsText(folder.path() / "c"));
}

TEST(Session, PauseStandsStillWithinAMiniBatchAndGoesOn)
{
    RunsFolder folder;
    std::atomic<int> steps = 0;
    FakeEngine engine;
    engine.training.steps = 20;
    engine.training.perStep = std::chrono::milliseconds(1);
    engine.training.onStep = [&](const auto&, int) { ++steps; };
    Session session;
    std::vector<Event> seen;
    ASSERT_TRUE(session.start(tinyConfig(engine, folder.path() / "a")));
    ASSERT_TRUE(drainUntil(session, seen, results(3)));
    session.pause();
    EXPECT_EQ(session.state(), S::Pausing);
    ASSERT_TRUE(drainUntil(session, seen, reaches(S::Paused)));
    const int before = steps;
    std::this_thread::sleep_for(std::chrono::milliseconds(60));
    EXPECT_EQ(steps, before);
    {
        const auto reader = RunStore::openForReading(folder.path() / "a"); // what stands on disk while it is paused
        ASSERT_TRUE(reader);
        const auto checkpoint = (*reader)->lastCheckpoint();
        ASSERT_TRUE(checkpoint && *checkpoint);
        std::size_t done = 0;
        for (const auto& c : (*checkpoint)->state.at("candidates"))
            done += c.contains("outcome");
        EXPECT_EQ(done, allOf<CandidateEvaluated>(seen).size());
    }
    session.resume();
    session.wait();
    EXPECT_EQ(session.state(), S::Finished);
    FakeEngine plain;
    ASSERT_EQ(runToEnd([&] { auto c = tinyConfig(plain, folder.path() / "b"); return c; }()), S::Finished);
    // Curves differ by the number of steps; the candidates do not.
    const auto a = RunStore::openForReading(folder.path() / "a"), b = RunStore::openForReading(folder.path() / "b");
    const auto ca = (*a)->candidates(), cb = (*b)->candidates();
    ASSERT_EQ(ca->size(), cb->size());
    for (std::size_t i = 0; i < ca->size(); ++i)
        EXPECT_EQ((*ca)[i].evaluation->correct, (*cb)[i].evaluation->correct);
}

TEST(Session, PausedTimeIsNotEngineTime)
{
    RunsFolder folder;
    FakeEngine engine;
    Session session;
    std::vector<Event> seen;
    const auto begin = std::chrono::steady_clock::now();
    ASSERT_TRUE(session.start(tinyConfig(engine, folder.path() / "a")));
    ASSERT_TRUE(drainUntil(session, seen, results(2)));
    session.pause();
    ASSERT_TRUE(drainUntil(session, seen, reaches(S::Paused)));
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
    session.resume();
    session.wait();
    const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - begin;
    const auto store = RunStore::openForReading(folder.path() / "a");
    EXPECT_LT((*store)->seconds(), wall.count() - 0.29);
}

TEST(Session, StopsWithinAMiniBatchAndResumesToTheSameEnd)
{
    RunsFolder folder;
    FakeEngine engine;
    ASSERT_EQ(runToEnd(tinyConfig(engine, folder.path() / "whole")), S::Finished);
    const auto run = folder.path() / "cut";
    int sittings = 0;
    for (bool over = false; !over; ++sittings) {
        ASSERT_LT(sittings, 50);
        Session session;
        std::vector<Event> seen;
        ASSERT_TRUE(session.start(tinyConfig(engine, run, sittings > 0)));
        const int after = 1 + sittings % 3;
        ASSERT_TRUE(drainUntil(session, seen, [&, enough = results(after)](const Event& e) mutable {
            over = over || reaches(S::Finished)(e);
            return over || enough(e);
        }));
        session.stop();
        session.wait();
        ASSERT_TRUE(session.state() == S::Stopped || session.state() == S::Finished);
        over = session.state() == S::Finished;
    }
    EXPECT_GT(sittings, 5);
    EXPECT_EQ(candidatesAsText(folder.path() / "whole"), candidatesAsText(run));
}

TEST(Session, StopDoesNotWaitForALongChild)
{
    RunsFolder folder;
    FakeEngine engine;
    engine.training.steps = 100000;
    engine.training.perStep = std::chrono::milliseconds(1);
    Session session;
    std::vector<Event> seen;
    ASSERT_TRUE(session.start(tinyConfig(engine, folder.path() / "a")));
    ASSERT_TRUE(drainUntil(session, seen, [](const Event& e) { return std::holds_alternative<TrainingProgress>(e.body); }));
    const auto begin = std::chrono::steady_clock::now();
    session.stop();
    session.wait();
    EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(2));
    EXPECT_EQ(session.state(), S::Stopped);
}

TEST(Session, ADestroyedSessionLeavesTheRunResumable)
{
    RunsFolder folder;
    FakeEngine engine;
    {
        Session session;
        std::vector<Event> seen;
        ASSERT_TRUE(session.start(tinyConfig(engine, folder.path() / "a")));
        ASSERT_TRUE(drainUntil(session, seen, results(4)));
    }
    ASSERT_EQ(runToEnd(tinyConfig(engine, folder.path() / "a", true)), S::Finished);
    ASSERT_EQ(runToEnd(tinyConfig(engine, folder.path() / "b")), S::Finished);
    EXPECT_EQ(candidatesAsText(folder.path() / "a"), candidatesAsText(folder.path() / "b"));
}

TEST(Session, FinishNowKeepsTheBestOfTheHighestCompleteLevel)
{
    RunsFolder folder;
    FakeEngine engine;
    Session session;
    std::vector<Event> seen;
    ASSERT_TRUE(session.start(tinyConfig(engine, folder.path() / "a")));
    ASSERT_TRUE(drainUntil(session, seen, results(13))); // 10 of level 1, 3 of level 2
    session.finishNow();
    session.wait();
    EXPECT_EQ(session.state(), S::Finished);
    for (auto& e : session.events().drain())
        seen.push_back(std::move(e));
    const auto finished = allOf<SearchFinished>(seen);
    ASSERT_EQ(finished.size(), 1U);
    EXPECT_TRUE(finished.front().early);
    double best = 0;
    CandidateId bestId = 0;
    for (const auto& e : allOf<CandidateEvaluated>(seen))
        if (e.evaluation.id <= 10 && e.evaluation.accuracy > best)
            best = e.evaluation.accuracy, bestId = e.evaluation.id;
    EXPECT_EQ(finished.front().winner, bestId);
    EXPECT_EQ(finished.front().accuracy, best);

    // A run that was ended early can be continued to the whole end.
    ASSERT_EQ(runToEnd(tinyConfig(engine, folder.path() / "a", true)), S::Finished);
    ASSERT_EQ(runToEnd(tinyConfig(engine, folder.path() / "b")), S::Finished);
    EXPECT_EQ(candidatesAsText(folder.path() / "a"), candidatesAsText(folder.path() / "b"));
}

TEST(Session, FinishNowWhilePaused)
{
    RunsFolder folder;
    FakeEngine engine;
    Session session;
    std::vector<Event> seen;
    ASSERT_TRUE(session.start(tinyConfig(engine, folder.path() / "a")));
    ASSERT_TRUE(drainUntil(session, seen, results(11)));
    session.pause();
    ASSERT_TRUE(drainUntil(session, seen, reaches(S::Paused)));
    session.finishNow();
    ASSERT_TRUE(drainUntil(session, seen, reaches(S::Finished)));
    EXPECT_EQ(allOf<SearchFinished>(seen).size(), 1U);
}

TEST(Session, AFinishedRunResumedIsFinishedAtOnce)
{
    RunsFolder folder;
    int trained = 0;
    FakeEngine engine;
    engine.training.onStep = [&](const auto&, int step) { trained += step == 1; };
    ASSERT_EQ(runToEnd(tinyConfig(engine, folder.path() / "a")), S::Finished);
    const auto before = candidatesAsText(folder.path() / "a");
    EXPECT_EQ(trained, 22);
    ASSERT_EQ(runToEnd(tinyConfig(engine, folder.path() / "a", true)), S::Finished);
    EXPECT_EQ(trained, 22);
    EXPECT_EQ(candidatesAsText(folder.path() / "a"), before);
    const auto store = RunStore::openForReading(folder.path() / "a");
    EXPECT_EQ(allOf<SearchFinished>(*(*store)->events()).size(), 1U);
}

TEST(Session, DiscardRemovesTheRun)
{
    RunsFolder folder;
    FakeEngine engine;
    Session session;
    std::vector<Event> seen;
    ASSERT_TRUE(session.start(tinyConfig(engine, folder.path() / "a")));
    ASSERT_TRUE(drainUntil(session, seen, results(3)));
    EXPECT_TRUE(std::filesystem::exists(folder.path() / "a"));
    session.discard();
    session.wait();
    EXPECT_EQ(session.state(), S::Stopped);
    EXPECT_FALSE(std::filesystem::exists(folder.path() / "a"));
}

TEST(Session, AnExistingFolderIsNeitherOverwrittenNorDiscarded)
{
    RunsFolder folder;
    FakeEngine engine;
    std::filesystem::create_directory(folder.path() / "mine");
    std::vector<Event> events;
    EXPECT_EQ(runToEnd(tinyConfig(engine, folder.path() / "mine"), &events), S::Failed);
    ASSERT_EQ(allOf<SessionFailed>(events).size(), 1U);
    EXPECT_NE(allOf<SessionFailed>(events).front().error.message.find("exists already"), std::string::npos);
    EXPECT_TRUE(std::filesystem::is_empty(folder.path() / "mine"));
}

TEST(Session, SkipEndsTheChildInTrainingAndIsRemembered)
{
    RunsFolder folder;
    FakeEngine engine;
    engine.training.onStep = [](const EvaluationRequest& request, int) {
        if (request.id == 4)
            std::this_thread::sleep_for(std::chrono::milliseconds(30)); // long enough to be skipped
    };
    Session session;
    std::vector<Event> seen;
    ASSERT_TRUE(session.start(tinyConfig(engine, folder.path() / "a")));
    ASSERT_TRUE(drainUntil(session, seen, [](const Event& e) {
        const auto* p = std::get_if<TrainingProgress>(&e.body);
        return p && p->id == 4;
    }));
    session.skip(4);
    session.skip(6); // waits still
    session.skip(999);
    ASSERT_TRUE(drainUntil(session, seen, results(5)));
    session.stop();
    session.wait();
    ASSERT_EQ(runToEnd(tinyConfig(engine, folder.path() / "a", true)), S::Finished);
    const auto store = RunStore::openForReading(folder.path() / "a");
    const auto candidates = (*store)->candidates();
    ASSERT_EQ(candidates->size(), 22U);
    for (const auto& c : *candidates)
        EXPECT_EQ(c.evaluation->outcome, c.proposed.id == 4 || c.proposed.id == 6 ? Outcome::Skipped : Outcome::Measured) << c.proposed.id;
}

TEST(Session, FinishedCandidatesAreNotTrainedAgainEvenWithoutACheckpoint)
{
    RunsFolder folder;
    std::vector<std::uint64_t> trained;
    FakeEngine engine;
    engine.training.onStep = [&](const EvaluationRequest& r, int step) {
        if (step == engine.training.steps)
            trained.push_back(architectureHash(r.arch));
    };
    {
        Session session;
        std::vector<Event> seen;
        ASSERT_TRUE(session.start(tinyConfig(engine, folder.path() / "a")));
        ASSERT_TRUE(drainUntil(session, seen, results(12)));
        session.stop();
        session.wait();
    }
    for (const auto& entry : std::filesystem::directory_iterator(folder.path() / "a" / "weights"))
        if (entry.path().filename().string().starts_with("checkpoint-"))
            std::filesystem::resize_file(entry.path(), 5);
    ASSERT_EQ(runToEnd(tinyConfig(engine, folder.path() / "a", true)), S::Finished);
    EXPECT_LE(trained.size(), 23U); // one may have been cut short in its last step
    std::sort(trained.begin(), trained.end());
    trained.erase(std::unique(trained.begin(), trained.end()), trained.end());
    EXPECT_EQ(trained.size(), 22U);
    ASSERT_EQ(runToEnd(tinyConfig(engine, folder.path() / "b")), S::Finished);
    EXPECT_EQ(candidatesAsText(folder.path() / "a"), candidatesAsText(folder.path() / "b"));
}

TEST(Session, HistoryIsToldOnResumeWhenAskedFor)
{
    RunsFolder folder;
    FakeEngine engine;
    {
        Session session;
        std::vector<Event> seen;
        ASSERT_TRUE(session.start(tinyConfig(engine, folder.path() / "a")));
        ASSERT_TRUE(drainUntil(session, seen, results(7)));
    }
    auto config = tinyConfig(engine, folder.path() / "a", true);
    config.tellHistory = true;
    std::vector<Event> events;
    ASSERT_EQ(runToEnd(std::move(config), &events), S::Finished);
    EXPECT_EQ(allOf<CandidateEvaluated>(events).size(), 22U);
    EXPECT_EQ(allOf<CandidateProposed>(events).size(), 22U);
    std::uint64_t last = 0;
    for (const auto& e : events)
        if (e.seq) {
            EXPECT_GT(e.seq, last);
            last = e.seq;
        }
}

TEST(Session, EngineTimeAddsUpOverSittings)
{
    RunsFolder folder;
    FakeEngine engine;
    {
        Session session;
        std::vector<Event> seen;
        ASSERT_TRUE(session.start(tinyConfig(engine, folder.path() / "a")));
        ASSERT_TRUE(drainUntil(session, seen, results(7)));
    }
    const double first = (*RunStore::openForReading(folder.path() / "a"))->seconds();
    EXPECT_GT(first, 0.005);
    std::vector<Event> events;
    ASSERT_EQ(runToEnd(tinyConfig(engine, folder.path() / "a", true), &events), S::Finished);
    EXPECT_GT(allOf<SearchFinished>(events).front().seconds, first);
}

TEST(Session, OneAtATimeAndManyInARow)
{
    RunsFolder folder;
    FakeEngine engine;
    Session session;
    ASSERT_TRUE(session.start(tinyConfig(engine, folder.path() / "a")));
    const auto second = session.start(tinyConfig(engine, folder.path() / "b"));
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().code, ErrorCode::Busy);
    session.wait();
    ASSERT_TRUE(session.start(tinyConfig(engine, folder.path() / "b")));
    session.wait();
    EXPECT_EQ(session.state(), S::Finished);
    EXPECT_EQ(candidatesAsText(folder.path() / "a"), candidatesAsText(folder.path() / "b"));
}

TEST(Session, TheRandomControlRunsThroughTheSameSession)
{
    RunsFolder folder;
    FakeEngine engine;
    for (const auto* name : {"a", "b"}) {
        auto config = tinyConfig(engine, folder.path() / name);
        config.strategy = "random";
        config.settings = tinySettings(3, 4, "sep5,max3", "random");
        ASSERT_EQ(runToEnd(std::move(config)), S::Finished);
    }
    EXPECT_EQ(candidatesAsText(folder.path() / "a"), candidatesAsText(folder.path() / "b"));
    EXPECT_GT(candidatesAsText(folder.path() / "a").size(), 1000U);
}

} // namespace
} // namespace cw::test
