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

/// Place of the first cell of a kind, stem cells aside; -1: none.
int firstOf(const NetworkPlan* plan, int cell)
{
    if (plan)
        for (std::size_t i = 0; i < plan->cells.size(); ++i)
            if (plan->cells[i].cell == cell && !plan->cells[i].stemCell)
                return static_cast<int>(i);
    return -1;
}

Graph microGraph(const Architecture& arch, const NetworkPlan* plan, GraphStyle style)
{
    Graph graph;
    if (arch.cells.size() != 2)
        return graph;
    append(graph, cellGraph(arch.cells[0], plan, firstOf(plan, 0), style), "n.", "normal cell");
    append(graph, cellGraph(arch.cells[1], plan, firstOf(plan, 1), style), "r.", "reduction cell");
    return graph;
}


struct SpaceRow {
    std::string_view space;
    Graph (*whole)(const Architecture&, const NetworkPlan*, GraphStyle);
};

constexpr std::array kSpaces{
    SpaceRow{"pnas",
             [](const Architecture& arch, const NetworkPlan* plan, GraphStyle style) {
                 return arch.cells.empty() ? Graph{} : cellGraph(arch.cells.front(), plan, 0, style);
             }},
    SpaceRow{"micro", microGraph},
    SpaceRow{"macro", [](const Architecture& arch, const NetworkPlan*, GraphStyle) { return macroGraph(arch.macro); }},
    SpaceRow{"recurrent", [](const Architecture& arch, const NetworkPlan*, GraphStyle) { return recurrentGraph(arch.recurrent); }},
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
    if (cellIndex < 0 || cellIndex >= static_cast<int>(plan.cells.size()))
        return {};
    const auto cell = static_cast<std::size_t>(plan.cells[static_cast<std::size_t>(cellIndex)].cell);
    return cell < plan.arch.cells.size() ? cellGraph(plan.arch.cells[cell], &plan, cellIndex, style) : Graph{};
}

} // namespace cw
