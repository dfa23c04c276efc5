#include "ui/graph/graph_picture.h"

#include <algorithm>
#include <cmath>

#include <QApplication>
#include <QFontMetricsF>
#include <QPainter>

#include "ui/graph/graph_legend.h"
#include "ui/graph/graph_paint.h"
#include "ui/util/theme.h"

namespace cw::ui {
namespace {

constexpr double kMargin = 18, kNarrowest = 220;

QFont titleFont()
{
    auto font = QApplication::font();
    font.setPixelSize(textPixels() * 9 / 8);
    font.setWeight(QFont::DemiBold);
    return font;
}

/// Where the parts of a picture stand.
struct Places {
    QSizeF size;
    QRectF title;
    QPointF graph; ///< what is added to the layout's positions
    QPointF legend;
};

Places placesOf(const Graph& graph, const LayoutResult& layout, const GraphPicture& picture)
{
    const auto box = graphBounds(graph, layout);
    const QFontMetricsF title(titleFont());
    const double width = std::max({box.width(), kNarrowest, picture.title.isEmpty() ? 0 : title.horizontalAdvance(picture.title) + 2});
    Places places;
    double top = kMargin;
    if (!picture.title.isEmpty()) {
        places.title = {kMargin, top, width, title.height()};
        top += title.height() + kMargin;
    }
    places.graph = {kMargin + (width - box.width()) / 2 - box.left(), top - box.top()};
    top += box.height() + kMargin;
    if (const double high = picture.legend ? legendSize(legendEntries(graph), width).height() : 0; high > 0) {
        places.legend = {kMargin, top};
        top += high + kMargin / 2;
    }
    places.size = {std::ceil(width + 2 * kMargin), std::ceil(top)};
    return places;
}

} // namespace

LayoutRequest layoutRequest(const Graph& graph, bool leftToRight)
{
    LayoutRequest request;
    request.leftToRight = leftToRight;
    for (const auto& node : graph.nodes)
        request.nodes.push_back({nodeSize(node, leftToRight), node.kind == GraphNodeKind::Input});
    bool labels = false;
    for (const auto& edge : graph.edges) {
        request.edges.push_back({edge.from, edge.to, edgeLabelSize(edge), edge.skip ? 1 : 10});
        labels = labels || !edge.label.empty();
    }
    if (labels) // an edge passes two gaps
        request.rankGap = 20;
    return request;
}

QRectF graphBounds(const Graph& graph, const LayoutResult& layout)
{
    QRectF all(QPointF(0, 0), layout.size);
    const auto count = std::min(graph.nodes.size(), layout.nodes.size());
    for (std::size_t i = 0; i < count; ++i)
        all = all.united(nodeBounds(graph.nodes[i], layout.leftToRight).translated(layout.nodes[i]));
    return all;
}

QSizeF graphPictureSize(const Graph& graph, const LayoutResult& layout, const GraphPicture& picture) { return placesOf(graph, layout, picture).size; }

void paintGraphPicture(QPainter& painter, const Graph& graph, const LayoutResult& layout, const GraphPicture& picture, const Theme& theme)
{
    const auto places = placesOf(graph, layout, picture);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    if (picture.background)
        painter.fillRect(QRectF(QPointF(0, 0), places.size), theme.surface);
    if (!picture.title.isEmpty()) {
        painter.setFont(titleFont());
        painter.setPen(theme.text);
        painter.drawText(places.title, Qt::AlignVCenter | Qt::TextDontClip, picture.title);
    }
    painter.save();
    painter.translate(places.graph);
    const auto edges = std::min(graph.edges.size(), layout.edges.size());
    for (std::size_t i = 0; i < edges; ++i)
        paintEdge(painter, graph.edges[i], edgePath(layout.edges[i]), theme, Emphasis::Normal);
    for (std::size_t i = 0; i < std::min(edges, layout.labels.size()); ++i)
        paintEdgeLabel(painter, graph.edges[i], layout.labels[i], theme, Emphasis::Normal, 1);
    NodeLook look;
    look.leftToRight = layout.leftToRight;
    for (std::size_t i = 0; i < std::min(graph.nodes.size(), layout.nodes.size()); ++i) {
        painter.save();
        painter.translate(layout.nodes[i]);
        paintNode(painter, graph.nodes[i], theme, look);
        painter.restore();
    }
    painter.restore();
    if (picture.legend)
        paintLegend(painter, legendEntries(graph), places.legend, places.size.width() - 2 * kMargin, theme);
    painter.restore();
}

} // namespace cw::ui
