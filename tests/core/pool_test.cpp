#include <csignal>
#include <fstream>
#include <sys/wait.h>

#include <gtest/gtest.h>

#include "core/search/inline_pool.h"
#include "tests/core/session_harness.h"

namespace cw::test {
namespace {

namespace fs = std::filesystem;

std::string workerProgram() { return CELLWRIGHT_BIN_DIR "/fake_worker"; }

Architecture cell(CandidateId id) { return pnasArchitecture({{{kPrev, static_cast<OpId>(id % kOpCount)}, {kPrevPrev, static_cast<OpId>(id / kOpCount % kOpCount)}}}); }

EvaluatorSetup setup()
{
    const auto specs = childParameters("pnas");
    return {std::make_shared<FakeImageData>(), Settings({specs.begin(), specs.end()}), 5, "cpu", "/nowhere/scr%atch\xE9 \n"};
}

std::unique_ptr<EvaluationPool> processes(int workers, std::vector<std::string> arguments = {}, Evaluator::Progress progress = {})
{
    arguments.insert(arguments.begin(), workerProgram());
    auto pool = ProcessPool::start(setup(), workers, std::move(progress), std::move(arguments));
    EXPECT_TRUE(pool) << pool.error().message;
    return pool ? *std::move(pool) : nullptr;
}

std::unique_ptr<EvaluationPool> inlined(FakeTraining training = {}, Evaluator::Progress progress = {})
{
    return std::make_unique<InlinePool>(std::make_unique<FakeEvaluator>(std::move(training), 5), std::move(progress));
}

std::vector<Evaluation> collectAll(EvaluationPool& pool)
{
    Control control;
    std::vector<Evaluation> results;
    while (pool.pending() > 0) {
        auto result = pool.collect(control);
        EXPECT_TRUE(result) << result.error().message;
        if (!result)
            break;
        results.push_back(*std::move(result));
    }
    return results;
}

std::size_t openDescriptors() { return static_cast<std::size_t>(std::distance(fs::directory_iterator("/proc/self/fd"), fs::directory_iterator())); }
bool hasChildren()
{
    siginfo_t info{};
    return ::waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT) == 0 || errno != ECHILD;
}

TEST(Pools, TheSameResultsInTheOrderOfSubmissionWhereverTheyTrain)
{
    const auto run = [](std::unique_ptr<EvaluationPool> pool) {
        for (CandidateId id = 1; id <= 30; ++id)
            pool->submit({id, cell(id)});
        EXPECT_EQ(pool->pending(), 30U);
        return collectAll(*pool);
    };
    const auto expected = run(inlined());
    ASSERT_EQ(expected.size(), 30U);
    for (CandidateId id = 1; id <= 30; ++id) {
        EXPECT_EQ(expected[id - 1].id, id);
        EXPECT_EQ(expected[id - 1].correct, fakeCorrect(cell(id), 5));
    }
    for (const int workers : {1, 3}) {
        const auto results = run(processes(workers, {"slow=1"})); // the first submitted ends last
        ASSERT_EQ(results.size(), 30U);
        for (std::size_t i = 0; i < results.size(); ++i) {
            EXPECT_EQ(results[i].id, expected[i].id);
            EXPECT_EQ(results[i].outcome, Outcome::Measured);
            EXPECT_EQ(results[i].accuracy, expected[i].accuracy);
            EXPECT_EQ(results[i].loss, expected[i].loss);
            EXPECT_EQ(results[i].curve, expected[i].curve);
        }
    }
}

TEST(Pools, ResultsAreAnnouncedWhenTheyArriveNotWhenTheirTurnComes)
{
    auto pool = processes(2, {"slow=1"});
    std::vector<CandidateId> arrived;
    pool->setArrival([&](const EvaluationRequest& request, const Evaluation& e) {
        EXPECT_EQ(request.id, e.id);
        arrived.push_back(e.id);
    });
    for (CandidateId id = 1; id <= 6; ++id)
        pool->submit({id, cell(id)});
    Control control;
    ASSERT_TRUE(pool->collect(control));
    EXPECT_GT(arrived.size(), 1U); // others came while the first still trained
    EXPECT_NE(arrived.front(), 1U);
}

TEST(Pools, LeaveNoProcessAndNoDescriptor)
{
    const auto before = openDescriptors();
    for (int i = 0; i < 3; ++i) {
        auto pool = processes(3, {"steps=100000"});
        for (CandidateId id = 1; id <= 5; ++id)
            pool->submit({id, cell(id)});
    }
    EXPECT_EQ(openDescriptors(), before);
    EXPECT_FALSE(hasChildren());
}

TEST(Pools, AWorkerThatDiesIsReplacedAndItsChildTriedAgain)
{
    RunsFolder folder;
    auto pool = processes(2, {"chatter", "crash-once=3:" + (folder.path() / "marker").string()});
    for (CandidateId id = 1; id <= 6; ++id)
        pool->submit({id, cell(id)});
    const auto results = collectAll(*pool);
    ASSERT_EQ(results.size(), 6U);
    EXPECT_TRUE(fs::exists(folder.path() / "marker"));
    for (const auto& e : results)
        EXPECT_EQ(e.outcome, Outcome::Measured) << e.message;
}

TEST(Pools, AChildThatAlwaysKillsItsWorkerFailsAloneAndInWords)
{
    auto pool = processes(2, {"crash=2"});
    for (CandidateId id = 1; id <= 5; ++id)
        pool->submit({id, cell(id)});
    const auto results = collectAll(*pool);
    ASSERT_EQ(results.size(), 5U);
    for (const auto& e : results)
        EXPECT_EQ(e.outcome, e.id == 2 ? Outcome::Failed : Outcome::Measured);
    EXPECT_NE(results[1].message.find("ended 3 times"), std::string::npos) << results[1].message;
    EXPECT_NE(results[1].message.find("memory ran out"), std::string::npos) << results[1].message;
}

TEST(Pools, WorkersThatCannotWorkAreAnErrorOfThePool)
{
    Control control;
    for (const auto* what : {"die-at-start", "garbage", "no-engine"}) {
        auto pool = processes(2, {what});
        pool->submit({1, cell(1)});
        const auto result = pool->collect(control);
        ASSERT_FALSE(result) << what;
        EXPECT_EQ(result.error().code, ErrorCode::Engine) << what;
        EXPECT_FALSE(result.error().message.empty());
    }
    const auto missing = ProcessPool::start(setup(), 2, {}, {"/nowhere/worker"});
    ASSERT_FALSE(missing);
    EXPECT_NE(missing.error().message.find("/nowhere/worker"), std::string::npos);
    EXPECT_FALSE(hasChildren());
}

TEST(Pools, TheProgramsOwnWorkerIsFoundBesideIt)
{
    auto pool = ProcessPool::start(setup(), 1, {});
    ASSERT_TRUE(pool) << pool.error().message;
    (*pool)->submit({1, cell(1)});
    Control control;
    const auto result = (*pool)->collect(control); // it serves, and finds no data where the fake ones say
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().message.find("end before they train"), std::string::npos) << result.error().message;
    EXPECT_FALSE(result.error().message.empty());
}

TEST(Pools, SkipEndsWhatTrainsAndWhatWaits)
{
    FakeTraining training;
    training.steps = 100000;
    std::vector<std::unique_ptr<EvaluationPool>> pools;
    EvaluationPool* current = nullptr;
    const auto skipper = [&](const TrainingProgress& p) { current->skip(p.id); };
    pools.push_back(inlined(training, skipper));
    pools.push_back(processes(2, {"steps=100000"}, skipper));
    for (auto& pool : pools) {
        current = pool.get();
        std::vector<CandidateId> arrived;
        pool->setArrival([&](const EvaluationRequest&, const Evaluation& e) { arrived.push_back(e.id); });
        for (CandidateId id = 1; id <= 4; ++id)
            pool->submit({id, cell(id)});
        pool->skip(4);
        pool->skip(77);
        const auto results = collectAll(*pool);
        ASSERT_EQ(results.size(), 4U);
        for (const auto& e : results)
            EXPECT_EQ(e.outcome, Outcome::Skipped);
        EXPECT_EQ(arrived.size(), 4U);
    }
}

TEST(Pools, PauseStopsTheWorkersAndStopUnwinds)
{
    RunsFolder folder;
    std::atomic<int> told = 0;
    auto pool = processes(2, {"steps=100000", "step-us=1000"}, [&](const TrainingProgress&) { ++told; });
    for (CandidateId id = 1; id <= 4; ++id)
        pool->submit({id, cell(id)});
    Control control;
    std::jthread other([&] {
        const auto wait = [] { std::this_thread::sleep_for(std::chrono::milliseconds(150)); };
        while (told < 2)
            wait();
        control.pause();
        pool->setPaused(true);
        wait();
        const int paused = told;
        wait();
        EXPECT_EQ(told, paused);
        pool->setPaused(false);
        control.resume();
        wait();
        wait();
        EXPECT_GT(told, paused);
        control.requestStop();
    });
    EXPECT_THROW((void)pool->collect(control), Cancelled);
    EXPECT_EQ(pool->pending(), 4U);
    pool->clear();
    EXPECT_EQ(pool->pending(), 0U);
}

TEST(Pools, AfterClearNothingOldIsToldAndNewWorkGoesOn)
{
    auto pool = processes(2, {"steps=60", "step-us=1000"});
    std::vector<CandidateId> arrived;
    pool->setArrival([&](const EvaluationRequest&, const Evaluation& e) { arrived.push_back(e.id); });
    Control control;
    pool->submit({1, cell(1)});
    ASSERT_TRUE(pool->collect(control)); // the workers are up
    pool->submit({2, cell(2)});
    pool->submit({3, cell(3)});
    pool->clear();
    pool->submit({4, cell(4)});
    const auto result = pool->collect(control);
    ASSERT_TRUE(result);
    EXPECT_EQ(result->id, 4U);
    EXPECT_EQ(arrived, (std::vector<CandidateId>{1, 4}));
}

TEST(Pools, CtrlCDoesNotReachTheWorkers)
{
    auto pool = processes(1, {"steps=100", "step-us=1000"});
    std::ifstream children("/proc/thread-self/children");
    pid_t worker = 0;
    children >> worker;
    if (worker == 0)
        GTEST_SKIP() << "this kernel does not list a thread's children";
    ::kill(worker, SIGINT); // perhaps before it has even begun
    pool->submit({1, cell(1)});
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    ::kill(worker, SIGINT);
    const auto results = collectAll(*pool);
    ASSERT_EQ(results.size(), 1U);
    EXPECT_EQ(results[0].outcome, Outcome::Measured);
    children.clear();
    std::ifstream again("/proc/thread-self/children");
    pid_t still = 0;
    again >> still;
    EXPECT_EQ(still, worker);
}

TEST(Pools, SessionsWithWorkersEndAsThoseWithout)
{
    RunsFolder folder;
    FakeEngine engine;
    ASSERT_EQ(runToEnd(tinyConfig(engine, folder.path() / "inline")), SessionState::Finished);
    for (const int workers : {2, 4}) {
        const auto run = folder.path() / std::to_string(workers);
        const auto config = [&](bool resume) {
            auto c = tinyConfig(engine, run, resume);
            c.pool = [=](const EvaluatorSetup& s, const Evaluator::Progress& progress) { return ProcessPool::start(s, workers, progress, {workerProgram()}); };
            return c;
        };
        Session session;
        std::vector<Event> seen;
        ASSERT_TRUE(session.start(config(false)));
        ASSERT_TRUE(drainUntil(session, seen, results(5)));
        session.pause();
        ASSERT_TRUE(drainUntil(session, seen, reaches(SessionState::Paused)));
        session.resume();
        ASSERT_TRUE(drainUntil(session, seen, results(6)));
        session.stop();
        session.wait();
        ASSERT_EQ(session.state(), SessionState::Stopped);
        ASSERT_EQ(runToEnd(config(true)), SessionState::Finished);
        EXPECT_EQ(candidatesAsText(folder.path() / "inline"), candidatesAsText(run));
    }
    EXPECT_FALSE(hasChildren());
}

} // namespace
} // namespace cw::test
