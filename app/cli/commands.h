#pragma once
#include "app/cli/cli.h"

namespace cw::cli {

// One declaration a command; the table in main.cpp lists them in the order of --help.

void addDatasetCommand(CLI::App& app, Cli& cli);
void addSpaceCommand(CLI::App& app, Cli& cli);
void addArchCommand(CLI::App& app, Cli& cli);
void addSearchCommand(CLI::App& app, Cli& cli);
void addResumeCommand(CLI::App& app, Cli& cli);
void addStatusCommand(CLI::App& app, Cli& cli);
void addEventsCommand(CLI::App& app, Cli& cli);
void addCompareCommand(CLI::App& app, Cli& cli);
void addSurrogateCommand(CLI::App& app, Cli& cli);
void addRankCommand(CLI::App& app, Cli& cli);
void addExportCommand(CLI::App& app, Cli& cli);
void addBenchCommand(CLI::App& app, Cli& cli);
void addWorkerCommand(CLI::App& app, Cli& cli);

} // namespace cw::cli
