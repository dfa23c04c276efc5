#pragma once
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "core/base/control.h"
#include "core/store/run_store.h"

namespace cw::ui {

/// One random run that a search can be held against.
struct ControlRun {
    std::filesystem::path folder;
    std::uint64_t seed = 0;
    std::vector<double> accuracies; ///< proxy, 0..1, of the measured cells in the order in which they were drawn
    double seconds = 0;             ///< that their training took, added up
    bool own = false;               ///< it is the shown run itself
};

/// Why a run is no random control of another: the key of the first thing that differs ("strategy", "data", "blocks", "epochs" …); empty: it is one.
/// Same data, space and blocks, and every setting of training; what a setting overrules (epochs beside steps) does not count.
std::string controlDifference(const RunHeader& shown, const RunHeader& other);

/// The random runs among the *.cwrun folders in these folders that are controls of the shown run, by seed; of one seed the longest, for a seed
/// draws the same cells. Runs that cannot be read are passed over. Reads files: not on the UI thread. Throws Cancelled.
std::vector<ControlRun> findControlRuns(const std::filesystem::path& shown, std::span<const std::filesystem::path> folders, Control& control);

} // namespace cw::ui
