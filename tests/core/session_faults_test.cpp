#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/core/full_disk.h"
#include "tests/core/session_harness.h"

namespace cw::test {
namespace {

using S = SessionState;

Error failure(const std::vector<Event>& events)
{
    const auto failed = allOf<SessionFailed>(events);
    return failed.size() == 1 ? failed.front().error : Error{ErrorCode::Internal, "not exactly one failure", {}};
}

TEST(SessionFaults, ImpossibleConfigurationsAreRefused)
{
    FakeEngine engine;
    Session session;
    const auto refused = [&](const std::function<void(SessionConfig&)>& change) {
        auto config = tinyConfig(engine, "/nowhere/a");
        change(config);
        const auto status = session.start(std::move(config));
        return !status && status.error().code == ErrorCode::InvalidArgument && !status.error().message.empty();
    };
    EXPECT_TRUE(refused([](auto& c) { c.run.clear(); }));
    EXPECT_TRUE(refused([](auto& c) { c.workers = 0; }));
    EXPECT_TRUE(refused([](auto& c) { c.workers = 100000; }));
    EXPECT_TRUE(refused([](auto& c) { c.device = "abacus"; }));
    EXPECT_TRUE(refused([](auto& c) { c.strategy = "magic"; }));
    EXPECT_TRUE(refused([](auto& c) { c.space = "outer"; }));
    EXPECT_TRUE(refused([](auto& c) { c.dataset = nullptr; }));
    EXPECT_EQ(session.state(), S::Idle);
}

TEST(SessionFaults, AFullDiskEndsTheSearchInWordsAndLosesNothing)
{
    RunsFolder folder;
    FakeEngine engine;
    ASSERT_EQ(runToEnd(tinyConfig(engine, folder.path() / "whole")), S::Finished);
    int sittings = 0;
    const auto run = folder.path() / "cut";
    for (;; ++sittings) {
        ASSERT_LT(sittings, 40);
        Session session;
        std::vector<Event> seen;
        ASSERT_TRUE(session.start(tinyConfig(engine, run, sittings > 0)));
        std::size_t told = 0;
        {
            if (!drainUntil(session, seen, [&](const Event& e) { return reaches(S::Running)(e) || reaches(S::Finished)(e); }))
                FAIL();
            const FullDisk disk(10000 + 15000 * sittings);
            session.wait();
        }
        for (auto& e : session.events().drain())
            seen.push_back(std::move(e));
        if (session.state() == S::Finished)
            break;
        ASSERT_EQ(session.state(), S::Failed);
        const auto error = failure(seen);
        EXPECT_EQ(error.code, ErrorCode::DiskFull) << error.message << error.detail;
        EXPECT_NE(error.message.find("full"), std::string::npos);
        // What was told was stored first, and is still there.
        const auto store = RunStore::openForReading(run);
        ASSERT_TRUE(store) << store.error().message;
        for (const auto& e : allOf<CandidateEvaluated>(seen)) {
            const auto candidates = (*store)->candidates();
            const auto found = std::find_if(candidates->begin(), candidates->end(), [&](const auto& c) { return c.proposed.id == e.evaluation.id; });
            ASSERT_NE(found, candidates->end());
            EXPECT_TRUE(found->evaluation.has_value());
            ++told;
        }
    }
    EXPECT_GT(sittings, 1);
    EXPECT_EQ(candidatesAsText(folder.path() / "whole"), candidatesAsText(run));
}

TEST(SessionFaults, NoSpaceAtAllMakesNoRun)
{
    RunsFolder folder;
    FakeEngine engine;
    std::vector<Event> events;
    {
        const FullDisk disk(3000);
        EXPECT_EQ(runToEnd(tinyConfig(engine, folder.path() / "a"), &events), S::Failed);
    }
    EXPECT_EQ(failure(events).code, ErrorCode::DiskFull) << failure(events).message;
    EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

TEST(SessionFaults, ChangedDataIsNoticedAndTheRunIsKept)
{
    RunsFolder folder;
    FakeEngine engine;
    ASSERT_EQ(runToEnd(tinyConfig(engine, folder.path() / "a")), S::Finished);
    const auto before = candidatesAsText(folder.path() / "a");
    auto config = tinyConfig(engine, folder.path() / "a", true);
    config.dataset = [](Control&, const LoadProgress&) -> Result<std::shared_ptr<const ImageData>> {
        return std::shared_ptr<const ImageData>(std::make_shared<FakeImageData>("fake-2"));
    };
    std::vector<Event> events;
    EXPECT_EQ(runToEnd(std::move(config), &events), S::Failed);
    EXPECT_NE(failure(events).message.find("is not what the run"), std::string::npos) << failure(events).message;
    EXPECT_EQ(candidatesAsText(folder.path() / "a"), before);
}

TEST(SessionFaults, ARunIsWrittenByOneSessionOnly)
{
    RunsFolder folder;
    FakeEngine engine;
    engine.training.perStep = std::chrono::milliseconds(5);
    Session session;
    std::vector<Event> seen, events;
    ASSERT_TRUE(session.start(tinyConfig(engine, folder.path() / "a")));
    ASSERT_TRUE(drainUntil(session, seen, results(2)));
    EXPECT_EQ(runToEnd(tinyConfig(engine, folder.path() / "a", true), &events), S::Failed);
    EXPECT_EQ(failure(events).code, ErrorCode::Busy);
    session.wait();
    EXPECT_EQ(session.state(), S::Finished);
}

TEST(SessionFaults, MissingEngineAndDataFailBeforeARunIsMade)
{
    RunsFolder folder;
    FakeEngine engine;
    auto config = tinyConfig(engine, folder.path() / "a");
    config.engine = []() -> Result<Engine*> { return Error{ErrorCode::Engine, "No LibTorch here.", {}}; };
    std::vector<Event> events;
    EXPECT_EQ(runToEnd(std::move(config), &events), S::Failed);
    EXPECT_EQ(failure(events).message, "No LibTorch here.");
    config = tinyConfig(engine, folder.path() / "a");
    config.dataset = [](Control&, const LoadProgress&) -> Result<std::shared_ptr<const ImageData>> { return Error{ErrorCode::NotFound, "No data here.", {}}; };
    EXPECT_EQ(runToEnd(std::move(config), &events), S::Failed);
    EXPECT_EQ(failure(events).message, "No data here.");
    EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

TEST(SessionFaults, StopReachesThePreparation)
{
    RunsFolder folder;
    FakeEngine engine;
    auto config = tinyConfig(engine, folder.path() / "a");
    config.dataset = [](Control& control, const LoadProgress& progress) -> Result<std::shared_ptr<const ImageData>> {
        for (int i = 0;; ++i) {
            control.check();
            progress(i, 0, "Decoding");
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
    };
    Session session;
    std::vector<Event> seen;
    ASSERT_TRUE(session.start(std::move(config)));
    ASSERT_TRUE(drainUntil(session, seen, [](const Event& e) { return std::holds_alternative<PreparationProgress>(e.body); }));
    session.finishNow(); // nothing to finish yet: the same as stop
    session.wait();
    EXPECT_EQ(session.state(), S::Stopped);
    EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

TEST(SessionFaults, AFailedChildIsRecordedAndTheSearchGoesOn)
{
    RunsFolder folder;
    FakeEngine engine;
    engine.training.onStep = [](const EvaluationRequest& request, int) {
        if (request.id == 3)
            throw std::runtime_error("out of memory, say");
    };
    ASSERT_EQ(runToEnd(tinyConfig(engine, folder.path() / "a")), S::Finished);
    const auto store = RunStore::openForReading(folder.path() / "a");
    const auto candidates = (*store)->candidates();
    ASSERT_EQ(candidates->size(), 22U);
    EXPECT_EQ((*candidates)[2].evaluation->outcome, Outcome::Failed);
    EXPECT_NE((*candidates)[2].evaluation->message.find("out of memory"), std::string::npos);
}

/// Throws, fails or never ends, as told.
class BadStrategy : public Strategy {
public:
    explicit BadStrategy(int kind) : m_kind(kind) {}
    Result<StepStatus> step(StepContext& context) override
    {
        context.emit(LevelStarted{1, 0, 0});
        if (m_kind == 0)
            throw std::runtime_error("a bug");
        if (m_kind == 1)
            throw 5;
        if (m_kind == 2)
            return Error{ErrorCode::Engine, "It cannot go on.", {}};
        context.emit(CandidateEvaluated{}); // of a candidate that nobody proposed: the store refuses
        return StepStatus::Continue;
    }
    bool atLevelEnd() const override { return false; }
    nlohmann::json save() const override { return 0; }
    Status restore(const nlohmann::json&) override { return {}; }
    void finishEarly(StepContext&) override {}
    std::string answer(const Query&) override { return "null"; }

private:
    int m_kind;
};

TEST(SessionFaults, NothingLeavesTheThread)
{
    RunsFolder folder;
    FakeEngine engine;
    for (int kind = 0; kind < 4; ++kind) {
        auto config = tinyConfig(engine, folder.path() / std::to_string(kind));
        config.strategyFactory = [=](const StrategySetup&) -> Result<std::unique_ptr<Strategy>> { return std::unique_ptr<Strategy>(std::make_unique<BadStrategy>(kind)); };
        std::vector<Event> events;
        EXPECT_EQ(runToEnd(std::move(config), &events), S::Failed);
        EXPECT_FALSE(failure(events).message.empty());
        const auto store = RunStore::openForReading(folder.path() / std::to_string(kind));
        ASSERT_TRUE(store);
        EXPECT_EQ(allOf<SessionFailed>(*(*store)->events()).size(), 1U);
        EXPECT_EQ(allOf<LevelStarted>(*(*store)->events()).size(), 1U);
    }
}

TEST(SessionQueries, AreAnsweredBetweenMiniBatchesWhilePausedAndAtTheEnd)
{
    RunsFolder folder;
    FakeEngine engine;
    engine.training.steps = 100000; // one child would take minutes
    engine.training.perStep = std::chrono::milliseconds(1);
    Session session;
    std::vector<Event> seen;
    const auto cell = pnasArchitecture({{{kPrev, OpId::SepConv5}, {kPrev, OpId::MaxPool3}}});
    const auto answered = [](std::uint64_t id) {
        return [id](const Event& e) {
            const auto* answer = std::get_if<QueryAnswered>(&e.body);
            return answer && answer->query == id;
        };
    };
    ASSERT_TRUE(session.start(tinyConfig(engine, folder.path() / "a")));
    ASSERT_TRUE(drainUntil(session, seen, [](const Event& e) { return std::holds_alternative<TrainingProgress>(e.body); }));
    session.ask({1, PredictQuery{cell}}); // before the first fit: an error, but an answer
    ASSERT_TRUE(drainUntil(session, seen, answered(1)));
    session.pause();
    ASSERT_TRUE(drainUntil(session, seen, reaches(S::Paused)));
    session.ask({2, AblationQuery{cell}});
    ASSERT_TRUE(drainUntil(session, seen, answered(2)));
    EXPECT_EQ(session.state(), S::Paused);
    session.stop();
    session.wait();
    session.ask({3, PredictQuery{cell}}); // nobody is there any more
    ASSERT_TRUE(drainUntil(session, seen, answered(3)));
    for (const auto& answer : allOf<QueryAnswered>(seen))
        EXPECT_TRUE(nlohmann::json::accept(answer.answer)) << answer.answer;
    EXPECT_TRUE(nlohmann::json::parse(allOf<QueryAnswered>(seen).at(0).answer).contains("error"));
    const auto store = RunStore::openForReading(folder.path() / "a");
    EXPECT_TRUE(allOf<QueryAnswered>(*(*store)->events()).empty());
}

TEST(SessionQueries, APredictionComesFromTheFittedSurrogate)
{
    RunsFolder folder;
    FakeEngine engine;
    Session session;
    std::vector<Event> seen;
    auto config = tinyConfig(engine, folder.path() / "a");
    engine.training.onStep = [](const EvaluationRequest& request, int) {
        if (request.id > 10)
            std::this_thread::sleep_for(std::chrono::milliseconds(20));
    };
    ASSERT_TRUE(session.start(std::move(config)));
    ASSERT_TRUE(drainUntil(session, seen, results(11)));
    const auto proposed = allOf<CandidateProposed>(seen).at(10);
    session.ask({9, PredictQuery{proposed.arch}});
    ASSERT_TRUE(drainUntil(session, seen, [](const Event& e) { return std::holds_alternative<QueryAnswered>(e.body); }));
    const auto answer = nlohmann::json::parse(allOf<QueryAnswered>(seen).front().answer);
    EXPECT_DOUBLE_EQ(answer.at("mean").get<double>(), proposed.predicted->mean);
}

} // namespace
} // namespace cw::test
