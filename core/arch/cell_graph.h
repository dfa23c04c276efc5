#pragma once
#include "core/arch/graph.h"
#include "core/arch/network_plan.h"

namespace cw {

/// One cell. Unread cell inputs are connected to the output (they are concatenated). plan may be null; cellIndex picks its
/// cell for shapes and sizes, which are those of one normal cell.
Graph cellGraph(const Cell& cell, const NetworkPlan* plan = nullptr, int cellIndex = 0, GraphStyle style = GraphStyle::Boxes);

} // namespace cw
