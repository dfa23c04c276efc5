#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "tests/core/enas_harness.h"

namespace cw::test {
namespace {

using S = SessionState;

auto sampled(int n)
{
    return [n, count = 0](const Event& e) mutable { return (std::holds_alternative<ChildSampled>(e.body) && ++count >= n) || reaches(S::Finished)(e); };
}

class EnasSession : public testing::TestWithParam<const char*> {
protected:
    RunsFolder m_folder;
    FakeEngine m_engine;
    std::filesystem::path run(const char* name) const { return m_folder.path() / name; }
    SessionConfig config(const char* name, bool resume = false, const char* strategy = "enas") { return sharedConfig(m_engine, strategy, GetParam(), run(name), resume); }
};
INSTANTIATE_TEST_SUITE_P(Spaces, EnasSession, testing::ValuesIn(kEnasSpaces), [](const auto& space) { return std::string(space.param); });

TEST_P(EnasSession, CutAnywhereItEndsAsTheUninterruptedRun)
{
    ASSERT_EQ(runToEnd(config("whole")), S::Finished);
    m_engine.onSharedBatch = [] { std::this_thread::sleep_for(std::chrono::microseconds(500)); };
    int sittings = 0;
    for (bool over = false; !over; ++sittings) {
        ASSERT_LT(sittings, 60);
        Session session;
        std::vector<Event> seen;
        auto next = config("cut", sittings > 0);
        next.checkpointSeconds = sittings % 3 == 0 ? 0 : 1000;
        ASSERT_TRUE(session.start(std::move(next)));
        ASSERT_TRUE(drainUntil(session, seen, sampled(1 + sittings % 5 * 3)));
        if (sittings % 2 == 0 && std::none_of(seen.begin(), seen.end(), reaches(S::Finished))) {
            session.pause();
            drainUntil(session, seen, [](const Event& e) { return reaches(S::Paused)(e) || reaches(S::Finished)(e); });
        }
        session.stop();
        session.wait();
        over = session.state() == S::Finished;
        ASSERT_NE(session.state(), S::Failed);
    }
    EXPECT_GT(sittings, 3);
    EXPECT_EQ(storyOf(run("whole")), storyOf(run("cut")));
    EXPECT_EQ(candidatesAsText(run("whole")), candidatesAsText(run("cut")));
    EXPECT_FALSE(lastWeights(run("whole")).empty());
    EXPECT_TRUE(same(lastWeights(run("whole")), lastWeights(run("cut"))));
}

TEST_P(EnasSession, HowOftenCheckpointsAreWrittenChangesNothing)
{
    auto often = config("often"), seldom = config("seldom");
    for (auto* each : {&often, &seldom})
        ASSERT_TRUE(each->settings.set("rounds", "1"));
    often.checkpointSeconds = 0;
    seldom.checkpointSeconds = 1e9;
    ASSERT_EQ(runToEnd(std::move(often)), S::Finished);
    ASSERT_EQ(runToEnd(std::move(seldom)), S::Finished);
    EXPECT_EQ(storyOf(run("often")), storyOf(run("seldom")));
    EXPECT_TRUE(same(lastWeights(run("often")), lastWeights(run("seldom"))));
}

TEST_P(EnasSession, ARandomSearchWithSharedWeightsIsNoOther)
{
    ASSERT_EQ(runToEnd(config("whole", false, "random")), S::Finished);
    m_engine.onSharedBatch = [] { std::this_thread::sleep_for(std::chrono::microseconds(500)); };
    Session session;
    std::vector<Event> seen;
    ASSERT_TRUE(session.start(config("cut", false, "random")));
    ASSERT_TRUE(drainUntil(session, seen, sampled(17)));
    session.stop();
    session.wait();
    ASSERT_EQ(session.state(), S::Stopped);
    m_engine.onSharedBatch = {};
    ASSERT_EQ(runToEnd(config("cut", true, "random")), S::Finished);
    EXPECT_EQ(storyOf(run("whole")), storyOf(run("cut")));
}

/// Nothing trains in a pool: neither an evaluator nor worker processes are made.
TEST_P(EnasSession, StartsNoWorkers)
{
    class NoEvaluators : public FakeEngine {
    public:
        Result<std::unique_ptr<Evaluator>> makeEvaluator(const EvaluatorSetup&) override { return Error{ErrorCode::Engine, "must not be made", {}}; }
    } engine;
    auto with = sharedConfig(engine, "enas", GetParam(), run("alone"));
    with.workers = 4;
    EXPECT_EQ(runToEnd(std::move(with)), S::Finished);
}

TEST_P(EnasSession, AnswersWhileItRunsAndDerivesWhenAsked)
{
    m_engine.onSharedBatch = [] { std::this_thread::sleep_for(std::chrono::microseconds(500)); };
    Session session;
    std::vector<Event> seen;
    ASSERT_TRUE(session.start(config("asked")));
    ASSERT_TRUE(drainUntil(session, seen, sampled(3)));
    session.ask({7, DeriveQuery{}});
    ASSERT_TRUE(drainUntil(session, seen, [](const Event& e) { return std::holds_alternative<QueryAnswered>(e.body); }));
    EXPECT_EQ(nlohmann::json::parse(allOf<QueryAnswered>(seen).at(0).answer), (nlohmann::json{{"accepted", true}}));
    session.wait();
    for (auto& e : session.events().drain())
        seen.push_back(std::move(e));
    const auto levels = allOf<LevelFinished>(seen);
    ASSERT_EQ(levels.size(), 3U);
    EXPECT_EQ(levels.back().level, 3);
    EXPECT_EQ(allOf<SearchFinished>(seen).at(0).winner, levels.back().bestId);
}

TEST_P(EnasSession, FinishNowGivesAWinnerAndCanStillBeStopped)
{
    m_engine.onSharedBatch = [] { std::this_thread::sleep_for(std::chrono::microseconds(300)); };
    {
        Session session;
        std::vector<Event> seen;
        ASSERT_TRUE(session.start(config("finished")));
        ASSERT_TRUE(drainUntil(session, seen, sampled(4)));
        session.finishNow();
        session.wait();
        EXPECT_EQ(session.state(), S::Finished);
        for (auto& e : session.events().drain())
            seen.push_back(std::move(e));
        const auto end = allOf<SearchFinished>(seen);
        ASSERT_EQ(end.size(), 1U);
        EXPECT_TRUE(end[0].early);
        EXPECT_NE(end[0].winner, 0U);
    }
    m_engine.onSharedBatch = [] { std::this_thread::sleep_for(std::chrono::milliseconds(5)); };
    {
        Session session;
        std::vector<Event> seen;
        auto slow = config("stopped");
        ASSERT_TRUE(slow.settings.set("derive", "400"));
        ASSERT_TRUE(slow.settings.set("rounds", "1"));
        ASSERT_TRUE(session.start(std::move(slow)));
        ASSERT_TRUE(drainUntil(session, seen, sampled(4)));
        session.finishNow();
        ASSERT_TRUE(drainUntil(session, seen, [](const Event& e) { return std::holds_alternative<CandidateEvaluated>(e.body); })) << "deriving";
        session.stop();
        session.wait();
        EXPECT_EQ(session.state(), S::Stopped);
    }
    m_engine.onSharedBatch = {};
    EXPECT_EQ(runToEnd(config("stopped", true)), S::Finished) << "it can be resumed";
}

TEST_P(EnasSession, RandomArchitecturesTrainFromScratchToo)
{
    m_engine.training.perStep = std::chrono::microseconds(0);
    auto scratch = config("scratch", false, "random");
    scratch.settings = tinyShared("random", GetParam(), {{"weights", "scratch"}, {"models", "9"}});
    std::vector<Event> events;
    ASSERT_EQ(runToEnd(std::move(scratch), &events), S::Finished);
    const auto proposed = allOf<CandidateProposed>(events);
    ASSERT_EQ(proposed.size(), 9U);
    for (const auto& c : proposed) {
        EXPECT_EQ(c.arch.space, GetParam());
        EXPECT_EQ(c.role, CandidateRole::Random);
        EXPECT_EQ(c.level, 1);
        EXPECT_GT(c.parameters, 0);
    }
    EXPECT_TRUE(allOf<SharedWeightsTrained>(events).empty());
    EXPECT_EQ(allOf<LevelFinished>(events).at(0).trained, 9);

    m_engine.training.perStep = std::chrono::microseconds(300);
    Session session;
    std::vector<Event> seen;
    auto cut = config("cut", false, "random");
    cut.settings = tinyShared("random", GetParam(), {{"weights", "scratch"}, {"models", "9"}});
    ASSERT_TRUE(session.start(std::move(cut)));
    ASSERT_TRUE(drainUntil(session, seen, results(4)));
    session.stop();
    session.wait();
    ASSERT_EQ(session.state(), S::Stopped);
    ASSERT_EQ(runToEnd(config("cut", true, "random")), S::Finished) << "its settings are stored with it";
    EXPECT_EQ(storyOf(run("scratch")), storyOf(run("cut")));
}

} // namespace
} // namespace cw::test
