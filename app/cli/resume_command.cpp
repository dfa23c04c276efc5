#include <memory>
#include <string>

#include <nlohmann/json.hpp>

#include "app/cli/commands.h"
#include "app/cli/run_report.h"
#include "app/cli/run_search.h"

namespace cw::cli {
namespace {

struct Options {
    std::string run, data;
    MachineOptions machine;
};

void resume(const Options& options, Cli& cli)
{
    const auto report = readRun(options.run);
    if (!report)
        return cli.fail(report.error());
    if (!report->written && !report->resumable()) // finished: nothing to do but to say so
        return cli.answer(reportJson(*report), reportText(*report));
    auto settings = makeSettings(report->header.strategy, report->header.space, report->header.preset);
    if (!settings)
        return cli.fail(settings.error());
    if (const auto applied = settings->apply(report->header.settings); !applied)
        return cli.fail(applied.error());
    SessionConfig config;
    config.run = report->run;
    config.strategy = report->header.strategy;
    config.space = report->header.space;
    config.resume = true;
    config.tellHistory = true;
    config.settings = *std::move(settings);
    config.data = options.data;
    applyMachineOptions(options.machine, config);
    runSearch(cli, std::move(config));
}

} // namespace

void addResumeCommand(CLI::App& app, Cli& cli)
{
    const auto options = std::make_shared<Options>();
    auto* command = app.add_subcommand("resume", "Continue a run that was stopped, paused or interrupted");
    command->add_option("RUN", options->run, "Run folder")->required();
    command->add_option("--data", options->data, "Where the data lies now, if it was moved");
    addMachineOptions(*command, options->machine);
    addCommonOptions(*command, cli);
    command->callback([options, &cli] { resume(*options, cli); });
}

} // namespace cw::cli
