#pragma once
#include <span>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "core/controller/controller.h"
#include "core/search/parameters.h"

namespace cw {

/// How a search with shared weights goes, beside how the weights are trained (core/search/shared_settings.h).
struct EnasSettings {
    std::int64_t rounds = 150, roundSteps = 0; ///< mini-batches of phase 1 in a round; 0: one pass
    std::int64_t updates = 30, samples = 10;   ///< of phase 2 in a round; children in each update
    std::int64_t derive = 10, deriveBest = 0;  ///< candidates of a derivation; of them measured again on the whole validation part
    bool control = false;                      ///< a uniform child is scored beside each sampled one
};
EnasSettings enasSettings(const Settings& settings);
/// True where a search with these settings trains shared weights: what it measures then is theirs. By keys alone, which are those of a
/// strategy that can (rounds), and of the random control's choice (weights). Also of the settings that are stored with a run.
bool sharesWeights(const Settings& settings);
bool sharesWeights(const nlohmann::json& settings);

/// How a controller learns.
struct ControllerTraining {
    double rate = 3.5e-4, beta1 = 0.9, epsilon = 1e-8; ///< Adam
    double entropyWeight = 1e-4;                       ///< of the entropy within the reward
    double baselineDecay = 0.99;
    double skipWeight = 0; ///< of the prior of skips (macro)
};
/// Settings of controllers: keys as in controllerParameters(). Those that a space does not have are off.
ControllerSettings controllerSettings(const Settings& settings);
ControllerTraining controllerTraining(const Settings& settings);

/// Units, rates and the like of a controller over a space, of every strategy that has one.
std::vector<ParameterSpec> controllerParameters(std::string_view space);
/// Of the strategy enas: how often and how many, then the controller's.
std::span<const ParameterSpec> enasParameters(std::string_view space);
/// The first of them, which a search by uniform samples with shared weights has too: updates, samples, derive, derive_best.
std::vector<ParameterSpec> sharedSearchParameters();

} // namespace cw
