#include "core/arch/macro_plan.h"

#include <string>

namespace cw {
namespace {

int halved(int size) { return (size + 1) / 2; }

/// Numbers of the last layers that read each output: the one right behind it, or a later one by a skip.
std::vector<int> lastReaders(const MacroNetwork& network)
{
    std::vector<int> readers;
    const int count = static_cast<int>(network.layers.size());
    for (int source = 0; source < count; ++source) {
        int last = source + 1;
        for (int number = source + 2; number <= count; ++number)
            if (network.layers[static_cast<std::size_t>(number - 1)].skipsFrom(source))
                last = number;
        readers.push_back(last);
    }
    return readers;
}

} // namespace

bool halvedAfter(int layer, int layers) { return layer == layers / 3 || layer == 2 * layers / 3; }

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
    const auto readers = lastReaders(arch.macro);
    for (int number = 1; number <= count; ++number) {
        const auto& layer = arch.macro.layers[static_cast<std::size_t>(number - 1)];
        MacroLayerPlan planned;
        planned.op = layer.op;
        planned.mapped = number > 1;
        if (halvedAfter(number - 1, count)) {
            plan.last = {2 * plan.last.channels, halved(plan.last.height), halved(plan.last.width)};
            for (int source = 0; source < number; ++source)
                if (readers[static_cast<std::size_t>(source)] >= number)
                    planned.reduced.push_back(source);
        }
        planned.shape = plan.last;
        for (int source = 0; source < number - 1; ++source)
            if (layer.skipsFrom(source))
                planned.sources.push_back(source);
        plan.layers.push_back(std::move(planned));
    }
    return plan;
}

} // namespace cw
