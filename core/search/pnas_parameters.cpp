#include <algorithm>
#include <array>

#include "core/search/pnas_strategy.h"

namespace cw {
namespace {

using K = ParameterKind;
using G = ParameterGroup;

// Epochs and batch of the predictor are stated nowhere in the paper; rates and the number of members are (section 4.1).
constexpr std::array kParameters{
    ParameterSpec{"beam_width", "Beam width K", "cells", K::Integer, 1, 4096, "256", "", "Children with the best predictions that are trained at each level after the first."},
    ParameterSpec{"sampled", "Sampled children", "cells", K::Integer, 0, 1024, "8", "", "Unchosen children drawn at random and trained too at each level, to measure trust in the predictor; 0 leaves trust unmeasured."},
    ParameterSpec{"surrogate", "Predictor", "", K::Choice, 0, 0, "mlp", "mlp|lstm", "Kind of the predictor: a multi-layer perceptron over the mean of the blocks, or a recurrent network over their sequence.", G::Predictor},
    ParameterSpec{"ensemble", "Ensemble members", "predictors", K::Integer, 1, 20, "5", "", "Predictors fitted each on its own part of the data; the score is their mean, the spread their deviation.", G::Predictor},
    ParameterSpec{"surrogate_epochs", "Predictor epochs", "epochs", K::Integer, 1, 5000, "60", "", "Passes over the measured cells at each fit of the predictor.", G::Predictor},
    ParameterSpec{"surrogate_batch", "Predictor batch", "cells", K::Integer, 1, 4096, "64", "", "Measured cells in one mini-batch of the predictor.", G::Predictor, true},
    ParameterSpec{"surrogate_rate_first", "Predictor rate, level 1", "", K::Real, 1e-6, 1, "0.01", "", "Adam's learning rate for the fit after the first level.", G::Predictor, true},
    ParameterSpec{"surrogate_rate_later", "Predictor rate, later", "", K::Real, 1e-6, 1, "0.002", "", "Adam's learning rate for the fits after later levels.", G::Predictor, true},
};

} // namespace

std::span<const ParameterSpec> pnasParameters() { return kParameters; }

SurrogateSettings surrogateSettings(const Settings& settings)
{
    SurrogateSettings result;
    result.kind = settings.text("surrogate");
    result.members = static_cast<int>(settings.integer("ensemble"));
    result.epochs = static_cast<int>(settings.integer("surrogate_epochs"));
    result.batch = static_cast<int>(settings.integer("surrogate_batch"));
    result.rateFirst = settings.real("surrogate_rate_first");
    result.rateLater = settings.real("surrogate_rate_later");
    result.maxBlocks = static_cast<int>(settings.integer("blocks"));
    return result;
}

Result<std::vector<PlannedLevel>> pnasLevelsPlanned(std::string_view, const Settings& settings)
{
    const auto space = makePnasSpace(settings.list("operations"), settings.list("inputs"), static_cast<int>(settings.integer("blocks")));
    if (!space)
        return space.error();
    std::vector<PlannedLevel> levels{{1, static_cast<int>(blocksAt(*space, 0).size()), 0}};
    const auto beam = static_cast<std::uint64_t>(settings.integer("beam_width"));
    const auto sampled = static_cast<std::uint64_t>(settings.integer("sampled"));
    for (int level = 2; level <= space->blocks; ++level) {
        const auto count = countPnasSpace(*space, level);
        if (!count)
            return count.error();
        levels.push_back({level, static_cast<int>(std::min(beam + sampled, count->unique)), static_cast<int>(std::min(beam, count->unique))});
    }
    return levels;
}

Result<int> pnasModelsPlanned(std::string_view space, const Settings& settings)
{
    const auto levels = pnasLevelsPlanned(space, settings);
    if (!levels)
        return levels.error();
    int planned = 0;
    for (const auto& level : *levels)
        planned += level.models;
    return planned;
}

} // namespace cw
