#include "core/arch/network_graph.h"

#include <algorithm>
#include <charconv>

#include "core/arch/layer_graph.h"

namespace cw {
namespace {

/// Nodes of one row: cells first..last, 0-based.
struct Row {
    int first = 0, last = 0;
};

bool equalNormal(const CellPlan& a, const CellPlan& b) { return !a.reduction && !b.reduction && a.filters == b.filters && a.output == b.output; }

std::vector<Row> rowsOf(const NetworkPlan& plan, bool folded)
{
    std::vector<Row> rows;
    for (int i = 0; i < static_cast<int>(plan.cells.size()); ++i) {
        if (folded && i > 0 && equalNormal(plan.cells[static_cast<std::size_t>(i - 1)], plan.cells[static_cast<std::size_t>(i)]))
            rows.back().last = i;
        else
            rows.push_back({i, i});
    }
    return rows;
}

std::string classesText(int classes) { return std::to_string(classes) + (classes == 1 ? " class" : " classes"); }

class Builder {
public:
    explicit Builder(const NetworkPlan& plan)
        : m_plan(plan)
        , m_counts(countNetwork(plan))
    {
    }

    Graph build(bool folded)
    {
        const auto& image = m_plan.shape.image;
        node("image", GraphNodeKind::Input, "image", {image.channels, image.height, image.width});
        const int stem = node("stem", GraphNodeKind::Layer, "stem", m_plan.stem);
        m_graph.nodes.back().filters = m_plan.stem.channels;
        addSizes("stem");
        edge(0, stem);
        std::vector<int> nodeOfCell;
        const auto source = [&](int cell) { return cell < 0 ? stem : nodeOfCell[static_cast<std::size_t>(cell)]; };
        for (const auto& row : rowsOf(m_plan, folded)) {
            const int at = cells(row);
            nodeOfCell.resize(static_cast<std::size_t>(row.last) + 1, at);
            for (int i = row.first; i <= row.last; ++i)
                for (const int back : {1, 2})
                    edge(source(i - back), at);
        }
        const int pool = node("pool", GraphNodeKind::Layer, "average pool", {m_plan.last.channels, 1, 1});
        edge(pool - 1, pool);
        const auto classes = m_plan.shape.classes;
        const int out = node("classes", GraphNodeKind::Output, "classifier", {classes, 1, 1});
        m_graph.nodes.back().shape = classesText(classes);
        addSizes("classifier");
        edge(pool, out);
        // Nodes stand in order: an edge over one of them skips it.
        for (auto& each : m_graph.edges)
            each.skip = each.to - each.from > 1;
        return std::move(m_graph);
    }

private:
    int node(std::string id, GraphNodeKind kind, std::string label, const FeatureShape& shape)
    {
        GraphNode n;
        n.id = std::move(id);
        n.kind = kind;
        n.label = std::move(label);
        n.shape = shapeText(shape.channels, shape.height, shape.width);
        m_graph.nodes.push_back(std::move(n));
        return static_cast<int>(m_graph.nodes.size()) - 1;
    }

    int cells(const Row& row)
    {
        const auto& plan = m_plan.cells[static_cast<std::size_t>(row.first)];
        const int repeats = row.last - row.first + 1;
        const auto first = std::to_string(row.first + 1);
        const auto id = repeats > 1 ? "cells" + first + "-" + std::to_string(row.last + 1) : "cell" + first;
        const auto label = repeats > 1 ? "normal cell" : (plan.stemCell ? "stem cell " : plan.reduction ? "reduction " : "cell ") + first;
        const int at = node(id, plan.reduction ? GraphNodeKind::Reduction : GraphNodeKind::Layer, label, plan.output);
        auto& n = m_graph.nodes.back();
        n.repeats = repeats;
        n.filters = plan.filters;
        for (const auto& count : m_counts.nodes)
            if (count.cell >= row.first && count.cell <= row.last)
                n.parameters += count.parameters, n.multiplyAdds += count.multiplyAdds;
        return at;
    }

    void addSizes(const char* name)
    {
        for (const auto& count : m_counts.nodes)
            if (count.cell < 0 && count.name == name) {
                m_graph.nodes.back().parameters = count.parameters;
                m_graph.nodes.back().multiplyAdds = count.multiplyAdds;
            }
    }

    void edge(int from, int to)
    {
        GraphEdge e;
        e.from = from;
        e.to = to;
        if (from != to && std::find(m_graph.edges.begin(), m_graph.edges.end(), e) == m_graph.edges.end())
            m_graph.edges.push_back(e);
    }

    const NetworkPlan& m_plan;
    NetworkCounts m_counts;
    Graph m_graph;
};

} // namespace

Graph networkGraph(const NetworkPlan& plan, bool folded) { return Builder(plan).build(folded); }

Graph networkGraph(const MacroPlan& plan)
{
    auto graph = macroGraph(plan.network); // the stem, layer after layer, the classes
    const auto setShape = [](GraphNode& node, const FeatureShape& shape) {
        node.shape = shapeText(shape.channels, shape.height, shape.width);
        node.filters = shape.channels;
    };
    setShape(graph.nodes.front(), plan.stem);
    for (std::size_t i = 0; i < plan.layers.size(); ++i)
        setShape(graph.nodes[i + 1], plan.layers[i].shape);
    graph.nodes.back().shape = classesText(plan.shape.classes);
    for (const auto& count : countNetwork(plan).nodes) {
        auto& node = count.block >= 0 ? graph.nodes[static_cast<std::size_t>(count.block) + 1] : count.name == "stem" ? graph.nodes.front() : graph.nodes.back();
        node.parameters += count.parameters;
        node.multiplyAdds += count.multiplyAdds;
    }
    return graph;
}

std::vector<int> cellsOf(const std::string& nodeId)
{
    constexpr std::string_view kOne = "cell", kMany = "cells";
    const bool many = nodeId.starts_with(kMany);
    if (!nodeId.starts_with(kOne))
        return {};
    const char* const end = nodeId.data() + nodeId.size();
    int first = 0, last = 0;
    auto read = std::from_chars(nodeId.data() + (many ? kMany : kOne).size(), end, first);
    last = first;
    if (many && read.ec == std::errc{} && read.ptr != end && *read.ptr == '-')
        read = std::from_chars(read.ptr + 1, end, last);
    if (read.ec != std::errc{} || read.ptr != end || first < 1 || last < first)
        return {};
    std::vector<int> cells;
    for (int i = first; i <= last; ++i)
        cells.push_back(i - 1);
    return cells;
}

} // namespace cw
