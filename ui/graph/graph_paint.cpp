#include "ui/graph/graph_paint.h"

#include <algorithm>
#include <cmath>

#include <QApplication>
#include <QFontMetricsF>
#include <QPainter>

#include "ui/util/text.h"
#include "ui/util/theme.h"

namespace cw::ui {
namespace {

constexpr double kRadius = 6, kBar = 6, kPadding = 11, kNarrowest = 76, kRing = 3, kStack = 4, kCut = 9;
constexpr double kReadable = 10; // pixels on the screen: nothing is written smaller

QFont labelFont()
{
    auto font = QApplication::font();
    font.setPixelSize(textPixels());
    font.setWeight(QFont::DemiBold);
    return font;
}

QFont smallFont()
{
    auto font = QApplication::font();
    font.setPixelSize(smallTextPixels());
    return font;
}

bool isCircle(const GraphNode& node) { return node.kind == GraphNodeKind::Sum || node.kind == GraphNodeKind::State; }
bool hasBar(const GraphNode& node) { return !isCircle(node) && node.rgb != 0; }

/// What stands by a circle.
QString caption(const GraphNode& node)
{
    if (node.kind == GraphNodeKind::Sum && node.block >= 0)
        return QObject::tr("block %1").arg(node.block + 1);
    return node.kind == GraphNodeKind::State ? qs(node.shape) : QString();
}

QString repeatText(const GraphNode& node) { return node.repeats > 1 ? QStringLiteral("×%1").arg(node.repeats) : QString(); }

/// Room at the right of a box for "×3".
double repeatRoom(const GraphNode& node, const QFontMetricsF& label) { return node.repeats > 1 ? label.horizontalAdvance(repeatText(node)) + 14 : 0; }

double diameter(const GraphNode& node)
{
    const QFontMetricsF label(labelFont());
    if (node.kind == GraphNodeKind::Sum)
        return 1.65 * label.height();
    return std::max(2.1 * label.height(), label.horizontalAdvance(qs(node.label)) + 1.2 * label.height());
}

QPen penOf(const QColor& colour, double width) { return {colour, width, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin}; }

QColor between(const QColor& a, const QColor& b, double share)
{
    const auto mix = [share](int x, int y) { return static_cast<int>(std::lround(x + (y - x) * share)); };
    return {mix(a.red(), b.red()), mix(a.green(), b.green()), mix(a.blue(), b.blue())};
}

QColor paper(const Theme& t) { return t.dark ? t.raised : t.surface; }

/// The left part of a rounded box, as a path of its own: some vector formats know no clipping.
QPainterPath barPath(const QRectF& box, double radius)
{
    QPainterPath path(QPointF(box.left() + kBar, box.top()));
    path.lineTo(box.left() + radius, box.top());
    path.quadTo(box.topLeft(), QPointF(box.left(), box.top() + radius));
    path.lineTo(box.left(), box.bottom() - radius);
    path.quadTo(box.bottomLeft(), QPointF(box.left() + radius, box.bottom()));
    path.lineTo(box.left() + kBar, box.bottom());
    path.closeSubpath();
    return path;
}

/// A layer that halves height and width is narrower where it gives its result.
QPainterPath reductionPath(const QRectF& box, bool leftToRight)
{
    QPainterPath path(box.topLeft());
    if (leftToRight) {
        path.lineTo(box.right() - kCut, box.top());
        path.lineTo(box.right(), box.top() + kCut);
        path.lineTo(box.right(), box.bottom() - kCut);
        path.lineTo(box.right() - kCut, box.bottom());
        path.lineTo(box.bottomLeft());
    } else {
        path.lineTo(box.topRight());
        path.lineTo(box.right(), box.bottom() - kCut);
        path.lineTo(box.right() - kCut, box.bottom());
        path.lineTo(box.left() + kCut, box.bottom());
        path.lineTo(box.left(), box.bottom() - kCut);
    }
    path.closeSubpath();
    return path;
}

QColor fillOf(const GraphNode& node, const Theme& t)
{
    switch (node.kind) {
    case GraphNodeKind::Input: return t.input;
    case GraphNodeKind::Output: return t.output;
    case GraphNodeKind::State: return t.accentSoft;
    case GraphNodeKind::Reduction: return between(paper(t), t.band, 0.35);
    case GraphNodeKind::Operation:
    case GraphNodeKind::Sum:
    case GraphNodeKind::Layer: break;
    }
    return paper(t);
}

void paintBody(QPainter& painter, const GraphNode& node, const QRectF& body, const Theme& t, const NodeLook& look)
{
    const bool lit = look.emphasis == Emphasis::Lit;
    const bool filled = node.kind == GraphNodeKind::Input || node.kind == GraphNodeKind::Output;
    const auto outline = lit ? penOf(t.accent, 1.6) : filled ? QPen(Qt::NoPen) : penOf(isCircle(node) ? t.edge : between(t.line, t.edge, 0.45), 1.2);
    painter.setPen(outline);
    painter.setBrush(fillOf(node, t));
    if (isCircle(node)) {
        painter.drawEllipse(body);
        return;
    }
    if (node.repeats > 1) // the layers behind the first
        for (const double shift : {2 * kStack, kStack}) {
            painter.drawRoundedRect(body.translated(shift, -shift), kRadius, kRadius);
        }
    if (node.kind == GraphNodeKind::Reduction)
        painter.drawPath(reductionPath(body, look.leftToRight));
    else
        painter.drawRoundedRect(body, kRadius, kRadius);
    if (!hasBar(node))
        return;
    painter.setPen(Qt::NoPen);
    painter.setBrush(QColor::fromRgb(node.rgb));
    painter.drawPath(barPath(body, kRadius));
}

void paintRing(QPainter& painter, const GraphNode& node, const QRectF& body, const Theme& t)
{
    painter.setPen(penOf(t.accent, 2));
    painter.setBrush(Qt::NoBrush);
    const auto ring = body.adjusted(-kRing, -kRing, kRing, kRing);
    if (isCircle(node))
        painter.drawEllipse(ring);
    else
        painter.drawRoundedRect(ring, kRadius + kRing, kRadius + kRing);
}

void paintCircleText(QPainter& painter, const GraphNode& node, const QRectF& body, const Theme& t, const NodeLook& look)
{
    if (node.kind == GraphNodeKind::Sum) {
        const double arm = body.width() * 0.19;
        painter.setPen(penOf(t.text, 1.8));
        painter.drawLine(QPointF(-arm, 0), QPointF(arm, 0));
        painter.drawLine(QPointF(0, -arm), QPointF(0, arm));
    } else {
        auto font = labelFont();
        const int wanted = static_cast<int>(std::ceil(kReadable / look.zoom));
        font.setPixelSize(std::max(font.pixelSize(), wanted));
        if (QFontMetricsF(font).horizontalAdvance(qs(node.label)) < body.width() - 4 && font.pixelSize() < body.height() - 2) {
            painter.setFont(font);
            painter.setPen(t.text);
            painter.drawText(body, Qt::AlignCenter | Qt::TextDontClip, qs(node.label));
        }
    }
    const auto font = smallFont();
    const auto text = caption(node);
    if (text.isEmpty() || font.pixelSize() * look.zoom < kReadable)
        return;
    const QFontMetricsF metrics(font);
    const double width = metrics.horizontalAdvance(text) + 2;
    const QRectF box = look.leftToRight ? QRectF(-width / 2, body.bottom() + 1, width, metrics.height()) : QRectF(body.right() + 4, -metrics.height() / 2, width, metrics.height());
    auto halo = t.surface; // an edge may pass behind
    halo.setAlpha(210);
    painter.setPen(Qt::NoPen);
    painter.setBrush(halo);
    painter.drawRect(box);
    painter.setFont(font);
    painter.setPen(t.muted);
    painter.drawText(box, Qt::AlignCenter | Qt::TextDontClip, text);
}

/// The repeats at the right of a box; what is left for its label.
QRectF paintRepeats(QPainter& painter, const GraphNode& node, const QRectF& room, const Theme& t, const NodeLook& look)
{
    if (node.repeats <= 1)
        return room;
    auto font = labelFont();
    const double width = repeatRoom(node, QFontMetricsF(font));
    if (font.pixelSize() * look.zoom < kReadable)
        font.setPixelSize(static_cast<int>(std::ceil(kReadable / look.zoom)));
    const QFontMetricsF metrics(font);
    const auto text = repeatText(node);
    if (metrics.horizontalAdvance(text) <= width && metrics.ascent() <= room.height()) {
        painter.setFont(font);
        painter.setPen(t.muted);
        painter.drawText(QRectF(room.right() - width - 2, room.top(), width, room.height()), Qt::AlignCenter | Qt::TextDontClip, text);
    }
    return room.adjusted(0, 0, -width, 0);
}

void paintBoxText(QPainter& painter, const GraphNode& node, const QRectF& body, const Theme& t, const NodeLook& look)
{
    const auto room = paintRepeats(painter, node, body.adjusted(hasBar(node) ? kBar : 0, 0, 0, 0), t, look);
    auto font = labelFont();
    const auto small = smallFont();
    const bool withShape = !node.shape.empty() && small.pixelSize() * look.zoom >= kReadable;
    if (font.pixelSize() * look.zoom < kReadable) {
        // The label grows to stay readable, over two lines if need be.
        font.setPixelSize(static_cast<int>(std::ceil(kReadable / look.zoom)));
        if (QFontMetricsF(font).horizontalAdvance(qs(node.label)) > room.width())
            font.setWeight(QFont::Normal);
    }
    const QFontMetricsF metrics(font);
    QStringList lines{qs(node.label)};
    if (metrics.horizontalAdvance(lines.front()) > room.width())
        lines = lines.front().split(QLatin1Char(' '));
    for (const auto& line : lines)
        if (metrics.horizontalAdvance(line) > room.width())
            return; // too far away for words; the tool tip has them
    // Two lines of capitals and digits may stand closer than sentences.
    const double step = lines.size() > 1 ? std::min(metrics.height(), body.height() / static_cast<double>(lines.size())) : metrics.height();
    if (step < metrics.ascent() * 0.8)
        return;
    const double shapeHeight = withShape ? QFontMetricsF(small).height() : 0;
    double top = body.center().y() - (step * static_cast<double>(lines.size()) + shapeHeight) / 2;
    painter.setFont(font);
    painter.setPen(t.text);
    for (const auto& line : lines) {
        painter.drawText(QRectF(room.left(), top, room.width(), step), Qt::AlignCenter | Qt::TextDontClip, line);
        top += step;
    }
    if (!withShape)
        return;
    painter.setFont(small);
    painter.setPen(t.muted);
    painter.drawText(QRectF(room.left(), top, room.width(), shapeHeight), Qt::AlignCenter | Qt::TextDontClip, qs(node.shape));
}

} // namespace

QRectF nodeBody(const GraphNode& node, bool leftToRight)
{
    if (isCircle(node)) {
        const double side = diameter(node);
        return {-side / 2, -side / 2, side, side};
    }
    const QFontMetricsF label(labelFont()), shape(smallFont());
    const double text = std::max(label.horizontalAdvance(qs(node.label)), shape.horizontalAdvance(qs(node.shape))) + repeatRoom(node, label);
    const double width = std::max(text + 2 * kPadding + (hasBar(node) ? kBar : 0), kNarrowest);
    double height = label.height() + (node.shape.empty() ? 0 : shape.height()) + kPadding;
    if (node.kind == GraphNodeKind::Reduction && !leftToRight)
        height += kCut / 2;
    return {-width / 2, -height / 2, width, height};
}

QSizeF nodeSize(const GraphNode& node, bool leftToRight)
{
    auto size = nodeBody(node, leftToRight).size();
    if (node.repeats > 1)
        size += QSizeF(leftToRight ? 0 : 4 * kStack, leftToRight ? 4 * kStack : 0);
    if (const auto text = caption(node); !text.isEmpty()) {
        // On both sides, so that edges still meet the circle in its middle.
        const QFontMetricsF metrics(smallFont());
        if (leftToRight)
            size.rheight() += 2 * metrics.height();
        else
            size.rwidth() += 2 * (metrics.horizontalAdvance(text) + 6);
    }
    return size;
}

QRectF nodeBounds(const GraphNode& node, bool leftToRight)
{
    const double around = kRing + 2;
    auto box = nodeBody(node, leftToRight).adjusted(-around, -around, around, around);
    if (node.repeats > 1)
        box.adjust(0, -2 * kStack, 2 * kStack, 0);
    if (const auto text = caption(node); !text.isEmpty()) {
        const QFontMetricsF metrics(smallFont());
        const double width = metrics.horizontalAdvance(text) + 4;
        if (leftToRight)
            box = box.united({-width / 2, box.bottom() - around, width, metrics.height() + 4});
        else
            box.adjust(0, 0, width + 6, 0);
    }
    return box;
}

void paintNode(QPainter& painter, const GraphNode& node, const Theme& theme, const NodeLook& look)
{
    const auto body = nodeBody(node, look.leftToRight);
    if (look.selected)
        paintRing(painter, node, body, theme);
    paintBody(painter, node, body, theme, look);
    if (isCircle(node))
        paintCircleText(painter, node, body, theme, look);
    else
        paintBoxText(painter, node, body, theme, look);
}

QColor nodeColour(const GraphNode& node, const Theme& theme)
{
    if (node.rgb != 0)
        return QColor::fromRgb(node.rgb);
    if (node.kind == GraphNodeKind::Sum || node.kind == GraphNodeKind::Layer)
        return theme.line;
    // Stronger than on the canvas: a patch of a few pixels has no words to go with it.
    const auto fill = fillOf(node, theme);
    return theme.dark ? fill.lighter(170) : fill.darker(125);
}

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
    const auto font = smallFont();
    if (size.isEmpty())
        return;
    QRectF box(QPointF(centre.x() - size.width() / 2, centre.y() - size.height() / 2), size);
    const bool readable = font.pixelSize() * zoom >= kReadable;
    if (edge.rgb != 0) {
        painter.setPen(emphasis == Emphasis::Lit ? penOf(theme.accent, 1.6) : penOf(between(theme.line, theme.edge, 0.45), 1.2));
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

QString nodeInWords(const GraphNode& node) { return nodeToolTip(node).replace(QLatin1Char('\n'), QLatin1String(", ")); }

QString nodeToolTip(const GraphNode& node)
{
    auto first = qs(node.label);
    if (node.kind == GraphNodeKind::Sum)
        first = node.block >= 0 ? QObject::tr("sum of block %1").arg(node.block + 1) : QObject::tr("sum");
    else if (node.kind == GraphNodeKind::State)
        first = QObject::tr("state %1").arg(first);
    else if (node.kind == GraphNodeKind::Operation && node.block >= 0)
        first = QObject::tr("%1 in block %2").arg(first).arg(node.block + 1);
    if (node.repeats > 1)
        first = QObject::tr("%1, %2 times").arg(first).arg(node.repeats);
    QStringList lines{first};
    if (!node.shape.empty())
        lines << qs(node.shape);
    if (node.parameters > 0)
        lines << QObject::tr("%1 parameters").arg(fullCount(node.parameters));
    if (node.multiplyAdds > 0)
        lines << QObject::tr("%1 multiply-adds").arg(shortCount(node.multiplyAdds));
    return lines.join(QLatin1Char('\n'));
}

} // namespace cw::ui
