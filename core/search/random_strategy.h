#pragma once
#include <memory>
#include <span>

#include "core/search/strategy.h"

namespace cw {

/// Random control: `models` cells drawn uniformly from the unique B-block cells of the space, each once, trained alike.
/// One level (= B), all children of role Random, no predictions.
std::span<const ParameterSpec> randomParameters();
Result<std::unique_ptr<Strategy>> makeRandomStrategy(const StrategySetup& setup);
/// `models`, or all cells of the space where it has fewer.
Result<int> randomModelsPlanned(const Settings& settings);
Result<std::vector<PlannedLevel>> randomLevelsPlanned(const Settings& settings);

} // namespace cw
