#include "ui/graph/graph_paint.h"

#include <algorithm>
#include <cmath>

#include <QFontMetricsF>
#include <QPainter>

#include "ui/graph/graph_paint_parts.h"
#include "ui/util/text.h"
#include "ui/util/theme.h"

namespace cw::ui {

QSizeF edgeLabelSize(const GraphEdge& edge)
{
    if (edge.label.empty())
        return {};
    const QFontMetricsF metrics(smallFont());
    return {metrics.horizontalAdvance(qs(edge.label)) + (edge.rgb != 0 ? kBar + 12 : 6), metrics.height() + (edge.rgb != 0 ? 7 : 2)};
}

QPainterPath edgePath(const std::vector<QPointF>& points)
{
    QPainterPath path;
    if (points.empty())
        return path;
    path.moveTo(points.front());
    for (std::size_t i = 1; i + 2 < points.size(); i += 3)
        path.cubicTo(points[i], points[i + 1], points[i + 2]);
    return path;
}

double edgeWidth(const GraphEdge& edge, Emphasis emphasis)
{
    const double width = edge.rgb != 0 ? 2.2 : edge.skip ? 1.1 : 1.4;
    return emphasis == Emphasis::Lit ? width + 0.9 : width;
}

void paintEdge(QPainter& painter, const GraphEdge& edge, const QPainterPath& path, const Theme& theme, Emphasis emphasis)
{
    const auto plain = emphasis == Emphasis::Lit ? theme.accent : edge.skip ? between(theme.edge, theme.surface, 0.45) : theme.edge;
    painter.setPen(penOf(edge.rgb != 0 ? QColor::fromRgb(edge.rgb) : plain, edgeWidth(edge, emphasis)));
    painter.setBrush(Qt::NoBrush);
    painter.drawPath(path);
}

void paintEdgeLabel(QPainter& painter, const GraphEdge& edge, const QPointF& centre, const Theme& theme, Emphasis emphasis, double zoom)
{
    const auto size = edgeLabelSize(edge);
    if (size.isEmpty())
        return;
    QRectF box(QPointF(centre.x() - size.width() / 2, centre.y() - size.height() / 2), size);
    auto font = smallFont();
    font.setPixelSize(std::max(font.pixelSize(), static_cast<int>(std::ceil(kReadable / zoom))));
    const QFontMetricsF metrics(font);
    const bool readable = metrics.horizontalAdvance(qs(edge.label)) <= size.width() - (edge.rgb != 0 ? kBar + 2 : 0) && metrics.ascent() < size.height();
    if (edge.rgb != 0) {
        painter.setPen(emphasis == Emphasis::Lit ? penOf(theme.accent, 1.6) : penOf(outline(theme), 1.2));
        painter.setBrush(readable ? paper(theme) : QColor::fromRgb(edge.rgb)); // without words it is a patch of its colour
        painter.drawRoundedRect(box, kRadius - 1, kRadius - 1);
        painter.setPen(Qt::NoPen);
        painter.setBrush(QColor::fromRgb(edge.rgb));
        painter.drawPath(barPath(box, kRadius - 1));
        box.setLeft(box.left() + kBar);
    } else if (readable) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme.surface);
        painter.drawRect(box);
    }
    if (!readable)
        return;
    painter.setFont(font);
    painter.setPen(edge.rgb != 0 ? theme.text : theme.muted);
    painter.drawText(box, Qt::AlignCenter | Qt::TextDontClip, qs(edge.label));
}

} // namespace cw::ui
