#include "ui/graph/graph_walk.h"

#include <cmath>
#include <limits>

#include <QCoreApplication>

#include "ui/util/text.h"

namespace cw::ui {
namespace {

QString plain(QString text)
{
    text = text.toLower();
    text.remove(QLatin1Char(' '));
    text.replace(QChar(0x00d7), QLatin1Char('x'));
    text.replace(QChar(0x2212), QLatin1Char('-'));
    text.replace(QChar(0x2013), QLatin1Char('-'));
    return text;
}

} // namespace

std::vector<bool> reach(const Graph& graph, int start, bool forward)
{
    std::vector<bool> seen(graph.nodes.size(), false);
    std::vector<int> open{start};
    while (!open.empty()) {
        const int at = open.back();
        open.pop_back();
        if (seen[static_cast<std::size_t>(at)])
            continue;
        seen[static_cast<std::size_t>(at)] = true;
        for (const auto& edge : graph.edges)
            if ((forward ? edge.from : edge.to) == at)
                open.push_back(forward ? edge.to : edge.from);
    }
    return seen;
}

int stepFrom(const Graph& graph, const std::vector<QPointF>& positions, int from, Step step, bool leftToRight)
{
    const auto along = [&](int i) { return leftToRight ? positions[static_cast<std::size_t>(i)].x() : positions[static_cast<std::size_t>(i)].y(); };
    const auto across = [&](int i) { return leftToRight ? positions[static_cast<std::size_t>(i)].y() : positions[static_cast<std::size_t>(i)].x(); };
    const bool onEdges = leftToRight == (step == Step::Left || step == Step::Right);
    const bool forward = step == Step::Right || step == Step::Down;
    int best = -1;
    double least = std::numeric_limits<double>::max();
    const auto consider = [&](int node, double cost) {
        if (cost < least)
            best = node, least = cost;
    };
    if (onEdges) {
        for (const auto& edge : graph.edges)
            if ((forward ? edge.from : edge.to) == from) {
                const int other = forward ? edge.to : edge.from;
                // The nearest one, so that a walk to the output passes what lies between.
                consider(other, std::hypot(across(other) - across(from), along(other) - along(from)));
            }
        return best;
    }
    for (int node = 0; node < static_cast<int>(graph.nodes.size()); ++node) {
        const double distance = (across(node) - across(from)) * (forward ? 1 : -1);
        if (distance > 1)
            consider(node, distance + 2 * std::abs(along(node) - along(from)));
    }
    return best;
}

Hits findInGraph(const Graph& graph, const QString& text)
{
    Hits hits;
    const auto wanted = plain(text);
    if (wanted.isEmpty())
        return hits;
    for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
        const auto& node = graph.nodes[i];
        const auto block = node.block >= 0 ? QCoreApplication::translate("GraphFind", "block %1").arg(node.block + 1) : QString();
        for (const auto& field : {qs(node.label), qs(node.shape), qs(node.id), block})
            if (plain(field).contains(wanted)) {
                hits.nodes.push_back(static_cast<int>(i));
                break;
            }
    }
    for (std::size_t i = 0; i < graph.edges.size(); ++i)
        if (plain(qs(graph.edges[i].label)).contains(wanted))
            hits.edges.push_back(static_cast<int>(i));
    return hits;
}

} // namespace cw::ui
