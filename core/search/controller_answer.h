#pragma once
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "core/controller/controller.h"

namespace cw {

/// What a controller thinks of one architecture, decision by decision: the answer to ForcedChoiceQuery, from a live search or
/// from a kept controller alike. Pure functions; the caller keeps the controller to one thread.

/// Name under which a strategy keeps its controller with a run (StepContext::saveWeights).
inline constexpr const char* kControllerWeights = "controller";

struct AnsweredDecision {
    struct Option {
        std::string name;       ///< "sep 3×3", "previous cell"
        double probability = 0; ///< given the decisions before
    };
    std::string name; ///< "normal cell, node 3: first input"
    DecisionSpec spec;
    int choice = 0;
    std::vector<Option> options;
};
struct ControllerAnswer {
    std::vector<AnsweredDecision> decisions;
    double logProbability = 0; ///< nats, of the whole architecture
    Architecture architecture; ///< with the forced choice and what follows from it
};

/// {"decisions":[{"name","kind":"input|operation|skip","cell","node","slot","choice","options":[{"name","probability"}]}],
/// "log_probability","architecture":{…},"text":"micro:…"}. decision >= 0: the decisions before it stay, it becomes `choice`, the most
/// probable follow; -1: the architecture as it is. {"error":{"code","message"}} for an architecture that is not of the
/// controller's space, size and operations, and for a decision or choice that does not exist.
nlohmann::json controllerAnswer(const Controller& controller, const Architecture& arch, int decision, int choice);
/// Reads that back; an answer that is an error comes as that error.
Result<ControllerAnswer> controllerAnswerFromJson(const nlohmann::json& answer);

/// The controller that a run kept. Refused in words where it is of other settings or damaged.
Result<Controller> storedController(const DecisionSpace& space, const ControllerSettings& settings, const NamedBuffers& buffers);

} // namespace cw
