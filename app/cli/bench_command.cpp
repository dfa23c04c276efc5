#include "app/cli/commands.h"

#include <array>
#include <cstdio>
#include <memory>

#include <sys/wait.h>

#include <nlohmann/json.hpp>

#include "core/base/files.h"

namespace cw::cli {
namespace {

struct Output {
    int status = -1;
    std::string text;
};

/// Arguments are fixed words and checked names only, so the shell sees nothing from outside.
Output capture(const std::string& command)
{
    Output output;
    FILE* pipe = ::popen(command.c_str(), "r");
    if (!pipe)
        return output;
    std::array<char, 4096> buffer{};
    while (const auto n = std::fread(buffer.data(), 1, buffer.size(), pipe))
        output.text.append(buffer.data(), n);
    const int status = ::pclose(pipe);
    output.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    return output;
}

bool isPlainName(const std::string& name)
{
    return !name.empty() && name.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_/:.") == std::string::npos;
}

std::string quoted(const std::string& text)
{
    std::string q = "'";
    for (const char c : text)
        q += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return q + "'";
}

void run(Cli& cli, const std::string& name, bool list)
{
    const auto program = programDirectory() / "cw_bench";
    std::error_code ec;
    if (!std::filesystem::exists(program, ec))
        return cli.fail({ErrorCode::NotFound, "The benchmarks are not built: configure with CELLWRIGHT_TESTS and CELLWRIGHT_TORCH, then build cw_bench.", {}});
    if (list) {
        const auto output = capture(quoted(program.string()) + " --benchmark_list_tests=true 2>/dev/null");
        auto names = nlohmann::json::array();
        for (std::size_t at = 0; at < output.text.size();) {
            const auto end = output.text.find('\n', at);
            names.push_back(output.text.substr(at, end - at));
            at = end == std::string::npos ? end : end + 1;
        }
        return cli.answer({{"benchmarks", names}}, output.text);
    }
    if (!isPlainName(name))
        return cli.fail({ErrorCode::InvalidArgument, "Name a benchmark of bench --list.", {}}, kWrongUse);
    const auto output = capture(quoted(program.string()) + " --benchmark_format=json --benchmark_filter='^" + name + "' 2>/dev/null");
    const auto report = parseJson(output.text, "The benchmark's report");
    if (output.status != 0 || !report || !report->contains("benchmarks") || (*report)["benchmarks"].empty())
        return cli.fail({ErrorCode::NotFound, "There is no benchmark \"" + name + "\", or it failed; bench --list names them.", output.text.substr(0, 400)});
    for (const auto& each : (*report)["benchmarks"]) // one object each, as the contract says
        std::printf("%s\n", each.dump().c_str());
}

} // namespace

void addBenchCommand(CLI::App& app, Cli& cli)
{
    auto* command = app.add_subcommand("bench", "Run a benchmark, one JSON object each");
    const auto name = std::make_shared<std::string>();
    const auto list = std::make_shared<bool>(false);
    command->add_option("name", *name, "Benchmark, or the beginning of its name");
    command->add_flag("--list", *list, "List the benchmarks");
    addCommonOptions(*command, cli);
    command->callback([&cli, name, list] { run(cli, *name, *list); });
}

} // namespace cw::cli
