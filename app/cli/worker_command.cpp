#include "app/cli/commands.h"
#include "core/search/worker_loop.h"

namespace cw::cli {

void addWorkerCommand(CLI::App& app, Cli& cli)
{
    auto* command = app.add_subcommand("worker", "Trains children for a search that started it; not for people");
    command->group(""); // not listed in --help
    command->callback([&cli] { cli.status = runWorker(becomeWorker(), WorkerParts{}); });
}

} // namespace cw::cli
