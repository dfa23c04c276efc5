#pragma once
#include "core/arch/graph.h"
#include "core/arch/network_plan.h"

namespace cw {

/// An architecture of any space as one graph, by one row a space: what views draw. PNAS: its cell; micro: the normal
/// cell (ids "n.…") and the reduction cell ("r.…"); macro and recurrent: see layer_graph.h. plan may be null; with it, shapes and
/// sizes of a PNAS cell are those of the first cell of that network, of micro those of the first cell of each kind. Empty for a space that has no row and for no cells.
Graph architectureGraph(const Architecture& arch, const NetworkPlan* plan = nullptr, GraphStyle style = GraphStyle::Boxes);

/// The cell that stands at a place of the network (0-based), with its own shapes and sizes. Empty when there is none.
Graph networkCellGraph(const NetworkPlan& plan, int cellIndex, GraphStyle style = GraphStyle::Boxes);

} // namespace cw
