#include "core/arch/layer_graph.h"

#include <utility>

namespace cw {
namespace {

int addNode(Graph& graph, std::string id, GraphNodeKind kind, std::string label, std::uint32_t rgb = 0, int block = -1)
{
    GraphNode node;
    node.id = std::move(id);
    node.kind = kind;
    node.label = std::move(label);
    node.rgb = rgb;
    node.block = block;
    graph.nodes.push_back(std::move(node));
    return static_cast<int>(graph.nodes.size()) - 1;
}

void addEdge(Graph& graph, int from, int to, bool skip = false)
{
    GraphEdge edge;
    edge.from = from;
    edge.to = to;
    edge.skip = skip;
    graph.edges.push_back(std::move(edge));
}

} // namespace

Graph macroGraph(const MacroNetwork& network)
{
    Graph graph;
    if (network.layers.empty())
        return graph;
    int last = addNode(graph, "stem", GraphNodeKind::Input, "stem"); // node j is layer j, as in the skips
    for (const auto& layer : network.layers) {
        const auto& op = info(layer.op);
        const int number = last + 1;
        addNode(graph, "layer" + std::to_string(number), GraphNodeKind::Operation, std::string(op.label), op.rgb, number - 1);
        addEdge(graph, last, number);
        for (int source = 0; source < last; ++source)
            if (layer.skipsFrom(source))
                addEdge(graph, source, number, true);
        last = number;
    }
    const int out = addNode(graph, "out", GraphNodeKind::Output, "classes");
    addEdge(graph, last, out);
    return graph;
}

Graph recurrentGraph(const RecurrentCell& cell)
{
    Graph graph;
    if (cell.nodes.empty())
        return graph;
    addNode(graph, "x", GraphNodeKind::Input, "x(t)");
    addNode(graph, "h", GraphNodeKind::Input, "h(t−1)");
    constexpr int kFirst = 2;
    for (int i = 0; i < static_cast<int>(cell.nodes.size()); ++i) {
        const auto& node = cell.nodes[static_cast<std::size_t>(i)];
        const auto& row = info(node.activation);
        const int at = addNode(graph, "node" + std::to_string(i + 1), GraphNodeKind::Operation, std::string(row.label), row.rgb, i);
        if (i == 0) {
            addEdge(graph, 0, at);
            addEdge(graph, 1, at);
        } else {
            addEdge(graph, kFirst + node.previous, at);
        }
    }
    std::string parts;
    const auto averaged = outputNodes(cell);
    for (const int node : averaged)
        parts += (parts.empty() ? "" : ", ") + std::to_string(node + 1);
    const int out = addNode(graph, "out", GraphNodeKind::Output, averaged.size() == 1 ? "h(t) = node " + parts : "h(t) = mean of nodes " + parts);
    for (const int node : averaged)
        addEdge(graph, kFirst + node, out);
    return graph;
}

} // namespace cw
