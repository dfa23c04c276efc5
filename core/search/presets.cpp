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

constexpr std::array kPresets{
    Preset{"pnas", "pnas", "quick", "Quick look", "Three levels of small children: minutes on two cores.",
           "blocks=3 beam_width=16 sampled=8 ensemble=5 surrogate_epochs=100" CELLWRIGHT_QUICK_TRAINING},
    Preset{"pnas", "pnas", "standard", "Standard", "Five levels, 64 children a level: some hours on two cores.",
           "blocks=5 beam_width=64 sampled=8 ensemble=5 surrogate_epochs=100" CELLWRIGHT_STANDARD_TRAINING},
    Preset{"pnas", "pnas", "paper", "As in the paper",
           "Five levels, 256 children a level, 20 epochs each: 1,160 models, for a large machine. As in the paper no unchosen children are "
           "trained, so trust in the predictor is not measured; set sampled to measure it.",
           "blocks=5 beam_width=256 sampled=0 ensemble=5" CELLWRIGHT_PAPER_TRAINING},
    Preset{"random", "pnas", "quick", "Quick control", "40 random cells of three blocks, trained as the quick search trains.",
           "blocks=3 models=40" CELLWRIGHT_QUICK_TRAINING},
    Preset{"random", "pnas", "standard", "Standard control", "As many random cells of five blocks as the standard search trains.",
           "blocks=5 models=424" CELLWRIGHT_STANDARD_TRAINING},
    Preset{"random", "pnas", "paper", "Control of the paper's search", "1,160 random cells of five blocks, trained as in the paper.",
           "blocks=5 models=1160" CELLWRIGHT_PAPER_TRAINING},
};
#undef CELLWRIGHT_QUICK_TRAINING
#undef CELLWRIGHT_STANDARD_TRAINING
#undef CELLWRIGHT_PAPER_TRAINING

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
