#include "core/arch/architecture_graph.h"

#include <array>
#include <string>
#include <string_view>
#include <utility>

#include "core/arch/cell_graph.h"
#include "core/arch/layer_graph.h"

namespace cw {
namespace {

/// Adds a cell to a graph of several: ids get the prefix, the output its name.
void append(Graph& graph, Graph cell, const std::string& prefix, const std::string& name)
{
    const auto first = static_cast<int>(graph.nodes.size());
    for (auto& node : cell.nodes) {
        node.id.insert(0, prefix);
        if (node.kind == GraphNodeKind::Output)
            node.label += " (" + name + ")";
        graph.nodes.push_back(std::move(node));
    }
    for (auto& edge : cell.edges) {
        edge.from += first;
        edge.to += first;
        graph.edges.push_back(std::move(edge));
    }
}

Graph microGraph(const Architecture& arch, const NetworkPlan*, GraphStyle style)
{
    Graph graph;
    if (arch.cells.size() != 2)
        return graph;
    append(graph, cellGraph(arch.cells[0], nullptr, 0, style), "n.", "normal cell");
    append(graph, cellGraph(arch.cells[1], nullptr, 0, style), "r.", "reduction cell");
    return graph;
}

const Cell& firstCell(const NetworkPlan& plan, int) { return plan.arch.cells.front(); }
const Cell& cellByKind(const NetworkPlan& plan, int index) { return plan.arch.cells[plan.cells[static_cast<std::size_t>(index)].reduction ? 1 : 0]; }

struct SpaceRow {
    std::string_view space;
    Graph (*whole)(const Architecture&, const NetworkPlan*, GraphStyle);
    const Cell& (*cellAt)(const NetworkPlan&, int cellIndex); ///< null in spaces without cells
};

constexpr std::array kSpaces{
    SpaceRow{"pnas",
             [](const Architecture& arch, const NetworkPlan* plan, GraphStyle style) {
                 return arch.cells.empty() ? Graph{} : cellGraph(arch.cells.front(), plan, 0, style);
             },
             firstCell},
    SpaceRow{"micro", microGraph, cellByKind},
    SpaceRow{"macro", [](const Architecture& arch, const NetworkPlan*, GraphStyle) { return macroGraph(arch.macro); }, nullptr},
    SpaceRow{"recurrent", [](const Architecture& arch, const NetworkPlan*, GraphStyle) { return recurrentGraph(arch.recurrent); }, nullptr},
};

const SpaceRow* rowOf(const Architecture& arch)
{
    for (const auto& row : kSpaces)
        if (row.space == arch.space)
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
    if (!row || !row->cellAt || plan.arch.cells.empty() || cellIndex < 0 || cellIndex >= static_cast<int>(plan.cells.size()))
        return {};
    return cellGraph(row->cellAt(plan, cellIndex), &plan, cellIndex, style);
}

} // namespace cw
