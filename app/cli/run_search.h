#pragma once
#include "app/cli/cli.h"
#include "core/session/session.h"

namespace cw::cli {

/// Where children train: --device, --threads and --workers, alike for `search` and `resume`.
struct MachineOptions {
    std::string device = "auto";
    int threads = 0; ///< cores to use; 0: all
    int workers = 0; ///< children at once; 0: one a core on a CPU, one on a GPU
};
void addMachineOptions(CLI::App& command, MachineOptions& options);
void applyMachineOptions(const MachineOptions& options, SessionConfig& config);

/// Runs the session to its end with a progress bar on standard error, then answers with the report of the run.
/// Ctrl-C stops it safely: it can be resumed, the status is 130.
void runSearch(Cli& cli, SessionConfig config);

} // namespace cw::cli
