#pragma once
#include <optional>

#include <QString>

#include "core/arch/network_graph.h"
#include "core/arch/network_plan.h"

namespace cw::ui {

/// The whole network of an architecture by itself, of whatever space, as it is drawn. A plain value.
struct WholeNetwork {
    Graph graph;
    QString note;  ///< what it is, with its size: "17 cells (N = 5), F = 36 filters"
    std::optional<NetworkPlan> plan; ///< where it is made of cells, which can be looked into
};
/// Folded: rows of equal cells as one node. Refused, in words, for what has no such drawing.
Result<WholeNetwork> wholeNetwork(const Architecture& arch, const NetworkShape& shape, bool folded);

} // namespace cw::ui
