#pragma once
#include <string>
#include <vector>

#include "core/arch/graph.h"
#include "core/arch/macro_plan.h"

namespace cw {

/// The whole network: image, stem, cells, average pooling, classes, with shapes and sizes whose sums are those of
/// countNetwork. Every cell reads the two before it; the farther one is a `skip` edge where something stands between.
/// Folded: a row of equal normal cells is one node "normal cell" of that many repeats.
/// Ids: "image", "stem", "cell4", "cells5-7" (both 1-based), "pool", "classes".
Graph networkGraph(const NetworkPlan& plan, bool folded);
/// The layer graph (core/arch/layer_graph.h) with shapes and sizes: every node of the counts stands in the node of its layer.
Graph networkGraph(const MacroPlan& plan);

/// 0-based cells of the plan that a node stands for; empty when it is no cell.
std::vector<int> cellsOf(const std::string& nodeId);

} // namespace cw
