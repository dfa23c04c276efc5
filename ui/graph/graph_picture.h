#pragma once
#include <QRectF>
#include <QString>

#include "core/arch/graph.h"
#include "ui/graph/layout_client.h"

class QPainter;

namespace cw::ui {

struct Theme;

/// A graph as a picture to take away, painted by the same functions as the canvas. Vector where the painter is; needs an
/// application for its fonts, no window. UI thread only.
struct GraphPicture {
    QString title; ///< above the graph; empty: none
    bool legend = true;
    bool background = true; ///< the theme's surface; else whatever the painter's device holds
};

/// What the layout program is asked: sizes of nodes and of labels on edges for the application's font.
LayoutRequest layoutRequest(const Graph& graph, bool leftToRight);
/// Around everything that is painted, in the layout's positions: its box and whatever captions, rings and stacks stand out of it.
QRectF graphBounds(const Graph& graph, const LayoutResult& layout);
/// Whole pixels at 100 %. The layout must be an answer to layoutRequest() of the same graph, without an error.
QSizeF graphPictureSize(const Graph& graph, const LayoutResult& layout, const GraphPicture& picture);
/// From (0, 0) to graphPictureSize(); scale the painter for other sizes.
void paintGraphPicture(QPainter& painter, const Graph& graph, const LayoutResult& layout, const GraphPicture& picture, const Theme& theme);

} // namespace cw::ui
