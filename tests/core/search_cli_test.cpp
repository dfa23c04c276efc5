#include <gmock/gmock.h>

#include <array>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/base/files.h"
#include "core/store/run_summary.h"
#include "tests/core/enas_harness.h"

namespace cw {
namespace fs = std::filesystem;
namespace {

using nlohmann::json;
using testing::HasSubstr;

struct Answer {
    int status = -1;
    std::string text, messages;
    json object() const { return json::parse(text, nullptr, false); }
};

/// The command line in a process of its own; standard output and error go to files.
class Process {
public:
    explicit Process(const std::vector<std::string>& arguments)
    {
        std::vector<std::string> words{CELLWRIGHT_BIN_DIR "/cellwright-cli"};
        words.insert(words.end(), arguments.begin(), arguments.end());
        std::vector<char*> pointers;
        for (auto& word : words)
            pointers.push_back(word.data());
        pointers.push_back(nullptr);
        const auto out = (m_folder.path() / "out").string(), err = (m_folder.path() / "err").string(), cache = (m_folder.path() / "cache").string();
        m_pid = ::fork();
        if (m_pid == 0) {
            ::setenv("XDG_CACHE_HOME", cache.c_str(), 1);
            if (!std::freopen(out.c_str(), "w", stdout) || !std::freopen(err.c_str(), "w", stderr))
                ::_exit(99);
            ::execv(pointers[0], pointers.data());
            ::_exit(98);
        }
    }
    void send(int signal) const { ::kill(m_pid, signal); }
    Answer wait()
    {
        int status = 0;
        ::waitpid(m_pid, &status, 0);
        const auto text = [&](const char* name) {
            const auto content = readFile(m_folder.path() / name);
            return content ? *content : std::string();
        };
        return {WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status), text("out"), text("err")};
    }

private:
    test::RunsFolder m_folder;
    pid_t m_pid = -1;
};

Answer cli(const std::vector<std::string>& arguments) { return Process(arguments).wait(); }

/// A stored run: finished, or stopped after some results.
fs::path makeRun(const test::RunsFolder& folder, int stopAfter = 0)
{
    const auto run = folder.path() / ("run-" + std::to_string(stopAfter));
    test::FakeEngine engine;
    engine.training.perStep = std::chrono::microseconds(stopAfter > 0 ? 2000 : 0);
    Session session;
    EXPECT_TRUE(session.start(test::tinyConfig(engine, run)));
    std::vector<Event> seen;
    if (stopAfter > 0) {
        EXPECT_TRUE(test::drainUntil(session, seen, test::results(stopAfter)));
        session.stop();
    }
    session.wait();
    return run;
}

TEST(SearchCli, WrongUseIsTwoWithAReason)
{
    const test::RunsFolder folder;
    const auto run = (folder.path() / "run").string();
    const auto refused = [&](std::vector<std::string> more) {
        std::vector<std::string> arguments{"search", "--data", "/nowhere", "--out", run, "--json"};
        arguments.insert(arguments.end(), more.begin(), more.end());
        const auto answer = cli(arguments);
        EXPECT_EQ(answer.status, 2) << more.back();
        EXPECT_FALSE(answer.messages.empty());
        EXPECT_EQ(answer.object()["error"]["code"], "invalid-argument") << answer.text;
        EXPECT_FALSE(fs::exists(run));
        return answer.object()["error"].value("message", "");
    };
    EXPECT_THAT(refused({"--strategy", "luck"}), HasSubstr("Known: pnas, rl, enas, random"));
    EXPECT_THAT(refused({"--space", "micro"}), HasSubstr("Known: pnas"));
    EXPECT_THAT(refused({"--preset", "slow"}), HasSubstr("Known: quick, standard, paper"));
    EXPECT_THAT(refused({"--set", "beam_width=none"}), HasSubstr("a whole number from 1 to 4096"));
    EXPECT_THAT(refused({"--set", "beam_width"}), HasSubstr("KEY=VALUE"));
    EXPECT_THAT(refused({"--set", "colour=red"}), HasSubstr("Known: beam_width"));
    EXPECT_FALSE(refused({"--workers", "0"}).empty());
    EXPECT_FALSE(refused({"--threads", "many"}).empty());
    EXPECT_FALSE(refused({"--device", "gpu"}).empty());
    EXPECT_FALSE(refused({"--seed", "-"}).empty());
    EXPECT_FALSE(refused({"--unheard-of"}).empty());
    EXPECT_EQ(cli({"search", "--out", run}).status, 2) << "no data";
    EXPECT_EQ(cli({"search", "--out", run}).text, "") << "messages go to standard error";
    for (const char* command : {"resume", "status", "events"})
        EXPECT_EQ(cli({command}).status, 2) << command;
    EXPECT_EQ(cli({"search", "--help"}).status, 0);
}

TEST(SearchCli, AnExistingFolderIsNeverTouched)
{
    const test::RunsFolder folder;
    std::ofstream(folder.path() / "mine.txt") << "mine";
    const auto answer = cli({"search", "--data", "/nowhere", "--out", folder.path().string(), "--json"});
    EXPECT_EQ(answer.status, 2);
    EXPECT_THAT(answer.object()["error"]["message"].get<std::string>(), HasSubstr("cellwright-cli resume " + folder.path().string()));
    EXPECT_TRUE(fs::exists(folder.path() / "mine.txt"));
}

TEST(SearchCli, FailureIsOneWithAReason)
{
    const test::RunsFolder folder;
    const auto run = (folder.path() / "run").string();
    const auto search = cli({"search", "--data", (folder.path() / "no-data").string(), "--out", run, "--device", "cpu", "--json"});
    EXPECT_EQ(search.status, 1);
    EXPECT_EQ(search.object()["error"]["code"], "not-found") << search.text;
    EXPECT_FALSE(fs::exists(run)) << "a run that never began leaves nothing";
    for (const char* command : {"resume", "status", "events"}) {
        const auto answer = cli({command, run, "--json"});
        EXPECT_EQ(answer.status, 1) << command;
        EXPECT_EQ(answer.object()["error"]["code"], "not-found") << command << answer.text;
        EXPECT_THAT(answer.messages, HasSubstr(run));
    }
}

TEST(SearchCli, StatusOfAFinishedRun)
{
    const test::RunsFolder folder;
    const auto run = makeRun(folder);
    const auto answer = cli({"status", run.string(), "--json"});
    EXPECT_EQ(answer.status, 0) << answer.messages;
    const auto status = answer.object();
    EXPECT_EQ(status["state"], "finished");
    EXPECT_EQ(status["progress"], (json{{"done", 22}, {"total", 22}, {"level", 3}}));
    EXPECT_TRUE(status["eta_seconds"].is_null());
    EXPECT_EQ(status["resumable"], false);
    EXPECT_EQ(status["best"]["architecture"]["format"], "cellwright-architecture");
    EXPECT_GT(status["best"]["parameters"], 0);
    const auto text = cli({"status", run.string()});
    EXPECT_THAT(text.text, HasSubstr("State: finished"));
    EXPECT_THAT(text.text, HasSubstr(status["best"]["text"].get<std::string>()));
}

TEST(SearchCli, ResumingAFinishedRunTellsItsResult)
{
    const test::RunsFolder folder;
    const auto run = makeRun(folder);
    const auto answer = cli({"resume", run.string(), "--json"});
    ASSERT_EQ(answer.status, 0) << answer.messages;
    const auto report = answer.object();
    std::vector<std::string> keys;
    for (const auto& [key, value] : report.items())
        keys.push_back(key);
    EXPECT_THAT(keys, testing::IsSupersetOf({"run", "state", "evaluated", "seconds", "best", "levels"}));
    EXPECT_EQ(report["run"], run.string());
    EXPECT_EQ(report["state"], "finished");
    EXPECT_EQ(report["evaluated"], 22);
    const auto finished = summarize(*(*RunStore::openForReading(run))->events());
    EXPECT_EQ(report["best"]["id"], finished.best->id);
    EXPECT_EQ(report["best"]["proxy_accuracy"], finished.bestAccuracy);
    ASSERT_EQ(report["levels"].size(), 3U);
    EXPECT_TRUE(report["levels"][0]["trust"].is_null());
    EXPECT_TRUE(report["levels"][0]["beam"].is_null());
    for (std::size_t i = 0; i < 3; ++i) {
        const auto& level = report["levels"][i];
        EXPECT_EQ(level["blocks"], i + 1);
        EXPECT_EQ(level["trained"], i == 0 ? 10 : 6);
        EXPECT_TRUE(level["fit"].contains("spearman"));
    }
    EXPECT_TRUE(report["levels"][2]["trust"].is_null()) << "two sampled children are too few";
    EXPECT_TRUE(report["levels"][2]["beam"].contains("kendall"));
}

TEST(SearchCli, StatusTellsStoppedInterruptedAndRunning)
{
    const test::RunsFolder folder;
    const auto run = makeRun(folder, 3);
    const auto state = [&] { return cli({"status", run.string(), "--json"}).object(); };
    EXPECT_EQ(state()["state"], "stopped");
    EXPECT_EQ(state()["resumable"], true);
    {
        const auto writer = RunStore::openForWriting(run);
        ASSERT_TRUE(writer);
        ASSERT_TRUE((*writer)->append(StateChanged{SessionState::Preparing, SessionState::Running}));
        EXPECT_EQ(state()["state"], "running");
        EXPECT_EQ(state()["resumable"], false);
        EXPECT_TRUE(state()["eta_seconds"].is_number());
        EXPECT_LT(state()["eta_range"][0], state()["eta_range"][1]);
        const auto refused = cli({"resume", run.string(), "--workers", "1", "--device", "cpu", "--json"});
        EXPECT_EQ(refused.status, 1);
        EXPECT_EQ(refused.object()["error"]["code"], "busy");
    }
    EXPECT_EQ(state()["state"], "interrupted") << "its writer is gone without a word";
    EXPECT_EQ(state()["resumable"], true);
    EXPECT_TRUE(state()["eta_seconds"].is_null());
    EXPECT_THAT(cli({"status", run.string()}).text, HasSubstr("cellwright-cli resume " + run.string()));
}

/// A finished search with shared weights, or one that was stopped.
fs::path makeSharedRun(const test::RunsFolder& folder, const char* space, bool stopped = false)
{
    const auto run = folder.path() / (std::string("shared-") + space);
    test::FakeEngine engine;
    if (stopped)
        engine.onSharedBatch = [] { std::this_thread::sleep_for(std::chrono::milliseconds(1)); };
    Session session;
    EXPECT_TRUE(session.start(test::sharedConfig(engine, "enas", space, run)));
    std::vector<Event> seen;
    if (stopped) {
        EXPECT_TRUE(test::drainUntil(session, seen, [](const Event& e) { return std::holds_alternative<PolicyUpdated>(e.body); }));
        session.stop();
    }
    session.wait();
    return run;
}

TEST(SearchCli, ReportsOfSharedWeightsSayWhatMeasured)
{
    const test::RunsFolder folder;
    for (const auto* space : test::kEnasSpaces) {
        SCOPED_TRACE(space);
        const auto run = makeSharedRun(folder, space);
        const auto answer = cli({"resume", run.string(), "--json"});
        ASSERT_EQ(answer.status, 0) << answer.messages;
        const auto report = answer.object();
        const auto summary = summarize(*(*RunStore::openForReading(run))->events());
        EXPECT_EQ(report["state"], "finished");
        EXPECT_EQ(report["best"]["id"], summary.best->id);
        EXPECT_EQ(report["best"]["measured_with"], "shared weights");
        if (std::string(space) == "recurrent") {
            EXPECT_DOUBLE_EQ(report["best"]["proxy_perplexity"].get<double>(), 80 / summary.bestAccuracy);
            EXPECT_FALSE(report["best"].contains("proxy_accuracy"));
        } else
            EXPECT_DOUBLE_EQ(report["best"]["proxy_accuracy"].get<double>(), summary.bestAccuracy);
        ASSERT_EQ(report["rounds"].size(), 2U);
        for (std::size_t i = 0; i < 2; ++i) {
            const auto& round = report["rounds"][i];
            EXPECT_EQ(round["round"], i + 1);
            for (const auto* key : {"loss", "reward", "baseline", "entropy", "random_reward"})
                EXPECT_TRUE(round[key].is_number()) << key;
            EXPECT_GT(round["operation_shares"].size(), 1U);
        }
        ASSERT_EQ(report["levels"].size(), 2U);
        EXPECT_EQ(report["levels"][1]["candidates"], 4);
        EXPECT_EQ(report["levels"][1]["best"]["id"], summary.best->id);
        EXPECT_GT(report["shared_parameters"].get<std::int64_t>(), 100);
        EXPECT_TRUE(report["alarm"].is_null());
        EXPECT_THAT(cli({"resume", run.string()}).text, HasSubstr("with shared weights"));
        const auto status = cli({"status", run.string(), "--json"}).object();
        EXPECT_EQ(status["progress"]["round"], 2);
        EXPECT_EQ(status["progress"]["rounds"], 2);
        EXPECT_EQ(status["progress"]["share"], 1);
        EXPECT_EQ(status["space"], space);
    }
}

TEST(SearchCli, StatusOfAStoppedSearchWithSharedWeights)
{
    const test::RunsFolder folder;
    const auto run = makeSharedRun(folder, "macro", true);
    const auto status = cli({"status", run.string(), "--json"}).object();
    EXPECT_EQ(status["state"], "stopped");
    EXPECT_TRUE(status["best"].is_null());
    EXPECT_LT(status["progress"]["share"], 1);
    const auto text = cli({"status", run.string()}).text;
    EXPECT_THAT(text, HasSubstr("round 1 of 2"));
    EXPECT_THAT(text, HasSubstr("No candidate has been derived yet."));
}

std::vector<json> lines(const std::string& text)
{
    std::vector<json> result;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);)
        result.push_back(json::parse(line));
    return result;
}

TEST(SearchCli, EventsAreTheStoredLog)
{
    const test::RunsFolder folder;
    const auto run = makeRun(folder);
    const auto answer = cli({"events", run.string()});
    EXPECT_EQ(answer.status, 0);
    const auto told = lines(answer.text);
    const auto stored = *(*RunStore::openForReading(run))->events();
    ASSERT_EQ(told.size(), stored.size());
    for (std::size_t i = 0; i < told.size(); ++i)
        EXPECT_EQ(told[i], toJson(stored[i]));
}

TEST(SearchCli, FollowGoesOnUntilTheRunEnds)
{
    const test::RunsFolder folder;
    const auto run = folder.path() / "run";
    test::FakeEngine engine;
    engine.training.perStep = std::chrono::microseconds(4000);
    Session session;
    ASSERT_TRUE(session.start(test::tinyConfig(engine, run)));
    std::vector<Event> seen;
    ASSERT_TRUE(test::drainUntil(session, seen, test::results(2)));
    Process follower({"events", run.string(), "--follow"});
    session.wait();
    const auto answer = follower.wait();
    EXPECT_EQ(answer.status, 0);
    const auto told = lines(answer.text);
    EXPECT_EQ(told.size(), (*RunStore::openForReading(run))->events()->size());
    EXPECT_EQ(told.back()["to"], "finished");
}

TEST(SearchCli, FollowEndsOnCtrlC)
{
    const test::RunsFolder folder;
    const auto run = makeRun(folder, 2);
    const auto writer = RunStore::openForWriting(run); // as if it were going on
    ASSERT_TRUE(writer);
    Process follower({"events", run.string(), "--follow"});
    std::this_thread::sleep_for(std::chrono::milliseconds(400));
    follower.send(SIGINT);
    EXPECT_EQ(follower.wait().status, 130);
}

/// Searches with the real engine, where this build has one, over 60 random pictures in 3 classes.
class SearchCliEngine : public testing::Test {
protected:
    void SetUp() override
    {
        if (!fs::exists(CELLWRIGHT_BIN_DIR "/../lib/libcw_torch.so"))
            GTEST_SKIP() << "built without LibTorch";
        const auto bytes = [](std::initializer_list<std::uint32_t> head) {
            std::string text;
            for (const auto value : head)
                for (int shift = 24; shift >= 0; shift -= 8)
                    text += static_cast<char>(value >> shift & 255U);
            return text;
        };
        auto images = bytes({0x803, 60, 8, 8}), labels = bytes({0x801, 60});
        Random random(1);
        for (int i = 0; i < 60; ++i) {
            labels += static_cast<char>(i % 3);
            for (int p = 0; p < 64; ++p) // the class is the brightest third
                images += static_cast<char>(random.below(100) + (p / 22 == i % 3 ? 100 : 0));
        }
        fs::create_directories(m_folder.path() / "data");
        std::ofstream(m_folder.path() / "data/train-images-idx3-ubyte") << images;
        std::ofstream(m_folder.path() / "data/train-labels-idx1-ubyte") << labels;
    }
    std::vector<std::string> search(const char* name, const char* workers)
    {
        std::vector<std::string> words{"search", "--data", (m_folder.path() / "data").string(), "--out", run(name).string(), "--device", "cpu",
                                       "--workers", workers, "--seed", "3", "--json"};
        for (const char* value : {"operations=sep3,max3", "blocks=2", "beam_width=4", "sampled=4", "image_size=8", "filters=4", "steps=3", "batch=8",
                                  "recalibrate_batches=1", "surrogate_epochs=5", "validation_fraction=0.5"})
            words.insert(words.end(), {"--set", value});
        return words;
    }
    fs::path run(const char* name) const { return m_folder.path() / name; }

    test::RunsFolder m_folder;
};

TEST_F(SearchCliEngine, OneWorkerTwoAndAnInterruptedRunComeToTheSame)
{
    const auto whole = cli(search("whole", "1"));
    ASSERT_EQ(whole.status, 0) << whole.messages;
    EXPECT_EQ(whole.object()["state"], "finished");
    EXPECT_EQ(whole.object()["evaluated"], 18);
    EXPECT_EQ(whole.object()["levels"].size(), 2U);
    EXPECT_EQ(whole.messages.find('\r'), std::string::npos) << "no progress bar in a pipe";

    const auto two = cli(search("two", "2"));
    ASSERT_EQ(two.status, 0) << two.messages;

    auto words = search("broken", "2");
    for (auto& word : words)
        if (word == "steps=3")
            word = "steps=40"; // long enough to be caught in the act
    Process broken(words);
    const auto hasResults = [&] {
        const auto status = cli({"status", run("broken").string(), "--json"}).object();
        return status.is_object() && status.value("evaluated", 0) > 1;
    };
    for (int i = 0; i < 300 && !hasResults(); ++i)
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
    broken.send(SIGINT);
    const auto stopped = broken.wait();
    EXPECT_EQ(stopped.status, 130) << stopped.messages;
    EXPECT_EQ(stopped.object()["state"], "stopped");
    EXPECT_LT(stopped.object()["evaluated"], 18);
    const auto resumed = cli({"resume", run("broken").string(), "--device", "cpu", "--workers", "1", "--json"});
    ASSERT_EQ(resumed.status, 0) << resumed.messages;
    EXPECT_EQ(resumed.object()["evaluated"], 18);

    auto straight = search("straight", "2");
    for (auto& word : straight)
        if (word == "steps=3")
            word = "steps=40";
    ASSERT_EQ(cli(straight).status, 0);
    EXPECT_EQ(test::candidatesAsText(run("two")), test::candidatesAsText(run("whole")));
    EXPECT_EQ(test::candidatesAsText(run("broken")), test::candidatesAsText(run("straight")));
    EXPECT_NE(test::candidatesAsText(run("broken")), test::candidatesAsText(run("whole")));
}

TEST_F(SearchCliEngine, SecondCtrlCEndsAtOnceAndTheRunGoesOnAllTheSame)
{
    auto words = search("run", "1");
    for (auto& word : words)
        if (word == "steps=3")
            word = "steps=100000";
    Process process(words);
    for (int i = 0; i < 300 && cli({"status", run("run").string()}).status != 0; ++i)
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
    process.send(SIGINT);
    process.send(SIGTERM);
    EXPECT_EQ(process.wait().status, 130);
    EXPECT_EQ(cli({"status", run("run").string(), "--json"}).object()["resumable"], true);
}

} // namespace
} // namespace cw
