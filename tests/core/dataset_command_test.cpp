#include <cstdio>
#include <cstdlib>
#include <memory>
#include <sys/wait.h>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/core/dataset_samples.h"

namespace cw::test {
namespace {

struct Answer {
    int status = -1;
    std::string out;
};

Answer run(const TempFolder& folder, const std::string& arguments)
{
    const auto command = "XDG_CACHE_HOME='" + folder.cache().string() + "' '" CELLWRIGHT_BIN_DIR "/cellwright-cli' dataset info " + arguments + " 2>/dev/null";
    Answer answer;
    FILE* pipe = ::popen(command.c_str(), "r");
    char buffer[4096];
    while (const auto n = std::fread(buffer, 1, sizeof buffer, pipe))
        answer.out.append(buffer, n);
    answer.status = WEXITSTATUS(::pclose(pipe));
    return answer;
}

TEST(DatasetCommand, AnswersWithTheKeysOfTheContract)
{
    const TempFolder folder;
    writeClass(folder / "train/cat", 4, 1);
    writeClass(folder / "train/dog", 2, 2);
    writeClass(folder / "test/dog", 1, 2); // the same as train/dog/000.png
    writeText(folder / "train/dog/bad.jpg", "x");
    const auto answer = run(folder, "'" + folder.data().string() + "' --size 6 --json");
    ASSERT_EQ(answer.status, 0);
    const auto json = nlohmann::json::parse(answer.out);
    EXPECT_EQ(json["kind"], "image-folders");
    EXPECT_EQ(json["classes"], (nlohmann::json{"cat", "dog"}));
    EXPECT_EQ(json["counts"]["train"]["cat"], 4);
    EXPECT_EQ(json["counts"]["test"]["dog"], 1);
    EXPECT_EQ(json["splits"], (nlohmann::json{{"train", 6}, {"test", 1}}));
    EXPECT_EQ(json["shape"], (nlohmann::json{{"channels", 3}, {"height", 8}, {"width", 8}}));
    EXPECT_EQ(json["prepared"]["height"], 6);
    EXPECT_EQ(json["balance"], 0.5);
    EXPECT_EQ(json["mean"].size(), 3U);
    EXPECT_EQ(json["duplicates"], 1);
    EXPECT_EQ(json["duplicates_across"]["test"], 1);
    EXPECT_EQ(json["problem_count"], 1);
    EXPECT_EQ(json["problems"][0]["path"], "train/dog/bad.jpg");
    EXPECT_NE(json["problems"][0]["reason"].get<std::string>().find("Not a picture"), std::string::npos);
    for (const char* name : {"title", "sizes_differ", "deviation", "notes", "seconds"})
        EXPECT_TRUE(json.contains(name)) << name;
}

TEST(DatasetCommand, WordsForPeopleAndExitStatuses)
{
    const TempFolder folder;
    writeClass(folder / "cat", 4, 1);
    writeClass(folder / "dog", 2, 2);
    const auto text = run(folder, "--no-decode '" + folder.data().string() + "'");
    EXPECT_EQ(text.status, 0);
    EXPECT_NE(text.out.find("2 classes"), std::string::npos);
    EXPECT_NE(text.out.find("████"), std::string::npos);
    const auto missing = run(folder, "--json /nowhere/at/all");
    EXPECT_EQ(missing.status, 1);
    EXPECT_EQ(nlohmann::json::parse(missing.out)["error"]["code"], "not-found");
    EXPECT_EQ(run(folder, "").status, 2);
    EXPECT_EQ(run(folder, "--size 99999 .").status, 2);
}

} // namespace
} // namespace cw::test
