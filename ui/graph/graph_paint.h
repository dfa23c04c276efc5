#pragma once
#include <vector>

#include <QPainterPath>
#include <QSizeF>

#include "core/arch/graph.h"

class QPainter;

namespace cw::ui {

struct Theme;

/// How the parts of a graph look: one set of functions for the canvas and for pictures that are taken away. Nodes are painted
/// around their centre. Sizes are pixels and follow the application's font. Nothing is written below 10 pixels on the screen:
/// with less zoom the shape gives way first, then the label. UI thread only.
enum class Emphasis { Normal, Lit, Dimmed };
struct NodeLook {
    bool leftToRight = true; ///< a circle's caption stands below it, or beside it top-down: where no edge leaves
    Emphasis emphasis = Emphasis::Normal;
    bool selected = false;
    double zoom = 1; ///< pixels on the screen a unit
};

/// What the layout program is told: the body and the room of its caption, centred.
QSizeF nodeSize(const GraphNode& node, bool leftToRight);
/// The body alone, around (0, 0): what minimaps and clicks see.
QRectF nodeBody(const GraphNode& node, bool leftToRight);
/// All that is ever painted of it, with the ring of the selection.
QRectF nodeBounds(const GraphNode& node, bool leftToRight);
void paintNode(QPainter& painter, const GraphNode& node, const Theme& theme, const NodeLook& look);
/// The smallest zoom, 0.35 to 0.75, at which every box still has its label.
double readableZoom(const Graph& graph, bool leftToRight);
/// Fill of its block in an overview: the operation's colour, or its kind's.
QColor nodeColour(const GraphNode& node, const Theme& theme);

/// Of the box that stands on the edge; empty: none.
QSizeF edgeLabelSize(const GraphEdge& edge);
QPainterPath edgePath(const std::vector<QPointF>& points);
double edgeWidth(const GraphEdge& edge, Emphasis emphasis);
void paintEdge(QPainter& painter, const GraphEdge& edge, const QPainterPath& path, const Theme& theme, Emphasis emphasis);
void paintEdgeLabel(QPainter& painter, const GraphEdge& edge, const QPointF& centre, const Theme& theme, Emphasis emphasis, double zoom);

/// "sep 5×5 in block 2, 24×32×32, 1,234 parameters, 1.2 M multiply-adds": for screen readers.
QString nodeInWords(const GraphNode& node);
/// The same, one fact a line.
QString nodeToolTip(const GraphNode& node);

} // namespace cw::ui
