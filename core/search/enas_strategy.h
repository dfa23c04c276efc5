#pragma once
#include <memory>
#include <span>

#include "core/search/policy_draw.h"
#include "core/search/strategy.h"

namespace cw {

/// ENAS (Pham et al. 2018, section 2): one network holds the weights of every child. Round by round: the weights are trained, each
/// mini-batch by a child drawn from the controller (M = 1); then the controller learns from children scored on validation
/// mini-batches; then candidates are derived (core/search/enas_derivation.h). The winner is the best of the last completed derivation.
/// Every step is one mini-batch, one scored child (and one of chance beside it) or one update.
Result<std::unique_ptr<Strategy>> makeEnasStrategy(const StrategySetup& setup);
/// The same with children drawn uniformly: nothing learns but the weights.
Result<std::unique_ptr<Strategy>> makeUniformStrategy(const StrategySetup& setup);

/// Candidates of all derivations that the search does by itself.
Result<int> sharedModelsPlanned(std::string_view space, const Settings& settings);
Result<std::vector<PlannedLevel>> sharedLevelsPlanned(std::string_view space, const Settings& settings);

} // namespace cw
