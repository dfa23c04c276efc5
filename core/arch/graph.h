#pragma once
#include <cstdint>
#include <string>
#include <vector>

namespace cw {

/// A graph for drawing, of whatever is drawn: a cell, several cells, a network. A plain value; says nothing of positions.
enum class GraphNodeKind : std::uint8_t {
    Input,     ///< of the cell, or the network's image
    Operation, ///< a box with its colour
    Sum,       ///< element by element
    Output,    ///< concatenation, or the network's classes
    State,     ///< a sum where operations stand on the edges
    Layer,     ///< a cell or another part of a network
    Reduction, ///< a layer of stride 2
};
struct GraphNode {
    std::string id;    ///< stable over graphs that share the part: "in0", "b1.a", "b1.b", "b1", "out"
    GraphNodeKind kind = GraphNodeKind::Operation;
    std::string label; ///< "cell k−2", "sep 5×5", "+", "concat"
    std::string shape; ///< "24×32×32"; empty where unknown
    std::uint32_t rgb = 0; ///< operations only
    int block = -1;        ///< 0-based
    int half = -1;
    int repeats = 1;       ///< a folded row of equal layers
    int filters = 0;       ///< of a layer; 0 where it has none
    std::int64_t parameters = 0, multiplyAdds = 0; ///< 0 where unknown; of all repeats together
};
struct GraphEdge {
    int from = 0, to = 0;  ///< indices into nodes
    std::string label;     ///< an operation that stands on the edge, or the shape that flows; empty: none
    std::uint32_t rgb = 0; ///< of that operation
    bool skip = false;     ///< passes over a layer: drawn quieter
    auto operator<=>(const GraphEdge&) const = default;
};
struct Graph {
    std::vector<GraphNode> nodes;
    std::vector<GraphEdge> edges;
};
/// The two customs of drawing a cell: operations in boxes (PNAS) and operations on edges (DARTS).
enum class GraphStyle : std::uint8_t { Boxes, Edges };

/// "24×32×32": channels, height, width.
std::string shapeText(int channels, int height, int width);
/// As text, one line a node and an edge, for tests.
std::string toText(const Graph& graph);
/// As Graphviz DOT.
std::string toDot(const Graph& graph, const std::string& title);

} // namespace cw
