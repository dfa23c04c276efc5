#include "core/arch/macro_plan.h"

#include <string>

namespace cw {
namespace {

int halved(int size) { return (size + 1) / 2; }

} // namespace

std::array<int, 2> macroReductions(int layers) { return {layers / 3, 2 * (layers / 3)}; }

bool reducesAfter(int layer, int layers)
{
    const auto [first, second] = macroReductions(layers);
    return layer > 0 && (layer == first || layer == second);
}

Result<MacroPlan> planMacro(const Architecture& arch, const NetworkShape& shape)
{
    if (const auto problem = validityProblem(arch); !problem.empty())
        return Error{ErrorCode::InvalidArgument, "This architecture cannot be built: " + problem, {}};
    if (arch.space != "macro")
        return Error{ErrorCode::Unsupported, "An architecture of the space \"" + arch.space + "\" is not a network of layers.", {}};
    auto used = shape;
    used.stem = Stem::Cifar;
    used.stemFilters = 0;
    used.repeats = 1;
    if (auto problem = shapeProblem(used, 2); !problem.empty())
        return Error{ErrorCode::InvalidArgument, std::move(problem), {}};

    MacroPlan plan;
    plan.network = arch.macro;
    plan.shape = used;
    plan.stem = plan.last = {shape.filters, shape.image.height, shape.image.width};
    const int count = static_cast<int>(arch.macro.layers.size());
    for (int number = 1; number <= count; ++number) {
        const auto& layer = arch.macro.layers[static_cast<std::size_t>(number - 1)];
        MacroLayerPlan planned{layer.op, plan.last, {}, number > 1};
        for (int source = 0; source < number - 1; ++source)
            if (layer.skipsFrom(source))
                planned.sources.push_back(source);
        plan.layers.push_back(std::move(planned));
        if (reducesAfter(number, count))
            plan.last = {2 * plan.last.channels, halved(plan.last.height), halved(plan.last.width)};
    }
    return plan;
}

} // namespace cw
