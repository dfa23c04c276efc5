#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "core/arch/network_plan.h"

namespace cw {

/// The graph of a cell for drawing (boxes custom: operations in boxes, sums as circles).
enum class GraphNodeKind : std::uint8_t { Input, Operation, Sum, Output };
struct GraphNode {
    std::string id;    ///< stable over cells that share blocks: "in0", "b1.a", "b1.b", "b1", "out"
    GraphNodeKind kind = GraphNodeKind::Operation;
    std::string label; ///< "cell k−2", "sep 5×5", "+", "concat"
    std::string shape; ///< "24×32×32"; empty without a plan
    std::uint32_t rgb = 0; ///< operations only
    int block = -1;        ///< 0-based
    int half = -1;
    std::int64_t parameters = 0, multiplyAdds = 0; ///< of one normal cell; 0 without a plan
};
struct GraphEdge {
    int from = 0, to = 0; ///< indices into nodes
    auto operator<=>(const GraphEdge&) const = default;
};
struct CellGraph {
    std::vector<GraphNode> nodes;
    std::vector<GraphEdge> edges;
};
/// Unread cell inputs are connected to the output (they are concatenated). plan may be null; cellIndex picks its cell for shapes.
CellGraph cellGraph(const Cell& cell, const NetworkPlan* plan = nullptr, int cellIndex = 0);
/// As text, one line a node and an edge, for tests.
std::string toText(const CellGraph& graph);
/// As Graphviz DOT.
std::string toDot(const CellGraph& graph, const std::string& title);

} // namespace cw
