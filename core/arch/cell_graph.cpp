#include "core/arch/cell_graph.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "core/arch/counts.h"

namespace cw {
namespace {

std::string shapeText(const FeatureShape& shape) { return cw::shapeText(shape.channels, shape.height, shape.width); }

class Builder {
public:
    explicit Builder(GraphStyle style) : m_style(style) {}

    Graph build(const Cell& cell)
    {
        m_source.push_back(node("in0", GraphNodeKind::Input, "cell k−2"));
        m_source.push_back(node("in1", GraphNodeKind::Input, "cell k−1"));
        for (int b = 0; b < static_cast<int>(cell.blocks.size()); ++b) {
            const auto& block = cell.blocks[static_cast<std::size_t>(b)];
            const auto id = "b" + std::to_string(b + 1);
            if (m_style == GraphStyle::Edges) {
                const int state = node(id, GraphNodeKind::State, std::to_string(b + 1));
                m_graph.nodes.back().block = b;
                for (const auto& half : {block.a, block.b})
                    edge(m_source[half.input], state, half.op);
                m_source.push_back(state);
                continue;
            }
            const int first = operation(id + ".a", block.a, b, 0);
            const int second = operation(id + ".b", block.b, b, 1);
            const int sum = node(id, GraphNodeKind::Sum, "+");
            m_graph.nodes.back().block = b;
            edge(first, sum);
            edge(second, sum);
            m_source.push_back(sum);
        }
        const int out = node("out", GraphNodeKind::Output, "concat");
        for (const auto input : concatenated(cell))
            edge(m_source[input], out);
        return std::move(m_graph);
    }

private:
    int node(std::string id, GraphNodeKind kind, std::string label)
    {
        GraphNode n;
        n.id = std::move(id);
        n.kind = kind;
        n.label = std::move(label);
        m_graph.nodes.push_back(std::move(n));
        return static_cast<int>(m_graph.nodes.size()) - 1;
    }

    int operation(std::string id, const Half& half, int block, int index)
    {
        const auto& row = info(half.op);
        const int at = node(std::move(id), GraphNodeKind::Operation, std::string(row.label));
        auto& n = m_graph.nodes.back();
        n.rgb = row.rgb;
        n.block = block;
        n.half = index;
        edge(m_source[half.input], at);
        return at;
    }

    void edge(int from, int to, std::optional<OpId> op = {})
    {
        GraphEdge e;
        e.from = from;
        e.to = to;
        if (op)
            e.label = info(*op).label, e.rgb = info(*op).rgb;
        m_graph.edges.push_back(std::move(e));
    }

    GraphStyle m_style;
    Graph m_graph;
    std::vector<int> m_source; ///< node that an input is read from
};

/// Adds shapes and sizes of one cell of the plan. An input carries its mapping to F channels; the output what unread
/// inputs cost to join it.
void addSizes(Graph& graph, std::size_t blocks, const NetworkPlan& plan, int cellIndex)
{
    const auto& cell = plan.cells[static_cast<std::size_t>(cellIndex)];
    const FeatureShape after{cell.filters, cell.output.height, cell.output.width};
    for (auto& node : graph.nodes)
        node.shape = shapeText(after);
    graph.nodes.front().shape = shapeText(cell.prevPrev);
    graph.nodes[1].shape = shapeText(cell.prev);
    graph.nodes.back().shape = shapeText(cell.output);

    const bool boxes = graph.nodes.size() == 3 + 3 * blocks;
    std::size_t inputsSeen = 0;
    for (const auto& count : countNetwork(plan).nodes) {
        if (count.cell != cellIndex)
            continue;
        auto* node = &graph.nodes.back();
        if (count.block >= 0) // after the two inputs, each block is its two operations and its sum, or its state alone
            node = &graph.nodes[static_cast<std::size_t>(boxes ? 2 + 3 * count.block + count.half : 2 + count.block)];
        else if (inputsSeen < 2)
            node = &graph.nodes[inputsSeen++];
        node->parameters += count.parameters;
        node->multiplyAdds += count.multiplyAdds;
    }
}

} // namespace

Graph cellGraph(const Cell& cell, const NetworkPlan* plan, int cellIndex, GraphStyle style)
{
    auto graph = Builder(style).build(cell);
    if (plan && cellIndex >= 0 && cellIndex < static_cast<int>(plan->cells.size()) && std::find(plan->arch.cells.begin(), plan->arch.cells.end(), cell) != plan->arch.cells.end())
        addSizes(graph, cell.blocks.size(), *plan, cellIndex);
    return graph;
}

} // namespace cw
