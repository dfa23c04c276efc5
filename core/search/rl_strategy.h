#pragma once
#include <memory>
#include <span>

#include "core/search/strategy.h"

namespace cw {

/// Search by reinforcement with every child trained from scratch, which the PNAS paper compares with (Liu et al. 2018, section 5.3): the
/// controller samples children of B blocks, they are trained as those of the strategy pnas are, then comes one update by REINFORCE
/// (Williams 1992) with a moving average as baseline; the reward is proxy accuracy + entropy weight x entropy, the latter without gradient.
/// A cell that the run has met before (up to its symmetries) is not trained again: the known result is its reward.
/// One level (= B), all children of role Policy, no predictions; each update ends with a checkpoint and PolicyUpdated.
/// The search ends after `models` cells, or where the controller keeps to known cells (kDryUpdates).
std::span<const ParameterSpec> rlParameters();
/// Refuses a space whose blocks may not read both cell inputs: the controller knows no such space.
Result<std::unique_ptr<Strategy>> makeRlStrategy(const StrategySetup& setup);
/// `models`, or all cells of the space where it has fewer.
Result<int> rlModelsPlanned(std::string_view space, const Settings& settings);
Result<std::vector<PlannedLevel>> rlLevelsPlanned(std::string_view space, const Settings& settings);

/// Updates in a row without any new cell after which the search ends.
inline constexpr int kDryUpdates = 25;

} // namespace cw
