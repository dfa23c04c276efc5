#pragma once
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "core/base/control.h"
#include "core/search/parameters.h"
#include "core/store/run_store.h"

namespace cw {

/// Which runs may be held against each other, and what they measured: the one rule for the window and the command line.

/// The settings of a run as this version knows them: a value that an older version did not write counts with its default, one that is
/// not known any more is left out.
Settings settingsOf(const RunHeader& header);

/// Why results of two runs do not mean the same: the key of the first thing that differs ("data", "space", "pictures", "blocks", "epochs" …);
/// empty: they do. Same data, space and size, and every setting of training; what a setting overrules (epochs beside steps) does not
/// count. Strategies may differ.
std::string runDifference(const RunHeader& one, const RunHeader& other);
/// Of runs of one strategy: the key of the first of the search's own settings that differs, but how many models it may train; empty: the
/// two are one search under two seeds.
std::string searchDifference(const RunHeader& one, const RunHeader& other);
/// True where children are trained one by one from scratch, so that their accuracies are those of networks. False for a strategy nobody knows.
bool trainsChildren(const RunHeader& header);

/// What one run measured.
struct ComparedRun {
    std::filesystem::path folder;
    RunHeader header;
    std::vector<double> accuracies; ///< of the measured children, in the order in which they were measured
    double seconds = 0;             ///< that their training took, added up
};
/// Reads files: blocks. Also while the run is being written.
Result<ComparedRun> readComparedRun(const std::filesystem::path& folder);

/// A run that a comparison cannot use, and why, as a sentence.
struct LeftOutRun {
    std::filesystem::path folder;
    std::string reason;
};
struct RunComparison {
    std::vector<ComparedRun> runs; ///< in the order given; what the first one is decides what is comparable
    std::vector<LeftOutRun> leftOut;
};
/// Of the folders given. An Error names a folder that cannot be read; InvalidArgument where fewer than two runs can be held against each other.
Result<RunComparison> compareRuns(std::span<const std::filesystem::path> folders);

/// The runs among the *.cwrun folders in these places that may be held against the shown one (itself too, where it is among them), by strategy
/// and seed. Of one seed the longest, for a seed takes the same decisions; of another strategy than the shown one those that search as its
/// longest does. Runs that cannot be read are passed over. Reads files; throws Cancelled.
std::vector<ComparedRun> findComparableRuns(const std::filesystem::path& shown, std::span<const std::filesystem::path> places, Control& control);

} // namespace cw
