#include "app/cli/cli.h"

#include <cstdio>

#include <nlohmann/json.hpp>

namespace cw::cli {

void Cli::answer(const nlohmann::json& object, const std::string& text)
{
    const auto line = json ? object.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) : text;
    std::fwrite(line.data(), 1, line.size(), stdout);
    if (line.empty() || line.back() != '\n')
        std::fputc('\n', stdout);
    if (std::fflush(stdout) != 0) {
        std::fputs("Could not write the answer to standard output.\n", stderr);
        status = kFailed;
    }
}

void Cli::fail(const Error& error, int exitStatus)
{
    std::fprintf(stderr, "cellwright-cli: %s\n", error.message.c_str());
    if (!error.detail.empty())
        std::fprintf(stderr, "  (%s)\n", error.detail.c_str());
    if (json)
        answer({{"error", {{"code", key(error.code)}, {"message", error.message}}}}, {});
    status = exitStatus;
}

void addCommonOptions(CLI::App& command, Cli& cli)
{
    command.add_flag("--json", cli.json, "Print one JSON object on standard output");
}

} // namespace cw::cli
