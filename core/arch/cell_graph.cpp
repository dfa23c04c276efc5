#include "core/arch/cell_graph.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <vector>

#include "core/arch/counts.h"

namespace cw {
namespace {

constexpr std::array kKindNames{"input", "operation", "sum", "output"}; // by GraphNodeKind

std::string shapeText(const FeatureShape& shape)
{
    return std::to_string(shape.channels) + "×" + std::to_string(shape.height) + "×" + std::to_string(shape.width);
}

/// What the cell's output concatenates.
std::vector<InputId> concatenated(const Cell& cell)
{
    if (cell.output == OutputRule::Listed)
        return cell.listed;
    std::array<bool, kFirstBlock + kMaxBlocks> read{};
    for (const auto& block : cell.blocks)
        read[block.a.input] = read[block.b.input] = true;
    std::vector<InputId> result;
    for (InputId id = 0; id < kFirstBlock + cell.blocks.size(); ++id)
        if (!read[id] || (cell.output == OutputRule::All && id >= kFirstBlock))
            result.push_back(id);
    return result;
}

class Builder {
public:
    CellGraph build(const Cell& cell)
    {
        m_source.push_back(node("in0", GraphNodeKind::Input, "cell k−2"));
        m_source.push_back(node("in1", GraphNodeKind::Input, "cell k−1"));
        for (int b = 0; b < static_cast<int>(cell.blocks.size()); ++b) {
            const auto& block = cell.blocks[static_cast<std::size_t>(b)];
            const auto id = "b" + std::to_string(b + 1);
            const int first = operation(id + ".a", block.a, b, 0);
            const int second = operation(id + ".b", block.b, b, 1);
            const int sum = node(id, GraphNodeKind::Sum, "+");
            m_graph.nodes.back().block = b;
            m_graph.edges.push_back({first, sum});
            m_graph.edges.push_back({second, sum});
            m_source.push_back(sum);
        }
        const int out = node("out", GraphNodeKind::Output, "concat");
        for (const auto input : concatenated(cell))
            m_graph.edges.push_back({m_source[input], out});
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
        m_graph.edges.push_back({m_source[half.input], at});
        return at;
    }

    CellGraph m_graph;
    std::vector<int> m_source; ///< node that an input is read from
};

/// Adds shapes and sizes of one cell of the plan. An input carries its mapping to F channels; the output what unread
/// inputs cost to join it.
void addSizes(CellGraph& graph, const NetworkPlan& plan, int cellIndex)
{
    const auto& cell = plan.cells[static_cast<std::size_t>(cellIndex)];
    const FeatureShape after{cell.filters, cell.output.height, cell.output.width};
    for (auto& node : graph.nodes)
        node.shape = shapeText(after);
    graph.nodes.front().shape = shapeText(cell.prevPrev);
    graph.nodes[1].shape = shapeText(cell.prev);
    graph.nodes.back().shape = shapeText(cell.output);

    std::size_t inputsSeen = 0;
    for (const auto& count : countNetwork(plan).nodes) {
        if (count.cell != cellIndex)
            continue;
        auto* node = &graph.nodes.back();
        if (count.block >= 0) // after the two inputs, each block is its two operations and its sum
            node = &graph.nodes[static_cast<std::size_t>(2 + 3 * count.block + count.half)];
        else if (inputsSeen < 2)
            node = &graph.nodes[inputsSeen++];
        node->parameters += count.parameters;
        node->multiplyAdds += count.multiplyAdds;
    }
}

std::string escaped(const std::string& text)
{
    std::string result;
    for (const char c : text) {
        if (c == '"' || c == '\\')
            result += '\\';
        result += static_cast<unsigned char>(c) < ' ' ? ' ' : c;
    }
    return result;
}

std::string attributes(const GraphNode& node)
{
    const auto label = "label=\"" + escaped(node.label) + (node.shape.empty() ? "" : "\\n" + node.shape) + "\"";
    switch (node.kind) {
    case GraphNodeKind::Sum: return "label=\"+\", shape=circle, width=0.3, fixedsize=true";
    case GraphNodeKind::Operation: {
        char colour[8];
        std::snprintf(colour, sizeof colour, "#%06X", static_cast<unsigned>(node.rgb & 0xFFFFFFU));
        return label + ", shape=box, penwidth=2, color=\"" + colour + "\"";
    }
    case GraphNodeKind::Input:
    case GraphNodeKind::Output: break;
    }
    return label + ", shape=box, style=rounded";
}

} // namespace

CellGraph cellGraph(const Cell& cell, const NetworkPlan* plan, int cellIndex)
{
    auto graph = Builder().build(cell);
    if (plan && cellIndex >= 0 && cellIndex < static_cast<int>(plan->cells.size()) && plan->arch.cell() == cell)
        addSizes(graph, *plan, cellIndex);
    return graph;
}

std::string toText(const CellGraph& graph)
{
    std::string text;
    for (const auto& node : graph.nodes) {
        text += node.id + " " + kKindNames[static_cast<std::size_t>(node.kind)] + " \"" + node.label + "\"";
        if (!node.shape.empty())
            text += " " + node.shape + " " + std::to_string(node.parameters) + " parameters " + std::to_string(node.multiplyAdds) + " multiply-adds";
        text += '\n';
    }
    for (const auto& edge : graph.edges)
        text += graph.nodes[static_cast<std::size_t>(edge.from)].id + " -> " + graph.nodes[static_cast<std::size_t>(edge.to)].id + "\n";
    return text;
}

std::string toDot(const CellGraph& graph, const std::string& title)
{
    std::string dot = "digraph cell {\n  label=\"" + escaped(title) + "\";\n  labelloc=t;\n  node [fontname=\"sans-serif\"];\n";
    for (const auto& node : graph.nodes)
        dot += "  \"" + node.id + "\" [" + attributes(node) + "];\n";
    for (const auto& edge : graph.edges)
        dot += "  \"" + graph.nodes[static_cast<std::size_t>(edge.from)].id + "\" -> \"" + graph.nodes[static_cast<std::size_t>(edge.to)].id + "\";\n";
    return dot + "}\n";
}

} // namespace cw
