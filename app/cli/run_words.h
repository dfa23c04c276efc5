#pragma once
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "core/search/measure.h"
#include "core/store/run_summary.h"

namespace cw::cli {

/// How a run is spoken of: by the measure of its space, in levels or in rounds of shared weights. A plain value.
struct RunWords {
    std::string space;
    const Measure* measure = nullptr;
    bool shared = false;                 ///< what is measured is measured with shared weights
    int levels = 1;                      ///< of a search with levels; pnas: B
    std::vector<std::string> operations; ///< as people read them, in the order of the settings

    RunWords(std::string_view space, const nlohmann::json& settings);
    /// "85.2 %", "perplexity 112.4".
    std::string value(double inside) const;
    /// "measured with shared weights" where it was.
    const char* measuredWith() const { return shared ? "shared weights" : "its own weights"; }
    std::optional<std::string> alarm(const RunSummary& summary) const;
};

/// One line about a finished level, or a derivation.
std::string levelText(const LevelSummary& level, const RunWords& words);
/// "Round 3 of 12: loss 1.52, reward 61.2 % (by chance 60.1 %), entropy 81 % of the greatest".
std::string roundText(const RoundSummary& round, int rounds, const RunWords& words);
/// Where a search stands, for a progress bar: "40/184  level 2 of 3", "round 3 of 12  training 40/150  loss 1.52".
std::string placeText(const RunSummary& summary, const RunWords& words);

/// 1.26 with one decimal as "1.3".
std::string fixed(double value, int decimals);

} // namespace cw::cli
