#pragma once
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "core/base/control.h"

namespace cw::ui {

/// One run that a search can be held against.
struct ControlRun {
    std::filesystem::path folder;
    std::uint64_t seed = 0;
    std::vector<double> accuracies; ///< proxy, 0..1, of the measured cells in the order in which they were trained
    double seconds = 0;             ///< that their training took, added up
    bool own = false;               ///< it is the shown run itself
    std::string strategy = "random"; ///< "random": a control; others are compared by models
};

/// The runs of every strategy among the *.cwrun folders in these folders that may be held against the shown run (core/store/run_comparison.h),
/// by strategy and seed. Reads files: not on the UI thread. Throws Cancelled.
std::vector<ControlRun> findControlRuns(const std::filesystem::path& shown, std::span<const std::filesystem::path> folders, Control& control);

} // namespace cw::ui
