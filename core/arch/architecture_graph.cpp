#include "core/arch/architecture_graph.h"

#include <array>
#include <string_view>

#include "core/arch/cell_graph.h"

namespace cw {
namespace {

struct SpaceRow {
    std::string_view space;
    Graph (*whole)(const Architecture&, const NetworkPlan*, GraphStyle);
    const Cell& (*cellAt)(const NetworkPlan&, int cellIndex);
};

constexpr std::array kSpaces{
    SpaceRow{"pnas", [](const Architecture& arch, const NetworkPlan* plan, GraphStyle style) { return cellGraph(arch.cells.front(), plan, 0, style); },
             [](const NetworkPlan& plan, int) -> const Cell& { return plan.arch.cells.front(); }},
};

const SpaceRow* rowOf(const Architecture& arch)
{
    for (const auto& row : kSpaces)
        if (row.space == arch.space && !arch.cells.empty())
            return &row;
    return nullptr;
}

} // namespace

Graph architectureGraph(const Architecture& arch, const NetworkPlan* plan, GraphStyle style)
{
    const auto* row = rowOf(arch);
    return row ? row->whole(arch, plan, style) : Graph{};
}

Graph networkCellGraph(const NetworkPlan& plan, int cellIndex, GraphStyle style)
{
    const auto* row = rowOf(plan.arch);
    if (!row || cellIndex < 0 || cellIndex >= static_cast<int>(plan.cells.size()))
        return {};
    return cellGraph(row->cellAt(plan, cellIndex), &plan, cellIndex, style);
}

} // namespace cw
