#include <csignal>
#include <fstream>
#include <set>
#include <spawn.h>
#include <sys/prctl.h>
#include <sys/wait.h>

#include <SQLiteCpp/SQLiteCpp.h>
#include <gtest/gtest.h>

#include "core/base/random.h"
#include "tests/core/dataset_samples.h"
#include "tests/core/enas_harness.h"

extern char** environ;

namespace cw::test {
namespace {

namespace fs = std::filesystem;

pid_t start(const std::vector<std::string>& command)
{
    std::vector<char*> arguments;
    for (const auto& a : command)
        arguments.push_back(const_cast<char*>(a.c_str()));
    arguments.push_back(nullptr);
    pid_t pid = -1;
    return ::posix_spawn(&pid, arguments[0], nullptr, nullptr, arguments.data(), environ) == 0 ? pid : -1;
}
int waitFor(pid_t pid)
{
    int status = -1;
    while (::waitpid(pid, &status, 0) < 0 && errno == EINTR)
        ;
    return status;
}

std::vector<std::string> lines(const fs::path& file)
{
    std::vector<std::string> found;
    std::ifstream in(file);
    for (std::string line; std::getline(in, line);)
        found.push_back(line);
    return found;
}

/// Architectures whose result is safe on disk.
std::set<std::string> finished(const fs::path& run)
{
    std::set<std::string> hashes;
    if (!fs::exists(run))
        return hashes;
    SQLite::Database db((run / "run.db").string(), SQLite::OPEN_READONLY, 1000);
    SQLite::Statement query(db, "SELECT hash FROM results");
    while (query.executeStep())
        hashes.insert(query.getColumn(0).getString());
    return hashes;
}

/// Orphans of this process's children fall to it: true once there are none.
bool allWorkersEnded()
{
    for (int i = 0; i < 500; ++i) {
        const auto pid = ::waitpid(-1, nullptr, WNOHANG);
        if (pid < 0 && errno == ECHILD)
            return true;
        if (pid == 0)
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return false;
}

struct Plan {
    int kills = 20, workers = 1, blocks = 4, beam = 24;
    int atLeast = 20; ///< kills survived, should the search end before the last one
    int stepMicroseconds = 2000; ///< five a child
    int earliest = 0, latest = 60; ///< milliseconds to live: every other time from the start of the process, else from its first child
    std::size_t candidates = 80;   ///< at least
    /// One sitting, which begins or continues the run. fast: for the sittings that are not killed.
    std::function<std::vector<std::string>(const fs::path& run, bool fast)> command;
    bool logs = true;         ///< the sittings write what they begin beside the run
    bool resultsStand = true; ///< a result once stored is not measured again; shared weights measure again, to the same bits
};

std::vector<std::string> driver(const Plan& plan, const fs::path& run, bool fast)
{
    return {CELLWRIGHT_BIN_DIR "/kill_driver", run.string(), run.string() + ".log", std::to_string(plan.workers), std::to_string(plan.blocks),
            std::to_string(plan.beam), std::to_string(fast ? 100 : plan.stepMicroseconds), CELLWRIGHT_BIN_DIR "/fake_worker"};
}

/// Kills one search again and again; what the store had once is neither lost nor trained again, and the end is that of a whole run.
void killAndResume(Plan plan)
{
    ASSERT_EQ(::prctl(PR_SET_CHILD_SUBREAPER, 1), 0);
    RunsFolder folder;
    if (!plan.command)
        plan.command = [&](const fs::path& path, bool fast) { return driver(plan, path, fast); };
    ASSERT_EQ(waitFor(start(plan.command(folder.path() / "whole", true))), 0);
    const auto run = folder.path() / "killed", log = folder.path() / "killed.log";
    Random random(11);
    std::set<std::string> safe;
    int kills = 0;
    while (kills < plan.kills) {
        const auto begun = lines(log).size();
        const auto pid = start(plan.command(run, false));
        ASSERT_GT(pid, 0);
        const auto grown = [&, before = fs::exists(log) ? fs::file_size(log) : 0] { return fs::exists(log) && fs::file_size(log) > before; };
        for (int i = 0; kills % 2 && plan.logs && i < 10000 && !grown(); ++i)
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        std::this_thread::sleep_for(std::chrono::microseconds(1000 * plan.earliest + static_cast<int>(random.below(static_cast<std::uint64_t>(plan.latest - plan.earliest) * 1000))));
        ::kill(pid, SIGKILL);
        const int status = waitFor(pid);
        if (status == 0 && kills >= plan.atLeast)
            break;
        ASSERT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL) << "the search ended before its " << plan.kills << " kills: " << kills << ", status " << status;
        ++kills;
        const auto now = finished(run);
        for (const auto& hash : plan.resultsStand ? safe : std::set<std::string>())
            EXPECT_TRUE(now.contains(hash)) << "lost " << hash;
        const auto all = lines(log);
        for (auto i = begun; i < all.size(); ++i)
            EXPECT_FALSE(safe.contains(all[i])) << "trained again " << all[i];
        safe = now;
    }
    EXPECT_TRUE(allWorkersEnded());
    EXPECT_GT(safe.size(), 5U);
    ASSERT_EQ(waitFor(start(plan.command(run, true))), 0);
    const auto whole = candidatesAsText(folder.path() / "whole");
    EXPECT_EQ(whole, candidatesAsText(run));
    EXPECT_GT(static_cast<std::size_t>(std::count(whole.begin(), whole.end(), '\n')), plan.candidates);
    // The log of events tells the same story: levels, choices, results, winner; once each.
    const auto story = [](const fs::path& path) {
        std::string text;
        const auto store = RunStore::openForReading(path);
        const auto events = (*store)->events();
        for (const auto& event : *events) {
            if (const auto* level = std::get_if<LevelFinished>(&event.body))
                text += "level " + std::to_string(level->level) + " best " + std::to_string(level->bestId) + " of " + std::to_string(level->trained) + "\n";
            else if (const auto* scored = std::get_if<ChildrenScored>(&event.body))
                text += "scored " + std::to_string(scored->scored) + "\n";
            else if (const auto* end = std::get_if<SearchFinished>(&event.body))
                text += "winner " + std::to_string(end->winner) + "\n";
            else if (const auto* result = std::get_if<CandidateEvaluated>(&event.body))
                text += "result " + std::to_string(result->evaluation.id) + "\n";
        }
        return text;
    };
    EXPECT_EQ(story(folder.path() / "whole"), story(run));
    if (!plan.resultsStand) {
        EXPECT_EQ(storyOf(folder.path() / "whole"), storyOf(run)) << "every round, to the last bit";
        EXPECT_TRUE(same(lastWeights(folder.path() / "whole"), lastWeights(run)));
    }
    for (const auto& entry : fs::directory_iterator(folder.path()))
        EXPECT_FALSE(entry.path().filename().string().starts_with(".")) << entry.path();
}

TEST(KillMinusNine, TwentyTimesInlineEndsAsIfUninterrupted) { killAndResume({}); }
TEST(KillMinusNine, TwentyTimesWithTwoWorkersEndsAsIfUninterrupted)
{
    Plan plan;
    plan.workers = 2;
    plan.stepMicroseconds = 5000;
    plan.latest = 80;
    killAndResume(plan);
}
/// A search with shared weights: weights, controller, optimizers, baseline and random streams go on from the last checkpoint.
Plan sharedPlan(const char* space, int rounds, int kills)
{
    Plan plan;
    plan.kills = kills;
    plan.atLeast = kills - 3;
    plan.candidates = static_cast<std::size_t>(4 * rounds - 1);
    plan.resultsStand = false;
    plan.earliest = 40;
    plan.latest = 260;
    plan.command = [=](const fs::path& run, bool fast) -> std::vector<std::string> {
        return {CELLWRIGHT_BIN_DIR "/kill_driver", run.string(), run.string() + ".log", space, std::to_string(rounds), "0", fast ? "50" : "1500"};
    };
    return plan;
}
TEST(KillMinusNine, ASearchWithSharedWeightsEndsAsIfUninterrupted)
{
    killAndResume(sharedPlan("macro", 24, 8));
}
TEST(FullKillMinusNine, ManyTimesWithSharedWeights)
{
    for (const char* space : {"micro", "macro", "recurrent"}) {
        SCOPED_TRACE(space);
        killAndResume(sharedPlan(space, 200, 60));
    }
}
TEST(FullKillMinusNine, ManyTimesInline)
{
    Plan plan;
    plan.kills = 150;
    plan.atLeast = 100;
    plan.beam = 100;
    plan.blocks = 5;
    plan.stepMicroseconds = 4000;
    killAndResume(plan);
}
TEST(FullKillMinusNine, ManyTimesWithThreeWorkers)
{
    Plan plan;
    plan.kills = 150;
    plan.atLeast = 100;
    plan.beam = 150;
    plan.blocks = 5;
    plan.workers = 3;
    plan.stepMicroseconds = 15000;
    plan.latest = 100;
    killAndResume(plan);
}
/// The program itself: real data, real training, two workers.
TEST(FullKillMinusNine, TwentyTimesTheSearchCommandWithLibTorch)
{
    if (!fs::exists(CELLWRIGHT_BIN_DIR "/../lib/libcw_torch.so"))
        GTEST_SKIP() << "this build has no training engine";
    RunsFolder folder;
    const auto data = folder.path() / "data";
    for (const unsigned kind : {1U, 2U, 3U})
        writeClass(data / ("class" + std::to_string(kind)), 40, 1000 * kind);
    Plan plan;
    plan.logs = false;
    plan.atLeast = 8; // on a machine that trains these children much faster
    plan.earliest = 800;
    plan.latest = 2300;
    plan.candidates = 40;
    plan.command = [&](const fs::path& run, bool fast) {
        const std::vector<std::string> common{"/usr/bin/env", "XDG_CACHE_HOME=" + (folder.path() / "cache").string(), CELLWRIGHT_BIN_DIR "/cellwright-cli"};
        auto command = common;
        const std::vector<std::string> resume{"resume", run.string()};
        const std::vector<std::string> search{"search", "--strategy", "pnas", "--space", "pnas", "--data", data.string(), "--out", run.string(), "--preset", "quick",
                                              "--seed", "3", "--set", "blocks=3", "--set", "operations=sep3,id,max3", "--set", "beam_width=8", "--set", "sampled=2",
                                              "--set", "image_size=8", "--set", "steps=40", "--set", "batch=32", "--set", "filters=8", "--set", "validation_fraction=0.4"};
        const auto& rest = fs::exists(run) ? resume : search;
        command.insert(command.end(), rest.begin(), rest.end());
        for (const auto* last : {"--json", "--device", "cpu", "--workers"})
            command.emplace_back(last);
        command.emplace_back(fast && !fs::exists(run) ? "1" : "2"); // the run that is not killed trains in one process
        return command;
    };
    killAndResume(plan);
}

/// The same for ENAS: shared weights of LibTorch.
TEST(FullKillMinusNine, TwentyTimesTheEnasCommandWithLibTorch)
{
    if (!fs::exists(CELLWRIGHT_BIN_DIR "/../lib/libcw_torch.so"))
        GTEST_SKIP() << "this build has no training engine";
    RunsFolder folder;
    const auto data = folder.path() / "data";
    for (const unsigned kind : {1U, 2U, 3U})
        writeClass(data / ("class" + std::to_string(kind)), 40, 1000 * kind);
    const auto words = folder.path() / "words.txt";
    {
        std::ofstream text(words);
        Random random(5);
        for (int line = 0; line < 2000; ++line, text << "\n")
            for (int i = 0; i < 8; ++i)
                text << "w" << random.below(40) << " ";
    }
    using Set = std::vector<std::string>;
    const struct {
        const char* space;
        fs::path data;
        Set values; // some seconds each
    } rows[] = {{"micro", data, Set{"round_steps=60", "image_size=8", "batch=16", "filters=8", "validation_fraction=0.4"}},
                {"macro", data, Set{"round_steps=500", "image_size=8", "batch=16", "filters=8", "validation_fraction=0.4"}},
                {"recurrent", words, Set{"round_steps=500", "hidden=64", "batch=16", "bptt=20"}}};
    for (const auto& row : rows) {
        const auto* space = row.space;
        SCOPED_TRACE(space);
        Plan plan;
        plan.logs = false;
        plan.atLeast = 4; // on a machine that trains much faster
        plan.kills = 20;
        plan.earliest = 900;
        plan.latest = 2500;
        plan.candidates = 20;
        plan.resultsStand = false;
        plan.command = [&](const fs::path& run, bool) {
            std::vector<std::string> command{"/usr/bin/env", "XDG_CACHE_HOME=" + (folder.path() / "cache").string(), CELLWRIGHT_BIN_DIR "/cellwright-cli"};
            if (fs::exists(run))
                command.insert(command.end(), {"resume", run.string()});
            else {
                command.insert(command.end(), {"search", "--strategy", "enas", "--space", space, "--data", row.data.string(), "--out", run.string(), "--seed", "3"});
                auto values = row.values;
                values.insert(values.end(), {"rounds=6", "updates=6", "samples=4", "derive=4"});
                for (const auto& value : values)
                    command.insert(command.end(), {"--set", value});
            }
            command.insert(command.end(), {"--json", "--device", "cpu", "--workers", "1"});
            return command;
        };
        killAndResume(plan);
        fs::remove_all(folder.path() / "cache");
    }
}

} // namespace
} // namespace cw::test
