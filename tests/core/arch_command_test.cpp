#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <sys/wait.h>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/arch/arch_text.h"
#include "core/base/files.h"
#include "core/store/run_store.h"

namespace cw {
namespace fs = std::filesystem;
namespace {

struct Answer {
    int status = -1;
    std::string text;
    nlohmann::json json() const { return nlohmann::json::parse(text, nullptr, false); }
};

/// Runs the command line; its messages for people (standard error) are left out.
Answer cli(const std::string& arguments)
{
    Answer answer;
    std::FILE* pipe = ::popen((CELLWRIGHT_BIN_DIR "/cellwright-cli " + arguments + " 2>/dev/null").c_str(), "r");
    if (!pipe)
        return answer;
    std::array<char, 4096> buffer;
    while (const auto n = std::fread(buffer.data(), 1, buffer.size(), pipe))
        answer.text.append(buffer.data(), n);
    const int status = ::pclose(pipe);
    answer.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    return answer;
}

TEST(ArchCommand, CountsTheSpace)
{
    const auto two = cli("space count --space pnas --blocks 2 --json");
    EXPECT_EQ(two.status, 0);
    EXPECT_EQ(two.json().at("unique"), 31'620);
    EXPECT_EQ(two.json().at("raw"), 147'456);
    EXPECT_EQ(two.json().at("swap_free_blocks"), (nlohmann::json{136, 300}));
    EXPECT_EQ(two.json().at("paper_formula"), "2^2·8^2 × 3^2·8^2 = 147456");
    EXPECT_EQ(cli("space count --blocks 6 --json").json().at("raw"), "1745584660257177600"); // over 2^53: as text
    EXPECT_EQ(cli("space count --blocks 2 --operations sep3,max3 --inputs c-1,c-2 --json").json().at("unique"), 165);

    const auto micro = cli("space count --space micro --blocks 5 --json").json();
    EXPECT_EQ(micro.at("paper_formula"), "(5 × (7−2)!)^4 = 129600000000");
    const auto macro = cli("space count --space macro --blocks 12 --json").json();
    EXPECT_EQ(macro.at("raw"), macro.at("unique"));
    const auto recurrent = cli("space count --space recurrent --blocks 4 --json").json();
    EXPECT_EQ(recurrent.at("raw"), 1536);
    EXPECT_EQ(cli("space count --space recurrent --blocks 4 --inputs c-1 --json").status, 2);
    EXPECT_EQ(cli("space count --space macro --blocks 0 --json").status, 2);

    const auto other = cli("space count --space hyper --blocks 2 --json");
    EXPECT_EQ(other.status, 1);
    EXPECT_EQ(other.json().at("error").at("code"), "unsupported");
    const auto many = cli("space count --blocks 99 --json");
    EXPECT_EQ(many.status, 2);
    EXPECT_EQ(many.json().at("error").at("code"), "invalid-argument");
}

TEST(ArchCommand, ShowsAnArchitecture)
{
    const auto shown = cli("arch show pnasnet-5 --repeats 3 --filters 48 --json");
    ASSERT_EQ(shown.status, 0);
    const auto object = shown.json();
    EXPECT_EQ(object.at("parameters"), 3'176'602);
    std::int64_t parameters = 0, multiplyAdds = 0;
    for (const auto& node : object.at("nodes")) {
        parameters += node.at("parameters").get<std::int64_t>();
        multiplyAdds += node.at("multiply_adds").get<std::int64_t>();
    }
    EXPECT_EQ(parameters, 3'176'602);
    EXPECT_EQ(object.at("multiply_adds"), multiplyAdds);
    EXPECT_EQ(object.at("shapes").size(), 9u);
    EXPECT_EQ(object.at("shapes").back().at("output"), "960x8x8");
    EXPECT_EQ(object.at("hash"), "ada28f06636be92c");
    EXPECT_EQ(*architectureFromJson(object.at("architecture")), *resolveArchitecture("pnasnet-5"));
    EXPECT_EQ(cli("arch show pnasnet-5 --cells 11 --layout drawn --filters 48 --json").json().at("parameters"), 4'271'002);
    EXPECT_NE(cli("arch show pnasnet-5 --repeats 3 --filters 48").text.find("3,176,602"), std::string::npos);
}

TEST(ArchCommand, RefusesWrongUseInWords)
{
    for (const char* options : {"--cells 10", "--cells 9 --repeats 3", "--layout other", "--stem other", "--image 32x32", "--image 3x32x32x1",
                                "--image 3x0x32", "--filters 0", "--classes -1", "--repeats 2000000000", "--cells -3"}) {
        const auto answer = cli(std::string("arch show pnasnet-5 --json ") + options);
        EXPECT_EQ(answer.status, 2) << options;
        EXPECT_EQ(answer.json().at("error").at("code"), "invalid-argument") << options;
    }
    const auto missing = cli("arch show no-such --json");
    EXPECT_EQ(missing.status, 1);
    EXPECT_EQ(missing.json().at("error").at("code"), "not-found");
}

TEST(ArchCommand, ShowsEverySpaceInItsFinalForm)
{
    const struct {
        const char* command;
        std::int64_t parameters;
        std::size_t shapes;
    } cases[] = {
        {"darts-v2 --cells 20 --filters 36", 3'349'342, 20},
        {"enas-micro --repeats 5 --filters 36", 3'729'430, 17},
        {"enas-macro --filters 96", 30'947'434, 24},
        {"enas-rnn --hidden 20 --words 100", 12'500, 0},
    };
    for (const auto& c : cases) {
        const auto shown = cli(std::string("arch show ") + c.command + " --json");
        ASSERT_EQ(shown.status, 0) << c.command;
        const auto object = shown.json();
        EXPECT_EQ(object.at("parameters"), c.parameters) << c.command;
        EXPECT_EQ(object.at("shapes").size(), c.shapes) << c.command;
        std::int64_t parameters = 0, multiplyAdds = 0;
        for (const auto& node : object.at("nodes")) {
            parameters += node.at("parameters").get<std::int64_t>();
            multiplyAdds += node.at("multiply_adds").get<std::int64_t>();
        }
        EXPECT_EQ(parameters, c.parameters);
        EXPECT_EQ(object.at("multiply_adds"), multiplyAdds);
        EXPECT_FALSE(object.at("graph").at("edges").empty());
        const auto name = std::string(c.command).substr(0, std::string(c.command).find(' '));
        EXPECT_EQ(*architectureFromJson(object.at("architecture")), *resolveArchitecture(name));
        EXPECT_EQ(object.contains("search_form"), name == "enas-micro" || name == "enas-macro") << "DARTS lists its outputs, a recurrent cell has one form";
    }
    const auto macro = cli("arch show enas-macro --json").json();
    EXPECT_EQ(macro.at("shapes").at(16).at("reduced").size(), 17u) << "in the published network every output is still read";
    EXPECT_EQ(macro.at("nodes").at(1).at("name"), "layer 1 / 1×1");
    EXPECT_NE(cli("arch show enas-micro --repeats 5 --filters 36").text.find("3,729,430"), std::string::npos);
    EXPECT_EQ(cli("arch show enas-lm --json").json().at("published").at("recurrent-released"), "recurrent-released:0 2 1 0 2 1 2 2 4 0 5 0 3 2 6 2");
    EXPECT_EQ(cli("arch show 'recurrent:tanh/2.relu' --json").json().at("error").at("code"), "invalid-argument");
}

TEST(ArchCommand, RefusesWhatASpaceDoesNotKnow)
{
    for (const char* wrong : {"enas-macro --repeats 3", "enas-macro --stem cifar", "enas-micro --layout released", "enas-micro --hidden 20", "pnasnet-1 --words 9",
                              "enas-rnn --filters 8", "enas-rnn --hidden 0", "enas-rnn --words 99999999", "enas-micro --cells 18", "enas-macro --filters 1"}) {
        const auto answer = cli(std::string("arch show --json ") + wrong);
        EXPECT_EQ(answer.status, 2) << wrong;
        EXPECT_EQ(answer.json().at("error").at("code"), "invalid-argument") << wrong;
    }
}

TEST(ArchCommand, ListsTheZoo)
{
    const auto list = cli("arch list --json").json().at("architectures");
    ASSERT_EQ(list.size(), 15u);
    EXPECT_EQ(list[4].at("name"), "pnasnet-5");
    EXPECT_EQ(list[4].at("parameters"), 3'176'602);
    EXPECT_EQ(list[4].at("blocks"), 5);
    EXPECT_EQ(list[6].at("name"), "enas-macro");
    EXPECT_EQ(list[6].at("parameters"), 30'947'434);
    EXPECT_TRUE(list[6].at("blocks").is_null() && list[6].at("repeats").is_null());
    EXPECT_TRUE(list[7].at("parameters").is_null()) << "a recurrent cell has the size of its text";
}

TEST(ArchCommand, ExportsArchitecturesAndCandidatesOfRuns)
{
    auto pattern = (fs::temp_directory_path() / "cellwright-command-XXXXXX").string();
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    const fs::path folder = pattern;
    const auto file = (folder / "cell.json").string();
    EXPECT_EQ(cli("export pnasnet-5 --format json --output " + file).status, 0);
    EXPECT_EQ(*resolveArchitecture(file), *resolveArchitecture("pnasnet-5"));

    const auto run = (folder / "a.cwrun").string();
    {
        auto store = RunStore::create(run, RunHeader{});
        ASSERT_TRUE(store) << store.error().message;
        CandidateProposed proposed;
        proposed.id = 7;
        proposed.arch = *resolveArchitecture("pnasnet-2");
        ASSERT_TRUE((*store)->append(proposed));
    }
    EXPECT_EQ(cli("export --run " + run + " --candidate 7 --format json --output " + file).status, 0);
    EXPECT_EQ(*resolveArchitecture(file), *resolveArchitecture("pnasnet-2"));
    const auto none = cli("export --run " + run + " --candidate 8 --format json --json --output " + file);
    EXPECT_EQ(none.status, 1);
    EXPECT_EQ(none.json().at("error").at("code"), "not-found");
    const std::vector<std::string> wrongUses{"", "--run " + run, "--candidate 7", "pnasnet-5 --candidate 7", "pnasnet-5 --run " + run,
                                             "pnasnet-5 --candidate 7 --run " + run};
    for (const auto& wrong : wrongUses)
        EXPECT_EQ(cli("export " + wrong + " --format json --output " + file).status, 2) << wrong;
    EXPECT_EQ(cli("export pnasnet-5 --format doc --output " + file).status, 2);
    EXPECT_EQ(*resolveArchitecture(file), *resolveArchitecture("pnasnet-2")) << "refusals leave the file as it was";
    std::error_code ignored;
    fs::remove_all(folder, ignored);
}

} // namespace
} // namespace cw
