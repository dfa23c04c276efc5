#include "core/search/enas_parameters.h"

#include <array>

#include <nlohmann/json.hpp>

namespace cw {
namespace {

using K = ParameterKind;
using G = ParameterGroup;

// Of the search, whether a controller or chance draws the children.
constexpr std::array kShared{
    ParameterSpec{"updates", "Updates per round", "updates", K::Integer, 0, 100000, "30", "", "Updates of the controller in a round; where nothing learns, as many groups of children are drawn and scored."},
    ParameterSpec{"samples", "Children per update", "children", K::Integer, 1, 1000, "10", "", "Children of one update, each scored with the shared weights on one validation mini-batch."},
    ParameterSpec{"derive", "Candidates", "candidates", K::Integer, 1, 1000, "10", "", "Children sampled at the end of each round and scored, all on the same validation mini-batch; the best is the result."},
    ParameterSpec{"derive_best", "Measured again", "candidates", K::Integer, 0, 1000, "0", "", "So many of the best candidates are measured again, on the whole validation part; 0: none.", G::Search, true},
};
constexpr ParameterSpec kControl{"control", "Random control", "", K::Boolean, 0, 1, "true", "", "Beside each sampled child one drawn uniformly is scored on the same mini-batch with the same weights: what chance would get.", G::Search};

// The controller, in every space. Defaults as in the paper (Pham et al. 2018, section 3).
constexpr std::array kController{
    ParameterSpec{"units", "Controller units", "units", K::Integer, 1, 2048, "100", "", "Units of the controller's LSTM, and of its embeddings and attention.", G::Controller},
    ParameterSpec{"controller_rate", "Controller rate", "", K::Real, 1e-8, 1, "0.00035", "", "Adam's learning rate of the controller.", G::Controller},
    ParameterSpec{"entropy_weight", "Entropy weight", "", K::Real, 0, 10, "0.0001", "", "The entropy of the sampled choices times this is part of the reward: it keeps the controller from settling too early.", G::Controller},
    ParameterSpec{"tanh_constant", "Tanh constant", "", K::Real, 0, 100, "2.5", "", "Logits are bounded to plus and minus this by a tanh; 0: not.", G::Controller, true},
    ParameterSpec{"temperature", "Temperature", "", K::Real, 0, 100, "5", "", "Logits are divided by this; 0: not.", G::Controller, true},
    ParameterSpec{"operation_divisor", "Divisor of operations", "", K::Real, 0.01, 100, "1", "", "Logits of operations are bounded to the tanh constant divided by this.", G::Controller, true},
    ParameterSpec{"baseline_decay", "Baseline decay", "", K::Real, 0, 1, "0.99", "", "How slowly the moving average of the rewards follows them; children are judged by how far they are above it.", G::Controller, true},
    ParameterSpec{"controller_beta1", "Adam's first decay", "", K::Real, 0, 0.9999, "0.9", "", "Decay of Adam's average of gradients.", G::Controller, true},
    ParameterSpec{"controller_epsilon", "Adam's epsilon", "", K::Real, 1e-12, 1, "0.00000001", "", "Added to Adam's divisor.", G::Controller, true},
    ParameterSpec{"controller_range", "Initial range", "", K::Real, 0.0001, 1, "0.1", "", "The controller's weights begin uniform within plus and minus this.", G::Controller, true},
};
constexpr std::array kSkips{
    ParameterSpec{"skip_target", "Skips wanted", "probability", K::Real, 0.01, 0.99, "0.4", "", "Probability of a skip that the controller is drawn to.", G::Controller},
    ParameterSpec{"skip_weight", "Weight of that", "", K::Real, 0, 100, "0.8", "", "Weight of the divergence from the wanted probability in the controller's loss; 0: not.", G::Controller, true},
};
constexpr ParameterSpec kDistance{"distance_prior", "Distance prior", "", K::Real, 0, 10, "0", "", "Nodes far before are read less: the squared distance times this is taken from the logit.", G::Controller, true};

double optional(const Settings& s, const char* key) { return s.has(key) ? s.real(key) : 0; }

std::vector<ParameterSpec> parametersOf(std::string_view space)
{
    auto all = sharedSearchParameters();
    all.push_back(kControl);
    const auto controller = controllerParameters(space);
    all.insert(all.end(), controller.begin(), controller.end());
    return all;
}

} // namespace

EnasSettings enasSettings(const Settings& s)
{
    EnasSettings t;
    t.rounds = s.integer("rounds");
    t.roundSteps = s.integer("round_steps");
    t.updates = s.integer("updates");
    t.samples = s.integer("samples");
    t.derive = s.integer("derive");
    t.deriveBest = s.integer("derive_best");
    t.control = s.has("control") && s.boolean("control");
    return t;
}

bool sharesWeights(const Settings& s) { return s.has("rounds") && (!s.has("weights") || s.text("weights") == "shared"); }

bool sharesWeights(const nlohmann::json& s) { return s.contains("rounds") && s.value("weights", "shared") == "shared"; }

ControllerSettings controllerSettings(const Settings& s)
{
    ControllerSettings t;
    t.units = static_cast<int>(s.integer("units"));
    t.initialRange = s.real("controller_range");
    t.temperature = s.real("temperature");
    t.tanhConstant = s.real("tanh_constant");
    t.operationDivisor = s.real("operation_divisor");
    t.distancePrior = optional(s, "distance_prior");
    t.skipTarget = s.has("skip_target") ? s.real("skip_target") : t.skipTarget;
    return t;
}

ControllerTraining controllerTraining(const Settings& s)
{
    return {s.real("controller_rate"), s.real("controller_beta1"), s.real("controller_epsilon"), s.real("entropy_weight"), s.real("baseline_decay"),
            optional(s, "skip_weight")};
}

std::vector<ParameterSpec> controllerParameters(std::string_view space)
{
    std::vector<ParameterSpec> all(kController.begin(), kController.end());
    if (space == "macro")
        all.insert(all.end(), kSkips.begin(), kSkips.end());
    if (space == "recurrent")
        all.push_back(kDistance);
    return all;
}

std::span<const ParameterSpec> enasParameters(std::string_view space)
{
    static const auto cells = parametersOf("micro"), layers = parametersOf("macro"), recurrent = parametersOf("recurrent");
    return space == "macro" ? layers : space == "recurrent" ? recurrent : cells;
}

std::vector<ParameterSpec> sharedSearchParameters() { return {kShared.begin(), kShared.end()}; }

} // namespace cw
