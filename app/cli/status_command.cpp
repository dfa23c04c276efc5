#include <memory>
#include <string>

#include <nlohmann/json.hpp>

#include "app/cli/commands.h"
#include "app/cli/run_report.h"

namespace cw::cli {

void addStatusCommand(CLI::App& app, Cli& cli)
{
    const auto run = std::make_shared<std::string>();
    auto* command = app.add_subcommand("status", "How far a run is; also while another process works on it");
    command->add_option("RUN", *run, "Run folder")->required();
    addCommonOptions(*command, cli);
    command->callback([run, &cli] {
        const auto report = readRun(*run);
        if (!report)
            return cli.fail(report.error());
        cli.answer(statusJson(*report), statusText(*report));
    });
}

} // namespace cw::cli
