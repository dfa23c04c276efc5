#include <algorithm>
#include <array>
#include <string>

#include "core/search/strategy.h"

namespace cw {
namespace {

// Numbers shared by a search and its random control, so that they are compared at the same training.
// Children are trained for so few steps that batch-norm statistics must be measured anew before scoring, and that random
// crops cost more accuracy than they bring.
#define CELLWRIGHT_QUICK_TRAINING \
    " image_size=14 repeats=1 filters=8 steps=360 batch=32 learning_rate=0.2 clip=1 crop_padding=0 recalibrate_batches=16 validation_limit=5000"
#define CELLWRIGHT_STANDARD_TRAINING \
    " image_size=20 repeats=2 filters=12 steps=1000 batch=32 learning_rate=0.1 clip=1 crop_padding=0 recalibrate_batches=16 validation_limit=5000"
#define CELLWRIGHT_PAPER_TRAINING \
    " image_size=32 repeats=2 filters=24 epochs=20 steps=0 batch=32 learning_rate=0.01 schedule=cosine momentum=0.9 weight_decay=0.0005 clip=5" \
    " flip=true crop_padding=4 recalibrate_batches=0 validation_fraction=0.1 train_limit=0 validation_limit=0"


// Searches with shared weights: what a search by a controller and one by chance have in common (data, space, training, how many
// children are scored and derived), then the controller's numbers. Values for children from scratch stand with the random control, which may
// train them so (weights=scratch).
#define CELLWRIGHT_MICRO_QUICK                                                                                                             \
    " nodes=4 image_size=14 repeats=1 filters=8 batch=64 learning_rate=0.2 min_learning_rate=0.001 restart_period=20 clip=1 crop_padding=0" \
    " aux_weight=0 validation_limit=5000 rounds=20 round_steps=200 updates=20 samples=5 derive=16 derive_best=4"
#define CELLWRIGHT_MICRO_STANDARD                                                                                                       \
    " nodes=5 image_size=20 repeats=1 filters=12 batch=96 learning_rate=0.05 min_learning_rate=0.0005 restart_period=10 crop_padding=2 aux_weight=0.4" \
    " validation_limit=0 rounds=70 round_steps=0 updates=30 samples=10 derive=20 derive_best=3"
#define CELLWRIGHT_MICRO_PAPER                                                                                                              \
    " nodes=5 image_size=32 repeats=2 filters=20 batch=160 learning_rate=0.05 min_learning_rate=0.001 restart_period=10 restart_factor=2"    \
    " momentum=0.9 weight_decay=0.0002 clip=5 dropout=0.1 aux_weight=0.4 crop_padding=4 rounds=310 round_steps=0 updates=2000 samples=1 derive=10"
#define CELLWRIGHT_MICRO_RELEASED                                                                                                           \
    " nodes=5 image_size=32 repeats=2 filters=20 batch=160 learning_rate=0.05 min_learning_rate=0.0005 restart_period=10 restart_factor=2"   \
    " momentum=0.9 weight_decay=0.0002 clip=5 dropout=0.1 aux_weight=0.4 crop_padding=4 rounds=150 round_steps=0 updates=30 samples=10 derive=10"
#define CELLWRIGHT_MACRO_QUICK                                                                                                              \
    " layers=6 image_size=14 filters=12 batch=64 learning_rate=0.2 min_learning_rate=0.001 restart_period=24 clip=1 crop_padding=0"           \
    " validation_limit=5000 rounds=24 round_steps=300 updates=20 samples=5 derive=16 derive_best=4"
#define CELLWRIGHT_MACRO_STANDARD                                                                                                           \
    " layers=9 image_size=20 filters=20 batch=96 learning_rate=0.05 min_learning_rate=0.0005 restart_period=10 crop_padding=2"               \
    " validation_limit=0 rounds=70 round_steps=0 updates=30 samples=10 derive=20 derive_best=3"
#define CELLWRIGHT_MACRO_PAPER                                                                                                              \
    " layers=12 image_size=32 filters=36 batch=128 learning_rate=0.05 min_learning_rate=0.001 restart_period=10 restart_factor=2"            \
    " momentum=0.9 weight_decay=0.0002 clip=5 dropout=0.1 crop_padding=4 rounds=310 round_steps=0 updates=2000 samples=1 derive=10"
#define CELLWRIGHT_MACRO_RELEASED                                                                                                           \
    " layers=12 image_size=32 filters=36 batch=128 learning_rate=0.05 min_learning_rate=0.0005 restart_period=10 restart_factor=2"           \
    " momentum=0.9 weight_decay=0.0005 clip=5 dropout=0.1 crop_padding=4 rounds=310 round_steps=0 updates=50 samples=20 derive=10"
#define CELLWRIGHT_RECURRENT_QUICK                                                                                                          \
    " nodes=6 vocabulary=10000 hidden=64 batch=32 bptt=20 learning_rate=20 decay_from=9 clip=0.25 validation_limit=20000"                     \
    " rounds=15 round_steps=250 updates=20 samples=5 derive=16 derive_best=4"
#define CELLWRIGHT_RECURRENT_STANDARD                                                                                                       \
    " nodes=8 vocabulary=10000 hidden=200 batch=64 bptt=35 learning_rate=20 decay_from=15 clip=0.25 validation_limit=0"                       \
    " rounds=30 round_steps=0 updates=30 samples=10 derive=20 derive_best=3"
#define CELLWRIGHT_RECURRENT_PAPER                                                                                                          \
    " nodes=12 vocabulary=10000 hidden=1000 batch=64 bptt=35 learning_rate=20 rate_decay=0.96 decay_from=15 weight_decay=0.0000002 clip=0.25" \
    " rounds=150 round_steps=0 updates=2000 samples=1 derive=10"
#define CELLWRIGHT_RECURRENT_RELEASED                                                                                                       \
    " nodes=9 vocabulary=10000 hidden=200 batch=128 bptt=35 learning_rate=20 rate_decay=1 clip=0.1 rounds=600 round_steps=0 updates=25 samples=10" \
    " derive=10"
// Controllers: quick ones must learn from few updates, so they take Adam's usual momentum and epsilon in place of the released ones.
#define CELLWRIGHT_QUICK_CONTROLLER " units=64 controller_beta1=0.9 controller_epsilon=0.00000001 entropy_weight=0.0001 baseline_decay=0.95"
#define CELLWRIGHT_STANDARD_CONTROLLER \
    " units=100 controller_rate=0.0035 controller_beta1=0 controller_epsilon=0.001 entropy_weight=0.0001 baseline_decay=0.99"
#define CELLWRIGHT_PAPER_CONTROLLER " control=false units=100 controller_rate=0.00035 tanh_constant=2.5 temperature=5 entropy_weight=0.0001"
#define CELLWRIGHT_RELEASED_CONTROLLER \
    " control=false units=64 controller_beta1=0 controller_epsilon=0.001 temperature=0 entropy_weight=0.0001 baseline_decay=0.99"
// Children from scratch of the random control.
#define CELLWRIGHT_SHARED "weights=shared"
#define CELLWRIGHT_QUICK_SCRATCH " models=24 steps=300 recalibrate_batches=16"
#define CELLWRIGHT_STANDARD_SCRATCH " models=100 steps=2000 recalibrate_batches=16"
#define CELLWRIGHT_LONG_SCRATCH " models=100 steps=0 epochs=20 recalibrate_batches=0"
#define CELLWRIGHT_QUICK_TEXTS " models=24 steps=400"
#define CELLWRIGHT_STANDARD_TEXTS " models=50 steps=0 epochs=3"
#define CELLWRIGHT_LONG_TEXTS " models=50 steps=0 epochs=20"

constexpr std::array kPresets{
    Preset{"pnas", "pnas", "quick", "Quick look", "Three levels of small children: minutes on two cores.",
           "blocks=3 beam_width=16 sampled=8 ensemble=5 surrogate_epochs=100" CELLWRIGHT_QUICK_TRAINING},
    Preset{"pnas", "pnas", "standard", "Standard", "Five levels, 64 children a level: some hours on two cores.",
           "blocks=5 beam_width=64 sampled=8 ensemble=5 surrogate_epochs=100" CELLWRIGHT_STANDARD_TRAINING},
    Preset{"pnas", "pnas", "paper", "As in the paper",
           "Five levels, 256 children a level, 20 epochs each: 1,160 models, for a large machine. As in the paper no unchosen children are "
           "trained, so trust in the predictor is not measured; set sampled to measure it.",
           "blocks=5 beam_width=256 sampled=0 ensemble=5" CELLWRIGHT_PAPER_TRAINING},
    Preset{"rl", "pnas", "quick", "Quick look", "80 cells of three blocks in updates of four, trained as the progressive quick search trains.",
           "blocks=3 models=80 children_per_update=4 controller_rate=0.01 temperature=0 baseline_decay=0.8" CELLWRIGHT_QUICK_TRAINING},
    Preset{"rl", "pnas", "standard", "Standard", "As many cells of five blocks as the standard search trains, in updates of eight.",
           "blocks=5 models=424 children_per_update=8 controller_rate=0.0035 temperature=0 baseline_decay=0.9" CELLWRIGHT_STANDARD_TRAINING},
    Preset{"rl", "pnas", "paper", "Against the paper's search", "1,160 cells of five blocks, trained as in the paper: for a large machine.",
           "blocks=5 models=1160 children_per_update=8" CELLWRIGHT_PAPER_TRAINING},
    Preset{"enas", "micro", "quick", "Quick look",
           "Twenty short rounds over small pictures and small cells: minutes on two cores. What the shared weights measure only ranks candidates.",
           "control=true controller_rate=0.01 tanh_constant=1.1 operation_divisor=2.5 temperature=0" CELLWRIGHT_MICRO_QUICK CELLWRIGHT_QUICK_CONTROLLER},
    Preset{"enas", "micro", "standard", "Standard",
           "70 rounds over all pictures with cells of five nodes: some hours on two cores. The figures are those of shared weights, not of finished networks.",
           "control=true tanh_constant=1.1 operation_divisor=2.5 temperature=0" CELLWRIGHT_MICRO_STANDARD CELLWRIGHT_STANDARD_CONTROLLER},
    Preset{"enas", "micro", "paper", "As in the paper", "310 rounds of 2,000 updates, as the paper writes: for a GPU. Its winner must still be trained from scratch.",
           CELLWRIGHT_MICRO_PAPER CELLWRIGHT_PAPER_CONTROLLER},
    Preset{"enas", "micro", "released", "As released", "150 rounds with the settings of the authors' code: for a GPU. Its winner must still be trained from scratch.",
           "controller_rate=0.0035 tanh_constant=1.1 operation_divisor=2.5" CELLWRIGHT_MICRO_RELEASED CELLWRIGHT_RELEASED_CONTROLLER},
    Preset{"enas", "macro", "quick", "Quick look",
           "24 short rounds over small pictures and networks of six layers: minutes on two cores. What the shared weights measure only ranks candidates.",
           "control=true controller_rate=0.02 tanh_constant=1.5 temperature=0" CELLWRIGHT_MACRO_QUICK CELLWRIGHT_QUICK_CONTROLLER},
    Preset{"enas", "macro", "standard", "Standard",
           "70 rounds over all pictures with networks of nine layers: some hours on two cores. The figures are those of shared weights, not of finished networks.",
           "control=true tanh_constant=1.5 temperature=0" CELLWRIGHT_MACRO_STANDARD CELLWRIGHT_STANDARD_CONTROLLER},
    Preset{"enas", "macro", "paper", "As in the paper", "310 rounds of 2,000 updates over 12 layers, as the paper writes: for a GPU. Its winner must still be trained from scratch.",
           "skip_target=0.4 skip_weight=0.8" CELLWRIGHT_MACRO_PAPER CELLWRIGHT_PAPER_CONTROLLER},
    Preset{"enas", "macro", "released", "As released", "310 rounds with the settings of the authors' code: for a GPU. Its winner must still be trained from scratch.",
           "controller_rate=0.001 tanh_constant=1.5 skip_target=0.4 skip_weight=0.8" CELLWRIGHT_MACRO_RELEASED CELLWRIGHT_RELEASED_CONTROLLER},
    Preset{"enas", "recurrent", "quick", "Quick look",
           "Fifteen short rounds with a small hidden state: minutes on two cores. What the shared weights measure only ranks candidates.",
           "control=true controller_rate=0.005 tanh_constant=2.5 temperature=0" CELLWRIGHT_RECURRENT_QUICK CELLWRIGHT_QUICK_CONTROLLER},
    Preset{"enas", "recurrent", "standard", "Standard",
           "30 passes over the text with a hidden state of 200: some hours on two cores. The figures are those of shared weights, not of finished networks.",
           "control=true tanh_constant=2.5 temperature=5" CELLWRIGHT_RECURRENT_STANDARD CELLWRIGHT_STANDARD_CONTROLLER},
    Preset{"enas", "recurrent", "paper", "As in the paper", "150 passes, 12 nodes and a hidden state of 1,000, as the paper writes: for a GPU. Its winner must still be trained from scratch.",
           CELLWRIGHT_RECURRENT_PAPER CELLWRIGHT_PAPER_CONTROLLER},
    Preset{"enas", "recurrent", "released", "As released",
           "600 passes with the settings of the corrected language-model code: for a large machine. Its winner must still be trained from scratch.",
           "control=false units=64 controller_range=0.01 controller_rate=0.00005 temperature=5 tanh_constant=2.25 distance_prior=0.1666667"
           " entropy_weight=0.00001 baseline_decay=0.999" CELLWRIGHT_RECURRENT_RELEASED},
    Preset{"random", "pnas", "quick", "Quick control", "40 random cells of three blocks, trained as the quick search trains.",
           "blocks=3 models=40" CELLWRIGHT_QUICK_TRAINING},
    Preset{"random", "pnas", "standard", "Standard control", "As many random cells of five blocks as the standard search trains.",
           "blocks=5 models=424" CELLWRIGHT_STANDARD_TRAINING},
    Preset{"random", "pnas", "paper", "Control of the paper's search", "1,160 random cells of five blocks, trained as in the paper.",
           "blocks=5 models=1160" CELLWRIGHT_PAPER_TRAINING},
    Preset{"random", "micro", "quick", "Quick control", "The quick search with cells drawn by chance: weights are shared, nothing learns to choose.",
           CELLWRIGHT_SHARED CELLWRIGHT_MICRO_QUICK CELLWRIGHT_QUICK_SCRATCH},
    Preset{"random", "micro", "standard", "Standard control", "The standard search with cells drawn by chance.",
           CELLWRIGHT_SHARED CELLWRIGHT_MICRO_STANDARD CELLWRIGHT_STANDARD_SCRATCH},
    Preset{"random", "micro", "paper", "Control of the paper's search", "The paper's search with cells drawn by chance: for a GPU.",
           CELLWRIGHT_SHARED CELLWRIGHT_MICRO_PAPER CELLWRIGHT_LONG_SCRATCH},
    Preset{"random", "micro", "released", "Control of the released search", "The released search with cells drawn by chance: for a GPU.",
           CELLWRIGHT_SHARED CELLWRIGHT_MICRO_RELEASED CELLWRIGHT_LONG_SCRATCH},
    Preset{"random", "macro", "quick", "Quick control", "The quick search with networks drawn by chance: weights are shared, nothing learns to choose.",
           CELLWRIGHT_SHARED CELLWRIGHT_MACRO_QUICK CELLWRIGHT_QUICK_SCRATCH},
    Preset{"random", "macro", "standard", "Standard control", "The standard search with networks drawn by chance.",
           CELLWRIGHT_SHARED CELLWRIGHT_MACRO_STANDARD CELLWRIGHT_STANDARD_SCRATCH},
    Preset{"random", "macro", "paper", "Control of the paper's search", "The paper's search with networks drawn by chance: for a GPU.",
           CELLWRIGHT_SHARED CELLWRIGHT_MACRO_PAPER CELLWRIGHT_LONG_SCRATCH},
    Preset{"random", "macro", "released", "Control of the released search", "The released search with networks drawn by chance: for a GPU.",
           CELLWRIGHT_SHARED CELLWRIGHT_MACRO_RELEASED CELLWRIGHT_LONG_SCRATCH},
    Preset{"random", "recurrent", "quick", "Quick control", "The quick search with cells drawn by chance: weights are shared, nothing learns to choose.",
           CELLWRIGHT_SHARED CELLWRIGHT_RECURRENT_QUICK CELLWRIGHT_QUICK_TEXTS},
    Preset{"random", "recurrent", "standard", "Standard control", "The standard search with cells drawn by chance.",
           CELLWRIGHT_SHARED CELLWRIGHT_RECURRENT_STANDARD CELLWRIGHT_STANDARD_TEXTS},
    Preset{"random", "recurrent", "paper", "Control of the paper's search", "The paper's search with cells drawn by chance: for a GPU.",
           CELLWRIGHT_SHARED CELLWRIGHT_RECURRENT_PAPER CELLWRIGHT_LONG_TEXTS},
    Preset{"random", "recurrent", "released", "Control of the released search", "The released search with cells drawn by chance: for a large machine.",
           CELLWRIGHT_SHARED CELLWRIGHT_RECURRENT_RELEASED CELLWRIGHT_LONG_TEXTS},
};
#undef CELLWRIGHT_QUICK_TRAINING
#undef CELLWRIGHT_STANDARD_TRAINING
#undef CELLWRIGHT_PAPER_TRAINING
#undef CELLWRIGHT_MICRO_QUICK
#undef CELLWRIGHT_MICRO_STANDARD
#undef CELLWRIGHT_MICRO_PAPER
#undef CELLWRIGHT_MICRO_RELEASED
#undef CELLWRIGHT_MACRO_QUICK
#undef CELLWRIGHT_MACRO_STANDARD
#undef CELLWRIGHT_MACRO_PAPER
#undef CELLWRIGHT_MACRO_RELEASED
#undef CELLWRIGHT_RECURRENT_QUICK
#undef CELLWRIGHT_RECURRENT_STANDARD
#undef CELLWRIGHT_RECURRENT_PAPER
#undef CELLWRIGHT_RECURRENT_RELEASED
#undef CELLWRIGHT_QUICK_CONTROLLER
#undef CELLWRIGHT_STANDARD_CONTROLLER
#undef CELLWRIGHT_PAPER_CONTROLLER
#undef CELLWRIGHT_RELEASED_CONTROLLER
#undef CELLWRIGHT_SHARED
#undef CELLWRIGHT_QUICK_SCRATCH
#undef CELLWRIGHT_STANDARD_SCRATCH
#undef CELLWRIGHT_LONG_SCRATCH
#undef CELLWRIGHT_QUICK_TEXTS
#undef CELLWRIGHT_STANDARD_TEXTS
#undef CELLWRIGHT_LONG_TEXTS

Error unknown(const std::string& what, std::string_view name, const std::string& known)
{
    return {ErrorCode::InvalidArgument, "There is no " + what + " \"" + std::string(name) + "\". Known: " + known + ".", {}};
}

void addName(std::string& names, std::string_view name) { names.append(names.empty() ? "" : ", ").append(name); }

/// The spaces of a strategy are written "pnas,micro".
bool offersSpace(const StrategyInfo& strategy, std::string_view space)
{
    for (auto rest = strategy.spaces; !rest.empty();) {
        const auto end = std::min(rest.find(','), rest.size());
        if (rest.substr(0, end) == space)
            return true;
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return false;
}

std::vector<ParameterSpec> specsOf(const StrategyInfo& strategy, std::string_view space)
{
    std::vector<ParameterSpec> specs;
    const auto add = [&](std::span<const ParameterSpec> part) { specs.insert(specs.end(), part.begin(), part.end()); };
    const auto training = trainingParameters(space);
    add(strategy.parameters(space));
    add(spaceParameters(space));
    add(training.network);
    add(training.training);
    if (strategy.trainsChildren(space))
        add(training.scratch);
    if (strategy.sharesWeights(space))
        add(training.shared);
    return specs;
}

Status applyValues(Settings& settings, std::string_view values)
{
    while (!values.empty()) {
        const auto end = std::min(values.find(' '), values.size());
        const auto pair = values.substr(0, end);
        const auto equals = pair.find('=');
        if (equals != std::string_view::npos)
            if (auto status = settings.set(pair.substr(0, equals), pair.substr(equals + 1)); !status)
                return status;
        values.remove_prefix(std::min(end + 1, values.size()));
    }
    return {};
}

} // namespace

std::span<const Preset> presets() { return kPresets; }

Result<Settings> makeSettings(std::string_view strategy, std::string_view space, std::string_view preset)
{
    const auto* info = findStrategy(strategy);
    std::string known;
    if (!info) {
        for (const auto& row : strategies())
            addName(known, row.key);
        return unknown("strategy", strategy, known);
    }
    if (!offersSpace(*info, space))
        return unknown("space for the strategy " + std::string(strategy), space, std::string(info->spaces));
    for (const auto& row : kPresets) {
        if (row.strategy != strategy || row.space != space)
            continue;
        addName(known, row.key);
        if (row.key != preset)
            continue;
        Settings settings(specsOf(*info, space));
        if (auto status = applyValues(settings, row.values); !status)
            return status.error();
        return settings;
    }
    return unknown("preset of the strategy " + std::string(strategy), preset, known);
}

} // namespace cw
