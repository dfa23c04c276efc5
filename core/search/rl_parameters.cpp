#include <algorithm>
#include <array>
#include <vector>

#include "core/search/enas_parameters.h"
#include "core/search/rl_strategy.h"
#include "core/space/pnas_space.h"

namespace cw {
namespace {

using K = ParameterKind;

constexpr std::array kOwn{
    ParameterSpec{"models", "Models", "cells", K::Integer, 1, 20000, "1160", "", "Different cells that are trained; all of them where the space has fewer."},
    ParameterSpec{"children_per_update", "Children per update", "cells", K::Integer, 1, 1024, "8", "", "Cells sampled, and trained side by side, for one update of the controller."},
};

} // namespace

std::span<const ParameterSpec> rlParameters()
{
    static const auto all = [] {
        std::vector<ParameterSpec> specs(kOwn.begin(), kOwn.end());
        const auto controller = controllerParameters("pnas");
        specs.insert(specs.end(), controller.begin(), controller.end());
        return specs;
    }();
    return all;
}

Result<int> rlModelsPlanned(std::string_view, const Settings& settings)
{
    const auto space = makePnasSpace(settings.list("operations"), settings.list("inputs"), static_cast<int>(settings.integer("blocks")));
    if (!space)
        return space.error();
    if (space->cellInputs().size() != 2)
        return Error{ErrorCode::InvalidArgument, "The controller of the strategy \"rl\" chooses among both cell inputs: set inputs to \"c-2,c-1\".", {}};
    const auto count = countPnasSpace(*space, space->blocks);
    if (!count)
        return count.error();
    return static_cast<int>(std::min<std::uint64_t>(static_cast<std::uint64_t>(settings.integer("models")), count->unique));
}

Result<std::vector<PlannedLevel>> rlLevelsPlanned(std::string_view space, const Settings& settings)
{
    const auto models = rlModelsPlanned(space, settings);
    if (!models)
        return models.error();
    return std::vector<PlannedLevel>{{static_cast<int>(settings.integer("blocks")), *models, 0}};
}

} // namespace cw
