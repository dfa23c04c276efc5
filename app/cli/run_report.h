#pragma once
#include <filesystem>
#include <string>

#include <nlohmann/json_fwd.hpp>

#include "app/cli/run_words.h"
#include "core/base/result.h"
#include "core/store/run_store.h"
#include "core/store/run_summary.h"

namespace cw::cli {

/// A stored run as a reader sees it.
struct RunReport {
    std::filesystem::path run; ///< absolute
    RunHeader header;
    RunSummary summary;
    double seconds = 0;
    std::int64_t sharedParameters = 0; ///< of the network that all children share; 0: none, or not known
    bool written = false; ///< by a living process, this or another
    /// The state's key; "interrupted" for a run that its process left without a word.
    std::string state() const;
    /// Can be continued: neither finished nor being written.
    bool resumable() const;
    RunWords words() const { return {header.space, header.settings}; }
};
Result<RunReport> readRun(const std::filesystem::path& run);

/// {run, state, evaluated, seconds, best, levels}: the answer of `search` and `resume`. Shared weights: levels are derivations, and there
/// are shared_parameters, rounds and alarm.
nlohmann::json reportJson(const RunReport& report);
/// {run, state, progress, best, eta_seconds, …}: the answer of `status`.
nlohmann::json statusJson(const RunReport& report);
std::string reportText(const RunReport& report);
std::string statusText(const RunReport& report);

/// "about 4 to 7 min left"; empty for nothing.
std::string timeLeftText(const std::optional<TimeLeft>& left);

} // namespace cw::cli
