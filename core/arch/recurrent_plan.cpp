#include "core/arch/recurrent_plan.h"

#include <string>

namespace cw {
namespace {

std::int64_t pair(std::int64_t hidden) { return 2 * hidden * hidden; }

} // namespace

NetworkCounts countRecurrent(const RecurrentPlan& plan)
{
    NetworkCounts counts;
    const auto units = static_cast<int>(plan.hidden);
    const auto add = [&](std::string name, int cell, int block, std::int64_t parameters, std::int64_t multiplyAdds, int outputs) {
        counts.nodes.push_back({std::move(name), cell, block, -1, parameters, multiplyAdds, {outputs, 1, 1}});
        counts.parameters += parameters;
        counts.multiplyAdds += multiplyAdds;
    };
    add("embedding", -1, -1, plan.words * plan.hidden, 0, units);
    for (std::size_t i = 0; i < plan.cell.nodes.size(); ++i) {
        const auto size = (i == 0 ? 2 : 1) * pair(plan.hidden);
        add("node " + std::to_string(i + 1) + ": " + std::string(info(plan.cell.nodes[i].activation).label), 0, static_cast<int>(i), size, size, units);
    }
    add("classifier", -1, -1, plan.words, plan.words * plan.hidden, static_cast<int>(plan.words));
    return counts;
}

std::int64_t countSharedRecurrent(std::int64_t nodes, std::int64_t hidden, std::int64_t words)
{
    return words * hidden + words + (2 + nodes * (nodes - 1) / 2) * pair(hidden);
}

} // namespace cw
