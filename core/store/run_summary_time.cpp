#include <algorithm>

#include "core/store/run_summary.h"

namespace cw {
namespace {

constexpr int kFewestResults = 3;
constexpr int kFewestShare = 10; ///< of the first round: a tenth of it is enough to guess by
constexpr double kSlack = 0.12; ///< how much children of one level differ on average

/// Each phase at its own pace; what has not been seen yet costs between nothing and as much as the training.
std::optional<TimeLeft> roundsLeft(const RunSummary& s)
{
    double trainSeconds = 0, policySeconds = 0, steps = 0, updates = 0;
    for (const auto& round : s.rounds) {
        trainSeconds += round.trainSeconds;
        policySeconds += round.policySeconds;
        steps += static_cast<double>(round.step);
        updates += static_cast<double>(round.update);
    }
    const auto& now = s.rounds.back();
    if (steps == 0 || trainSeconds <= 0 || (s.rounds.size() == 1 && now.update == 0 && now.step * kFewestShare < now.steps))
        return std::nullopt;
    const double later = s.roundsPlanned - now.round;
    double left = trainSeconds / steps * (later * static_cast<double>(now.steps) + (now.update > 0 ? 0 : static_cast<double>(now.steps - now.step)));
    double high = left;
    if (updates > 0) {
        const auto each = s.rounds.front().updates;
        left += policySeconds / updates * (later * static_cast<double>(each) + static_cast<double>(each - now.update));
        const auto derivations = std::count_if(s.levels.begin(), s.levels.end(), [](const auto& level) { return level.finished; });
        left += s.deriveSeconds / static_cast<double>(std::max<std::ptrdiff_t>(1, derivations)) * (later + 1);
        high = left;
    } else {
        high = 2 * left;
    }
    return TimeLeft{left * (1 - kSlack), high * (1 + kSlack)};
}

} // namespace

std::optional<TimeLeft> estimateTimeLeft(const RunSummary& summary, int blocks)
{
    if (summary.shared)
        return summary.finished || !isActive(summary.state) ? std::nullopt : roundsLeft(summary);
    if (summary.levels.empty() || summary.finished || !isActive(summary.state))
        return std::nullopt;
    // The current level, or the one before it while it has too few results.
    const auto& now = summary.levels.back();
    const auto* known = &now;
    if (now.done < kFewestResults && summary.levels.size() > 1)
        known = &summary.levels[summary.levels.size() - 2];
    if (known->done < kFewestResults)
        return std::nullopt;
    const double each = known->wallSeconds / known->done;
    int proposed = 0;
    for (const auto& level : summary.levels)
        proposed += level.toTrain;
    const double here = now.toTrain - now.done;
    const double later = std::max(0, summary.modelsPlanned - proposed);
    const double growthHere = static_cast<double>(now.blocks) / known->blocks;
    const double growthLater = std::max(1.0, (now.blocks + 1 + blocks) / 2.0 / known->blocks);
    return TimeLeft{each * (here + later) * (1 - kSlack), each * (here * growthHere + later * growthLater) * (1 + kSlack)};
}

} // namespace cw
