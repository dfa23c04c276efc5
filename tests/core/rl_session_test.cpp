#include <gtest/gtest.h>

#include <set>

#include "core/search/controller_answer.h"
#include "tests/core/session_harness.h"

namespace cw::test {
namespace {

using S = SessionState;

SessionConfig rlConfig(FakeEngine& engine, const std::filesystem::path& run, bool resume = false)
{
    auto config = tinyConfig(engine, run, resume);
    config.strategy = "rl";
    config.settings = tinySettings(2, 4, "sep5,max3,id", "rl");
    for (const auto& [key, value] : {std::pair{"models", "16"}, std::pair{"units", "12"}})
        EXPECT_TRUE(config.settings.set(key, value));
    return config;
}

/// What the updates came to, bit for bit; no times.
std::string updatesAsText(const std::filesystem::path& run)
{
    const auto store = RunStore::openForReading(run);
    const auto events = (*store)->events();
    std::string text;
    for (const auto& update : allOf<PolicyUpdated>(*events)) {
        char line[160];
        std::snprintf(line, sizeof line, "%lld/%lld %a %a %a %a\n", static_cast<long long>(update.step), static_cast<long long>(update.steps), update.reward,
                      update.baseline, update.entropy, update.gradientNorm);
        text += line;
    }
    return text;
}

std::vector<float> controllerOf(const std::filesystem::path& run)
{
    const auto store = RunStore::openForReading(run);
    const auto buffers = (*store)->readWeights(kControllerWeights);
    EXPECT_TRUE(buffers);
    std::vector<float> all;
    for (const auto& [name, buffer] : *buffers)
        all.insert(all.end(), buffer.data.begin(), buffer.data.end());
    return all;
}

TEST(RlSession, StopsWithinAMiniBatchAndResumesToTheSameEnd)
{
    const RunsFolder folder;
    FakeEngine engine;
    const auto whole = folder.path() / "whole", cut = folder.path() / "cut";
    ASSERT_EQ(runToEnd(rlConfig(engine, whole)), S::Finished);
    int sittings = 0;
    for (bool over = false; !over; ++sittings) {
        ASSERT_LT(sittings, 50);
        Session session;
        std::vector<Event> seen;
        ASSERT_TRUE(session.start(rlConfig(engine, cut, sittings > 0)));
        ASSERT_TRUE(drainUntil(session, seen, [&, enough = results(1 + sittings % 4)](const Event& e) mutable {
            over = over || reaches(S::Finished)(e);
            return over || enough(e);
        }));
        session.stop();
        session.wait();
        ASSERT_TRUE(session.state() == S::Stopped || session.state() == S::Finished);
        over = session.state() == S::Finished;
    }
    EXPECT_GT(sittings, 3);
    EXPECT_EQ(candidatesAsText(whole), candidatesAsText(cut));
    EXPECT_GT(updatesAsText(whole).size(), 300U);
    EXPECT_EQ(updatesAsText(whole), updatesAsText(cut));
    EXPECT_FALSE(controllerOf(whole).empty());
    EXPECT_EQ(controllerOf(whole), controllerOf(cut));
}

TEST(RlSession, NothingIsTrainedTwiceEvenWithoutACheckpoint)
{
    const RunsFolder folder;
    FakeEngine engine;
    std::multiset<std::uint64_t> trained;
    engine.training.onStep = [&](const EvaluationRequest& r, int step) {
        if (step == engine.training.steps)
            trained.insert(architectureHash(r.arch));
    };
    const auto run = folder.path() / "a";
    {
        Session session;
        std::vector<Event> seen;
        ASSERT_TRUE(session.start(rlConfig(engine, run)));
        ASSERT_TRUE(drainUntil(session, seen, results(10)));
        session.stop();
        session.wait();
    }
    for (const auto& entry : std::filesystem::directory_iterator(run / "weights"))
        if (entry.path().filename().string().starts_with("checkpoint-"))
            std::filesystem::resize_file(entry.path(), 5);
    ASSERT_EQ(runToEnd(rlConfig(engine, run, true)), S::Finished);
    EXPECT_LE(trained.size(), 17U); // one may have been cut short in its last step
    EXPECT_EQ(std::set<std::uint64_t>(trained.begin(), trained.end()).size(), 16U);
    ASSERT_EQ(runToEnd(rlConfig(engine, folder.path() / "b")), S::Finished);
    EXPECT_EQ(candidatesAsText(run), candidatesAsText(folder.path() / "b"));
    EXPECT_EQ(updatesAsText(run), updatesAsText(folder.path() / "b"));
}

} // namespace
} // namespace cw::test
