#include <cstdio>
#include <cstdlib>
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

Answer datasetInfo(const TempFolder& folder, const std::string& options)
{
    const auto command = "XDG_CACHE_HOME='" + folder.cache().string() + "' '" CELLWRIGHT_BIN_DIR "/cellwright-cli' dataset info '" + folder.data().string() + "' " + options + " 2>/dev/null";
    Answer answer;
    FILE* pipe = ::popen(command.c_str(), "r");
    char buffer[4096];
    while (const auto n = std::fread(buffer, 1, sizeof buffer, pipe))
        answer.out.append(buffer, n);
    answer.status = WEXITSTATUS(::pclose(pipe));
    return answer;
}

TEST(TextCommand, AnswersWithTheKeysOfTheContract)
{
    const TempFolder folder;
    writeText(folder / "my.train.txt", "a b a\nb c d\n");
    writeText(folder / "my.valid.txt", "a b\n");
    writeText(folder / "my.test.txt", "\n");
    for (const char* options : {"--json", "--json --no-decode"}) {
        const auto answer = datasetInfo(folder, options);
        ASSERT_EQ(answer.status, 0) << answer.out;
        const auto json = nlohmann::json::parse(answer.out);
        EXPECT_EQ(json["kind"], "text");
        EXPECT_EQ(json["title"], "Text in three parts");
        EXPECT_EQ(json["classes"], nlohmann::json::array());
        EXPECT_EQ(json["splits"], (nlohmann::json{{"train", 8}, {"validation", 3}}));
        EXPECT_EQ(json["counts"], json["splits"]);
        EXPECT_TRUE(json["shape"].is_null());
        EXPECT_EQ(json["words"], 6); // a, b, <eos>, c, d, <unk>
        EXPECT_EQ(json["problem_count"], 1);
        EXPECT_EQ(json["problems"][0]["path"], "my.test.txt");
        EXPECT_EQ(json["decoded"], std::string(options) == "--json");
        EXPECT_EQ(json["fingerprint"].is_string(), std::string(options) == "--json");
    }
}

TEST(TextCommand, WordsForPeople)
{
    const TempFolder folder;
    writeText(folder / "train.txt", "a b a\nb c d\n");
    writeText(folder / "valid.txt", "a b\n");
    const auto text = datasetInfo(folder, "");
    EXPECT_EQ(text.status, 0);
    EXPECT_NE(text.out.find("Text in two parts in "), std::string::npos) << text.out;
    EXPECT_NE(text.out.find("6 words in the vocabulary"), std::string::npos);
    EXPECT_EQ(text.out.find("class"), std::string::npos);
    writeText(folder / "train.txt", "na\xefve\n");
    const auto bad = datasetInfo(folder, "--json");
    EXPECT_EQ(bad.status, 1);
    const auto json = nlohmann::json::parse(bad.out);
    EXPECT_EQ(json["error"]["code"], "unsupported");
    EXPECT_NE(json["error"]["message"].get<std::string>().find("train.txt is not UTF-8 in line 1"), std::string::npos);
}

} // namespace
} // namespace cw::test
