#include "app/cli/commands.h"

#include <algorithm>
#include <exception>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

namespace {

using namespace cw;

// Adding a command is one file and one row.
const std::vector<cli::AddCommand> kCommands = {
    cli::addDatasetCommand,
    cli::addSpaceCommand,
    cli::addArchCommand,
    cli::addSearchCommand,
    cli::addResumeCommand,
    cli::addStatusCommand,
    cli::addEventsCommand,
    cli::addCompareCommand,
    cli::addSurrogateCommand,
    cli::addRankCommand,
    cli::addExportCommand,
    cli::addBenchCommand,
    cli::addWorkerCommand,
};

} // namespace

int main(int argc, char** argv)
{
    CLI::App app{"Cellwright searches neural architectures and lets you take away what it finds."};
    app.set_version_flag("--version", "cellwright " CELLWRIGHT_VERSION);
    app.require_subcommand(1);
    cli::Cli state;
    for (const auto add : kCommands)
        add(app, state);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& e) {
        // CLI11 prints help and messages; its codes become the contract's: 0 for help, 2 for wrong use.
        if (app.exit(e) == 0)
            return cli::kDone;
        if (std::find(argv + 1, argv + argc, std::string_view("--json")) != argv + argc) {
            state.json = true; // it may not have been read yet
            state.answer({{"error", {{"code", key(ErrorCode::InvalidArgument)}, {"message", e.what()}}}}, {});
        }
        return cli::kWrongUse;
    } catch (const std::exception& e) {
        state.fail({ErrorCode::Internal, "The command ended because of an internal error.", e.what()});
    }
    return state.status;
}
