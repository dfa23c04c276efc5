#include "core/arch/graph.h"

#include <array>
#include <cstdio>

namespace cw {
namespace {

constexpr std::array kKindNames{"input", "operation", "sum", "output", "state", "layer", "reduction"}; // by GraphNodeKind

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

std::string colourText(std::uint32_t rgb)
{
    char text[8];
    std::snprintf(text, sizeof text, "#%06X", static_cast<unsigned>(rgb & 0xFFFFFFU));
    return text;
}

std::string attributes(const GraphEdge& edge)
{
    if (edge.label.empty())
        return edge.skip ? " [style=dashed]" : "";
    return " [label=\"" + escaped(edge.label) + "\", color=\"" + colourText(edge.rgb) + "\", penwidth=2]";
}

std::string attributes(const GraphNode& node)
{
    const auto times = node.repeats > 1 ? " ×" + std::to_string(node.repeats) : std::string();
    const auto label = "label=\"" + escaped(node.label) + times + (node.shape.empty() ? "" : "\\n" + node.shape) + "\"";
    switch (node.kind) {
    case GraphNodeKind::Sum: return "label=\"+\", shape=circle, width=0.3, fixedsize=true";
    case GraphNodeKind::Operation: return label + ", shape=box, penwidth=2, color=\"" + colourText(node.rgb) + "\"";
    case GraphNodeKind::State: return "label=\"" + escaped(node.label) + "\", shape=circle";
    case GraphNodeKind::Input:
    case GraphNodeKind::Output:
    case GraphNodeKind::Layer:
    case GraphNodeKind::Reduction: break;
    }
    return label + ", shape=box, style=rounded";
}

} // namespace

std::string shapeText(int channels, int height, int width) { return std::to_string(channels) + "×" + std::to_string(height) + "×" + std::to_string(width); }

std::string toText(const Graph& graph)
{
    std::string text;
    for (const auto& node : graph.nodes) {
        text += node.id + " " + kKindNames[static_cast<std::size_t>(node.kind)] + " \"" + node.label + "\"";
        if (node.repeats > 1)
            text += " ×" + std::to_string(node.repeats);
        if (node.filters > 0)
            text += " F=" + std::to_string(node.filters);
        if (!node.shape.empty())
            text += " " + node.shape + " " + std::to_string(node.parameters) + " parameters " + std::to_string(node.multiplyAdds) + " multiply-adds";
        text += '\n';
    }
    for (const auto& edge : graph.edges)
        text += graph.nodes[static_cast<std::size_t>(edge.from)].id + " -> " + graph.nodes[static_cast<std::size_t>(edge.to)].id + (edge.label.empty() ? "" : " " + edge.label) + (edge.skip ? " skip\n" : "\n");
    return text;
}

std::string toDot(const Graph& graph, const std::string& title)
{
    std::string dot = "digraph cell {\n  label=\"" + escaped(title) + "\";\n  labelloc=t;\n  node [fontname=\"sans-serif\"];\n";
    for (const auto& node : graph.nodes)
        dot += "  \"" + node.id + "\" [" + attributes(node) + "];\n";
    for (const auto& edge : graph.edges)
        dot += "  \"" + graph.nodes[static_cast<std::size_t>(edge.from)].id + "\" -> \"" + graph.nodes[static_cast<std::size_t>(edge.to)].id + "\"" + attributes(edge) + ";\n";
    return dot + "}\n";
}

} // namespace cw
