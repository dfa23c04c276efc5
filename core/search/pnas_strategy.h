#pragma once
#include <memory>
#include <span>

#include "core/search/strategy.h"

namespace cw {

/// Progressive search (Liu et al. 2018, Algorithm 1): all one-block cells are trained; then, level by level, the cells of the
/// beam are expanded by every block, a predictor fitted on all measurements so far scores the children, and the best K of the
/// unique ones are trained, with a few unchosen ones drawn at random to measure trust in the predictor.
std::span<const ParameterSpec> pnasParameters();
Result<std::unique_ptr<Strategy>> makePnasStrategy(const StrategySetup& setup);
/// All one-block cells, then beam and sampled children a level, as far as the space has so many. 1,160 with the paper's numbers.
Result<int> pnasModelsPlanned(std::string_view space, const Settings& settings);
Result<std::vector<PlannedLevel>> pnasLevelsPlanned(std::string_view space, const Settings& settings);
/// The predictor's settings out of the strategy's.
SurrogateSettings surrogateSettings(const Settings& settings);

} // namespace cw
