#pragma once
#include <cstdint>
#include <optional>
#include <span>

#include "core/search/candidate_book.h"

namespace cw {

/// What a finished level says about the predictor that chose its children. Predictions are those made before training.
/// trust: over the sampled unchosen children alone, the honest figure. beam: over the chosen ones alone, cut off at one side.
/// Both empty without predictions and for fewer than 4 measured pairs. seed: of the run (bootstrap).
LevelFinished finishedLevel(std::span<const Candidate> level, int number, std::optional<double> fit, std::uint64_t seed);

} // namespace cw
