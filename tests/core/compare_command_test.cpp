#include <gmock/gmock.h>

#include <array>
#include <cstdio>
#include <string>
#include <sys/wait.h>

#include <nlohmann/json.hpp>

#include "tests/core/session_harness.h"
#include "tests/core/stored_runs.h"

namespace cw {
namespace {

using nlohmann::json;
using test::storedHeader;
using test::storeRun;
using ::testing::HasSubstr;

struct Answer {
    int status = -1;
    std::string text;
};

Answer compare(const test::RunsFolder& home, const std::string& arguments, bool messages = false)
{
    Answer answer;
    std::FILE* pipe = ::popen(("cd " + home.path().string() + " && " CELLWRIGHT_BIN_DIR "/cellwright-cli compare " + arguments + (messages ? " 2>&1" : " 2>/dev/null")).c_str(), "r");
    if (!pipe)
        return answer;
    std::array<char, 4096> buffer;
    while (const auto n = std::fread(buffer.data(), 1, buffer.size(), pipe))
        answer.text.append(buffer.data(), n);
    const int status = ::pclose(pipe);
    answer.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    return answer;
}

/// pnas: 0.5, 0.75, 0.625; random: two seeds; rl: late but there.
void storeAll(const test::RunsFolder& home)
{
    const auto& at = home.path();
    storeRun(at / "search.cwrun", storedHeader("pnas", 1), {0.5, 0.75, 0.625});
    storeRun(at / "random-1.cwrun", storedHeader("random", 1), {0.25, 0.5, 0.5, 0.5});
    storeRun(at / "random-2.cwrun", storedHeader("random", 2), {0.75, 0.5, 0.5});
    storeRun(at / "rl.cwrun", storedHeader("rl", 1), {0.25, 0.25, 0.25, 0.25, 0.25, 0.875});
}

TEST(CompareCommand, TellsFigureAndTable)
{
    const test::RunsFolder home;
    storeAll(home);
    const auto answer = compare(home, "search.cwrun random-1.cwrun random-2.cwrun rl.cwrun");
    EXPECT_EQ(answer.status, 0);
    EXPECT_EQ(answer.text, R"(Compared by what their models measured in the search (proxy accuracy)
  run       strategy  seed  models    best
  search        pnas     1       3  75.0 %
  random-1    random     1       4  50.0 %
  random-2    random     2       3  75.0 %
  rl              rl     1       6  87.5 %

Best accuracy after so many models
  models    pnas  random (2 seeds)      rl
  1       50.0 %     50.0 ± 35.4 %  25.0 %
  3       75.0 %     62.5 ± 17.7 %  25.0 %
  6            -                 -  87.5 %

Mean accuracy of the best 5 after so many models
  models  pnas  random (2 seeds)      rl
  6          -                 -  37.5 %

No strategy has measured 25 models yet.

Models needed for the same accuracy as a run of pnas reached with all its models
  run     best  reached  models  strategy    needed  speed-up
  search     1   75.0 %       3    random  not in 3         -
  search     1   75.0 %       3        rl         6      2.0x
)");
}

TEST(CompareCommand, TellsTheSameAsJson)
{
    const test::RunsFolder home;
    storeAll(home);
    auto other = storedHeader("random", 3);
    other.dataFingerprint = "fedcba9876543210";
    storeRun(home.path() / "other.cwrun", other, {0.5});
    storeRun(home.path() / "random-4.cwrun", storedHeader("random", 4), {0.5});
    const auto answer = compare(home, "search.cwrun random-1.cwrun random-2.cwrun rl.cwrun other.cwrun random-4.cwrun --json");
    EXPECT_EQ(answer.status, 0);
    const auto told = json::parse(answer.text);
    EXPECT_EQ(told.at("runs").size(), 4U);
    EXPECT_EQ(told["runs"][1], (json{{"run", "random-1.cwrun"}, {"strategy", "random"}, {"seed", 1}, {"models", 4}, {"best", 0.5}}));
    EXPECT_EQ(told.at("curves").size(), 9U) << "three strategies, three tops";
    const auto& random = told["curves"][3];
    EXPECT_EQ(random["strategy"], "random");
    EXPECT_EQ(random["top"], 1);
    EXPECT_EQ(random["points"].size(), 3U);
    EXPECT_EQ(random["points"][0]["models"], 1);
    EXPECT_EQ(random["points"][0]["mean"], 0.5);
    EXPECT_NEAR(random["points"][0]["deviation"].get<double>(), 0.3535534, 1e-6);
    EXPECT_EQ(random["points"][0]["runs"], 2);
    EXPECT_TRUE(told["curves"][0]["points"][0]["deviation"].is_null()) << "one run has none";
    const json needed{{"reference", "search.cwrun"}, {"top", 1}, {"accuracy", 0.75}, {"strategy", "rl"}, {"models", 6}, {"speedup", 2.0}};
    EXPECT_EQ(told.at("models_needed").at(1), needed);
    EXPECT_TRUE(told["models_needed"][0]["models"].is_null() && told["models_needed"][0]["speedup"].is_null());
    ASSERT_EQ(told.at("left_out").size(), 2U);
    EXPECT_EQ(told["left_out"][0]["run"], "other.cwrun");
    EXPECT_THAT(told["left_out"][0]["reason"].get<std::string>(), HasSubstr("\"data\""));
    EXPECT_EQ(told["left_out"][1]["run"], "random-4.cwrun");
    EXPECT_THAT(told["left_out"][1]["reason"].get<std::string>(), HasSubstr("less than half as many models"));
}

TEST(CompareCommand, SaysWhatIsWrong)
{
    const test::RunsFolder home;
    storeAll(home);
    EXPECT_EQ(compare(home, "").status, 2);
    EXPECT_EQ(compare(home, "search.cwrun").status, 2);
    const auto absent = compare(home, "search.cwrun absent.cwrun", true);
    EXPECT_EQ(absent.status, 1);
    EXPECT_THAT(absent.text, HasSubstr("absent.cwrun"));
    const auto twice = compare(home, "rl.cwrun rl.cwrun", true);
    EXPECT_EQ(twice.status, 1);
    EXPECT_THAT(twice.text, HasSubstr("at least two different runs"));
    EXPECT_EQ(json::parse(compare(home, "rl.cwrun absent.cwrun --json").text).at("error").at("code"), "not-found");
    const auto without = compare(home, "rl.cwrun random-1.cwrun");
    EXPECT_EQ(without.status, 0);
    EXPECT_THAT(without.text, HasSubstr("are told against runs of the strategy pnas"));
}

} // namespace
} // namespace cw
