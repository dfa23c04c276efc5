#include <gtest/gtest.h>

#include <cstdio>
#include <filesystem>

#include <sys/wait.h>
#include <unistd.h>

#include <nlohmann/json.hpp>

#include "core/arch/arch_text.h"
#include "core/base/files.h"
#include "core/space/pnas_space.h"

namespace cw {
namespace {

namespace fs = std::filesystem;

struct Answer {
    int status = -1;
    nlohmann::json json;
};

/// The programs on files, as scripts use them.
class SurrogateCli : public testing::Test {
protected:
    void SetUp() override
    {
        m_folder = fs::temp_directory_path() / ("cw_surrogate_cli_" + std::to_string(::getpid()));
        fs::create_directories(m_folder);
    }
    void TearDown() override { fs::remove_all(m_folder); }

    std::string file(const std::string& name) const { return (m_folder / name).string(); }
    std::string write(const std::string& name, const std::string& text) const
    {
        EXPECT_TRUE(writeFileAtomically(m_folder / name, text));
        return file(name);
    }
    std::string writeMeasured() const
    {
        Random random(1);
        std::string lines = "\n"; // empty lines are no cells
        for (int i = 0; i < 60; ++i) {
            const auto cell = sampleUniform({{}, {}, 2}, 1 + i % 2, random);
            const double accuracy = 0.5 + 0.05 * static_cast<double>(static_cast<int>(cell.cell().blocks.front().a.op));
            const nlohmann::json arch = i % 3 ? nlohmann::json(toText(cell)) : toJson(cell);
            lines += nlohmann::json({{"architecture", arch}, {"accuracy", accuracy}, {"note", i}}).dump() + "\n";
        }
        return write("cells.jsonl", lines);
    }
    static Answer run(const std::string& arguments)
    {
        Answer answer;
        const auto command = std::string(CELLWRIGHT_BIN_DIR) + "/cellwright-cli " + arguments + " --json 2>/dev/null";
        FILE* pipe = ::popen(command.c_str(), "r");
        if (!pipe)
            return answer;
        std::string text;
        char buffer[4096];
        while (const auto n = std::fread(buffer, 1, sizeof buffer, pipe))
            text.append(buffer, n);
        const int status = ::pclose(pipe);
        answer.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
        answer.json = nlohmann::json::parse(text, nullptr, false);
        return answer;
    }

private:
    fs::path m_folder;
};

TEST_F(SurrogateCli, FitsRanksAndReadsItsOwnOutput)
{
    const auto cells = writeMeasured();
    const auto parents = write("parents.jsonl", R"({"architecture":"pnas:c-2.sep3+c-1.max3"})" "\n" R"({"architecture":"pnas:c-1.sep5+c-1.id"})" "\n");
    for (const std::string kind : {"mlp", "lstm"}) {
        const auto fit = run("surrogate fit --cells " + cells + " --kind " + kind + " --epochs 5 --members 3 --output " + file("fitted"));
        ASSERT_EQ(fit.status, 0) << fit.json;
        EXPECT_EQ(fit.json["holdout"], 12);
        EXPECT_EQ(fit.json["train"], 48);
        for (const char* key : {"spearman", "kendall", "mae", "seconds"})
            EXPECT_TRUE(fit.json[key].is_number()) << key;

        const auto rank = run("rank --parents " + parents + " --surrogate " + file("fitted") + " --top 5 --output " + file("best.jsonl"));
        ASSERT_EQ(rank.status, 0) << rank.json;
        EXPECT_EQ(rank.json["parents"], 2);
        EXPECT_EQ(rank.json["scored"], 600);
        EXPECT_EQ(rank.json["unique"], 599); // each parent may get the other's block
        for (const char* key : {"expand", "score", "merge", "total"})
            EXPECT_GE(rank.json["seconds"][key].get<double>(), 0) << key;
        ASSERT_EQ(rank.json["best"].size(), 5U);
        for (std::size_t i = 1; i < 5; ++i)
            EXPECT_GE(rank.json["best"][i - 1]["mean"], rank.json["best"][i]["mean"]);
        EXPECT_TRUE(architectureFromJson(rank.json["best"][0]["architecture"]));

        const auto next = run("rank --parents " + file("best.jsonl") + " --surrogate " + file("fitted") + " --top 1 --operations sep3,max3");
        ASSERT_EQ(next.status, 0) << next.json;
        EXPECT_EQ(next.json["scored"], 5 * 36); // 8 halves: 8 * 9 / 2 blocks
    }
}

TEST_F(SurrogateCli, RepeatsItselfAndFollowsTheSeed)
{
    const auto cells = writeMeasured();
    const auto fit = [&](const std::string& seed) {
        auto answer = run("surrogate fit --cells " + cells + " --epochs 3 --seed " + seed).json;
        answer.erase("seconds");
        return answer;
    };
    EXPECT_EQ(fit("1"), fit("1"));
    EXPECT_NE(fit("1"), fit("2"));
}

TEST_F(SurrogateCli, WithoutHoldoutThereIsNoVerdict)
{
    const auto fit = run("surrogate fit --epochs 1 --holdout 0 --cells " + writeMeasured());
    EXPECT_EQ(fit.status, 0);
    EXPECT_EQ(fit.json["train"], 60);
    EXPECT_TRUE(fit.json["spearman"].is_null());
}

TEST_F(SurrogateCli, NamesTheLineThatIsWrong)
{
    const std::string good = R"({"architecture":"pnas:c-2.sep3+c-1.max3","accuracy":0.5})" "\n";
    for (const char* line : {R"({"architecture":"pnas:c-2.sep3+c-1.max3","accuracy":61.5})", R"({"architecture":"pnas:c-2.sep3+c-1.max3","accuracy":"0.5"})",
                             R"({"architecture":"pnas:c-2.sep3+c-1.max3"})", R"({"architecture":"pnas:b3.sep3+c-1.max3","accuracy":0.5})", R"({"accuracy":0.5})",
                             R"({"architecture":7,"accuracy":0.5})", "[1]", "{", "\xff\xfe"}) {
        const auto fit = run("surrogate fit --cells " + write("bad.jsonl", good + "\n" + line + "\n" + good));
        EXPECT_EQ(fit.status, 1) << line;
        EXPECT_NE(fit.json["error"]["message"].get<std::string>().find("line 3: "), std::string::npos) << fit.json;
    }
    EXPECT_EQ(run("surrogate fit --cells " + write("empty.jsonl", "\n\n")).status, 1);
    EXPECT_EQ(run("surrogate fit --cells " + file("missing")).json["error"]["code"], "not-found");
    EXPECT_EQ(run("surrogate fit --holdout 1 --cells " + write("good.jsonl", good)).status, 2);
    EXPECT_EQ(run("rank --top 3 --parents " + file("good.jsonl") + " --surrogate " + file("good.jsonl")).json["error"]["code"], "corrupt");
}

} // namespace
} // namespace cw
