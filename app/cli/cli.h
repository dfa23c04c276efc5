#pragma once
#include <string>

#include <CLI/CLI.hpp>
#include <nlohmann/json_fwd.hpp>

#include "core/base/result.h"

namespace cw::cli {

/// Exit statuses of the command line contract.
inline constexpr int kDone = 0, kFailed = 1, kWrongUse = 2, kInterrupted = 130;

/// What all commands share: --json, and the two ways to end. Each command sets status through one of them.
struct Cli {
    bool json = false;
    int status = kDone;

    /// With --json prints the object on stdout, else the text for people.
    void answer(const nlohmann::json& object, const std::string& text);
    /// With --json prints {"error":{code,message}} on stdout; always the sentence on stderr.
    void fail(const Error& error, int exitStatus = kFailed);
};

/// Every command is one file app/cli/*_command.cpp with one function of this form, and one row in main.cpp.
/// It adds a subcommand whose callback runs it.
using AddCommand = void (*)(CLI::App& app, Cli& cli);
/// Adds --json (and nothing else) to a subcommand.
void addCommonOptions(CLI::App& command, Cli& cli);

} // namespace cw::cli
