#pragma once
#include <memory>
#include <span>

#include "core/search/strategy.h"

namespace cw {

/// Random control: `models` architectures drawn uniformly from the space, each once, trained from scratch alike. One level (pnas: = B, else 1),
/// all children of role Random, no predictions. pnas draws uniformly over the unique B-block cells; the spaces of ENAS draw every
/// choice uniformly, as a controller that has learned nothing. There, with weights=shared, the children share one set of weights in place
/// (core/search/enas_strategy.h).
std::span<const ParameterSpec> randomParameters(std::string_view space);
Result<std::unique_ptr<Strategy>> makeRandomStrategy(const StrategySetup& setup);
/// `models`, or all of the space where it has fewer; of shared weights the candidates of all derivations.
Result<int> randomModelsPlanned(std::string_view space, const Settings& settings);
Result<std::vector<PlannedLevel>> randomLevelsPlanned(std::string_view space, const Settings& settings);

} // namespace cw
