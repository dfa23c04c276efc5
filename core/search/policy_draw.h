#pragma once
#include <memory>
#include <span>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "core/controller/controller.h"
#include "core/search/enas_parameters.h"
#include "core/session/query.h"

namespace cw {

/// A child that was drawn from a policy and what it scored.
struct ScoredSample {
    std::vector<int> choices;
    double reward = 0;  ///< measured, without the bonus of the entropy
    double entropy = 0; ///< nats
};

/// What draws the children of a search with shared weights: a controller that learns, or chance. Engine thread only; deterministic.
class Policy {
public:
    virtual ~Policy() = default;
    virtual const DecisionSpace& space() const = 0;
    virtual PolicySample sample(Random& random) const = 0;
    virtual bool learns() const = 0;
    /// One update by the rewards of samples drawn since the one before (Pham et al. 2018, section 2.2); the norm of its gradient.
    virtual double update(std::span<const ScoredSample> samples) = 0;
    virtual double baseline() const = 0; ///< 0 before the first reward, and where nothing learns
    virtual nlohmann::json save() const = 0;
    virtual Status restore(const nlohmann::json& state) = 0;
    virtual NamedBuffers weights() const = 0;
    virtual Status restoreWeights(const NamedBuffers& buffers) = 0;
    virtual std::string answer(const ForcedChoiceQuery& query) const = 0;
};

std::unique_ptr<Policy> uniformPolicy(DecisionSpace space);
/// REINFORCE with a moving average of the rewards as baseline, begun with the first reward and held over all rounds. Each sample is
/// held against the average of those before it; the entropy is part of the reward, without a gradient of its own.
std::unique_ptr<Policy> controllerPolicy(DecisionSpace space, const ControllerSettings& settings, const ControllerTraining& training, std::uint64_t seed);

/// {"error":{"code":…,"message":…}}, as answers to queries are refused.
std::string refusedAnswer(ErrorCode code, const std::string& message);

} // namespace cw
