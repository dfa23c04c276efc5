#include "ui/graph/graph_paint.h"

#include <algorithm>
#include <cmath>

#include <QFontMetricsF>
#include <QPainter>

#include "ui/graph/graph_paint_parts.h"
#include "ui/util/text.h"
#include "ui/util/theme.h"

namespace cw::ui {
namespace {

constexpr double kPadding = 11, kNarrowest = 76, kRing = 3, kStack = 4, kCut = 9;
constexpr int kCloser = 87; // percent of a font's width

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
    const auto pen = lit ? penOf(t.accent, 1.6) : filled ? QPen(Qt::NoPen) : penOf(isCircle(node) ? t.edge : outline(t), 1.2);
    painter.setPen(pen);
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

/// At the right of a box.
void paintRepeats(QPainter& painter, const GraphNode& node, const QRectF& body, const Theme& t, const NodeLook& look)
{
    if (node.repeats <= 1)
        return;
    auto font = labelFont();
    const double width = repeatRoom(node, QFontMetricsF(font));
    if (font.pixelSize() * look.zoom < kReadable)
        font.setPixelSize(static_cast<int>(std::ceil(kReadable / look.zoom)));
    const QFontMetricsF metrics(font);
    const auto text = repeatText(node);
    if (metrics.horizontalAdvance(text) > width || metrics.ascent() > body.height())
        return;
    painter.setFont(font);
    painter.setPen(t.muted);
    painter.drawText(QRectF(body.right() - width - 2, body.top(), width, body.height()), Qt::AlignCenter | Qt::TextDontClip, text);
}

/// Lines of at most this width; empty where a word is too long for it.
QStringList wrapped(const QString& text, double width, const QFontMetricsF& metrics)
{
    QStringList lines;
    for (const auto& word : text.split(QLatin1Char(' '))) {
        if (metrics.horizontalAdvance(word) > width)
            return {};
        if (!lines.isEmpty() && metrics.horizontalAdvance(lines.back() + QLatin1Char(' ') + word) <= width)
            lines.back() += QLatin1Char(' ') + word;
        else
            lines << word;
    }
    return lines;
}

/// How a label is written so that it is readable: enlarged where the picture is small, over two lines if need be.
struct Label {
    QFont font;
    QStringList lines; ///< empty: too far away for words; the tool tip has them
    double step = 0;   ///< from a line to the next
};

Label labelIn(const QString& text, const QSizeF& room, double zoom)
{
    Label label{labelFont(), {text}, 0};
    const auto wide = [&] { return QFontMetricsF(label.font).horizontalAdvance(text) > room.width(); };
    if (label.font.pixelSize() * zoom < kReadable)
        label.font.setPixelSize(static_cast<int>(std::ceil(kReadable / zoom)));
    if (wide())
        label.font.setWeight(QFont::Normal);
    if (wide())
        label.lines = wrapped(text, room.width(), QFontMetricsF(label.font));
    if (label.lines.isEmpty()) { // one long word may stand a little closer
        label.font.setStretch(kCloser);
        label.lines = wrapped(text, room.width(), QFontMetricsF(label.font));
    }
    const QFontMetricsF metrics(label.font);
    // Two lines of capitals and digits may stand closer than sentences.
    const auto count = static_cast<double>(std::max<qsizetype>(label.lines.size(), 1));
    label.step = count > 1 ? std::min(metrics.height(), room.height() / count) : metrics.height();
    if (label.step < metrics.ascent() * 0.8 || metrics.ascent() > room.height())
        label.lines.clear();
    return label;
}

/// Where a box's label and shape stand, without bar and repeats.
QRectF textRoom(const GraphNode& node, const QRectF& body)
{
    return body.adjusted(hasBar(node) ? kBar : 0, 0, -repeatRoom(node, QFontMetricsF(labelFont())), 0);
}

void paintBoxText(QPainter& painter, const GraphNode& node, const QRectF& body, const Theme& t, const NodeLook& look)
{
    paintRepeats(painter, node, body, t, look);
    const auto room = textRoom(node, body);
    const auto label = labelIn(qs(node.label), room.size(), look.zoom);
    if (label.lines.isEmpty())
        return;
    const auto small = smallFont();
    const bool withShape = !node.shape.empty() && small.pixelSize() * look.zoom >= kReadable;
    const double shapeHeight = withShape ? QFontMetricsF(small).height() : 0;
    double top = body.center().y() - (label.step * static_cast<double>(label.lines.size()) + shapeHeight) / 2;
    painter.setFont(label.font);
    painter.setPen(t.text);
    for (const auto& line : label.lines) {
        painter.drawText(QRectF(room.left(), top, room.width(), label.step), Qt::AlignCenter | Qt::TextDontClip, line);
        top += label.step;
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

double readableZoom(const Graph& graph, bool leftToRight)
{
    static constexpr double kZooms[] = {0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75};
    const auto unreadable = [&](double zoom) {
        return std::any_of(graph.nodes.begin(), graph.nodes.end(), [&](const GraphNode& node) {
            return !isCircle(node) && labelIn(qs(node.label), textRoom(node, nodeBody(node, leftToRight)).size(), zoom).lines.isEmpty();
        });
    };
    const auto* found = std::partition_point(std::begin(kZooms), std::end(kZooms) - 1, unreadable);
    return *found;
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
