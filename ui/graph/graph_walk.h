#pragma once
#include <vector>

#include <QPointF>
#include <QString>

#include "core/arch/graph.h"

namespace cw::ui {

/// Walks and searches of a graph; pure functions. Nodes and edges by their index.
enum class Step { Left, Right, Up, Down };

/// What `start` is fed by, or feeds, itself too.
std::vector<bool> reach(const Graph& graph, int start, bool forward);
/// What a key leads to: along and against the edges in the direction of reading, between neighbours by position across it.
/// To the nearest where there are several; -1: nothing there.
int stepFrom(const Graph& graph, const std::vector<QPointF>& positions, int from, Step step, bool leftToRight);

struct Hits {
    std::vector<int> nodes, edges;
    int count() const { return static_cast<int>(nodes.size() + edges.size()); }
};
/// Nodes by label, shape, id or block ("block 2"), labelled edges by label. Case, spaces and the signs × and − may be typed as
/// they come: "sep5x5" finds "sep 5×5". Nothing for an empty text.
Hits findInGraph(const Graph& graph, const QString& text);

} // namespace cw::ui
