#include "app/cli/commands.h"

#include <exception>
#include <vector>

namespace {

using namespace cw;

// Adding a command is one file and one row.
const std::vector<cli::AddCommand> kCommands = {
    cli::addDatasetCommand,
    cli::addSpaceCommand,
    cli::addArchCommand,
    cli::addSurrogateCommand,
    cli::addRankCommand,
    cli::addExportCommand,
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
        return app.exit(e) == 0 ? cli::kDone : cli::kWrongUse;
    } catch (const std::exception& e) {
        state.fail({ErrorCode::Internal, "The command ended because of an internal error.", e.what()});
    }
    return state.status;
}
