#include "ui/models/control_runs.h"

#include "core/store/run_comparison.h"

namespace cw::ui {

std::vector<ControlRun> findControlRuns(const std::filesystem::path& shown, std::span<const std::filesystem::path> folders, Control& control)
{
    std::error_code error;
    const auto own = std::filesystem::weakly_canonical(shown, error);
    std::vector<ControlRun> runs;
    for (auto& run : findComparableRuns(shown, folders, control))
        runs.push_back({run.folder, run.header.seed, std::move(run.accuracies), run.seconds, run.folder == own, run.header.strategy});
    return runs;
}

} // namespace cw::ui
