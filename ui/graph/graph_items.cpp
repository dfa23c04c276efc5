#include "ui/graph/graph_items.h"

#include <algorithm>
#include <cmath>

#include <QApplication>
#include <QFontMetricsF>
#include <QPainter>
#include <QPainterPath>
#include <QStyleOptionGraphicsItem>

#include "ui/util/text.h"
#include "ui/util/theme.h"

namespace cw::ui {
namespace {

constexpr double kRadius = 6, kBar = 6, kPadding = 11, kCircle = 1.65;
constexpr double kReadable = 10; // pixels on the screen: nothing is written smaller

QFont labelFont()
{
    auto font = QApplication::font();
    font.setPixelSize(textPixels());
    font.setWeight(QFont::DemiBold);
    return font;
}

QFont shapeFont()
{
    auto font = QApplication::font();
    font.setPixelSize(smallTextPixels());
    return font;
}

QString blockCaption(const GraphNode& node) { return QObject::tr("block %1").arg(node.block + 1); }

} // namespace

QSizeF nodeSize(const GraphNode& node)
{
    const QFontMetricsF label(labelFont()), shape(shapeFont());
    if (node.kind == GraphNodeKind::Sum) {
        // The circle alone: edges end at it. Its caption hangs below, in the gap between nodes.
        return {kCircle * label.height(), kCircle * label.height()};
    }
    const double text = std::max(label.horizontalAdvance(qs(node.label)), shape.horizontalAdvance(qs(node.shape)));
    const double lines = label.height() + (node.shape.empty() ? 0 : shape.height());
    return {std::max(text + 2 * kPadding + (node.kind == GraphNodeKind::Operation ? kBar : 0), 76.0), lines + kPadding};
}

NodeItem::NodeItem(GraphNode node, int index)
    : m_node(std::move(node))
    , m_index(index)
    , m_size(nodeSize(m_node))
{
    setAcceptHoverEvents(true);
    setZValue(1);
    setToolTip(name());
}

QString NodeItem::name() const
{
    auto text = qs(m_node.label);
    if (m_node.kind == GraphNodeKind::Sum)
        text = QObject::tr("sum of block %1").arg(m_node.block + 1);
    else if (m_node.kind == GraphNodeKind::Operation)
        text = QObject::tr("%1 in block %2").arg(text).arg(m_node.block + 1);
    if (!m_node.shape.empty())
        text += QStringLiteral(", ") + qs(m_node.shape);
    if (m_node.parameters > 0)
        text += QObject::tr(", %1 parameters, %2 multiply-adds").arg(fullCount(m_node.parameters), shortCount(m_node.multiplyAdds));
    return text;
}

void NodeItem::setEmphasis(Emphasis emphasis)
{
    m_emphasis = emphasis;
    setOpacity(emphasis == Emphasis::Dimmed ? 0.35 : 1);
    update();
}

QRectF NodeItem::boundingRect() const
{
    auto box = QRectF(-m_size.width() / 2, -m_size.height() / 2, m_size.width(), m_size.height()).adjusted(-2, -2, 2, 2);
    if (m_node.kind == GraphNodeKind::Sum) {
        const QFontMetricsF caption(shapeFont());
        const double side = std::max(0.0, caption.horizontalAdvance(blockCaption(m_node)) - m_size.width()) / 2;
        box.adjust(-side, 0, side, caption.height() + 2);
    }
    return box;
}

void NodeItem::paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget*)
{
    painter->setRenderHint(QPainter::Antialiasing);
    const double zoom = option->levelOfDetailFromTransform(painter->worldTransform());
    if (m_node.kind == GraphNodeKind::Sum)
        paintSum(*painter, zoom);
    else
        paintBox(*painter, zoom);
}

void NodeItem::paintSum(QPainter& painter, double zoom) const
{
    const auto& t = theme();
    const double radius = m_size.width() / 2;
    const bool lit = m_emphasis == Emphasis::Lit;
    painter.setPen(QPen(lit ? t.accent : t.edge, lit ? 1.6 : 1.2));
    painter.setBrush(t.dark ? t.raised : t.surface);
    painter.drawEllipse(QPointF(0, 0), radius, radius);
    painter.setPen(QPen(t.text, 1.8));
    painter.drawLine(QPointF(-radius * 0.38, 0), QPointF(radius * 0.38, 0));
    painter.drawLine(QPointF(0, -radius * 0.38), QPointF(0, radius * 0.38));
    const auto font = shapeFont();
    if (font.pixelSize() * zoom < kReadable)
        return;
    painter.setFont(font);
    painter.setPen(t.muted);
    painter.drawText(QRectF(-100, radius + 1, 200, QFontMetricsF(font).height()), Qt::AlignHCenter | Qt::AlignTop, blockCaption(m_node));
}

void NodeItem::paintBox(QPainter& painter, double zoom) const
{
    const auto& t = theme();
    const QRectF box(-m_size.width() / 2, -m_size.height() / 2, m_size.width(), m_size.height());
    const bool lit = m_emphasis == Emphasis::Lit, operation = m_node.kind == GraphNodeKind::Operation;
    painter.setPen(lit ? QPen(t.accent, 1.6) : operation ? QPen(t.line, 1.2) : QPen(Qt::NoPen));
    painter.setBrush(m_node.kind == GraphNodeKind::Input ? t.input : m_node.kind == GraphNodeKind::Output ? t.output : t.dark ? t.raised : t.surface);
    painter.drawRoundedRect(box, kRadius, kRadius);
    if (operation) {
        QPainterPath clip;
        clip.addRoundedRect(box, kRadius, kRadius);
        painter.save();
        painter.setClipPath(clip);
        painter.fillRect(QRectF(box.left(), box.top(), kBar, box.height()), QColor::fromRgb(m_node.rgb));
        painter.restore();
    }
    // Zoomed out, the label grows so that it stays readable, over two lines if need be, and the shape gives way.
    auto font = labelFont();
    const auto small = shapeFont();
    const bool withShape = !m_node.shape.empty() && small.pixelSize() * zoom >= kReadable;
    if (font.pixelSize() * zoom < kReadable) {
        font.setPixelSize(static_cast<int>(std::ceil(kReadable / zoom)));
        font.setWeight(QFont::Normal);
    }
    const QFontMetricsF metrics(font);
    const QRectF room = box.adjusted(operation ? kBar : 0, 0, 0, 0);
    QStringList lines{qs(m_node.label)};
    if (metrics.horizontalAdvance(lines.front()) > room.width())
        lines = lines.front().split(QLatin1Char(' '));
    for (const auto& line : lines)
        if (metrics.horizontalAdvance(line) > room.width())
            return; // too far away for words; the tool tip has them
    // Two lines of capitals and digits may stand closer than sentences.
    const double step = lines.size() > 1 ? std::min(metrics.height(), box.height() / static_cast<double>(lines.size())) : metrics.height();
    const double shapeHeight = withShape ? QFontMetricsF(small).height() : 0;
    double top = box.center().y() - (step * static_cast<double>(lines.size()) + shapeHeight) / 2;
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
    painter.drawText(QRectF(room.left(), top, room.width(), shapeHeight), Qt::AlignCenter, qs(m_node.shape));
}

EdgeItem::EdgeItem(GraphEdge edge, const std::vector<QPointF>& points)
    : m_edge(edge)
{
    QPainterPath path;
    if (!points.empty()) {
        path.moveTo(points.front());
        for (std::size_t i = 1; i + 2 < points.size(); i += 3)
            path.cubicTo(points[i], points[i + 1], points[i + 2]);
    }
    setPath(path);
    setAcceptedMouseButtons(Qt::NoButton);
    setEmphasis(Emphasis::Normal);
}

void EdgeItem::setEmphasis(Emphasis emphasis)
{
    setPen(QPen(emphasis == Emphasis::Lit ? theme().accent : theme().edge, emphasis == Emphasis::Lit ? 2.2 : 1.4, Qt::SolidLine, Qt::RoundCap));
    setOpacity(emphasis == Emphasis::Dimmed ? 0.35 : 1);
    setZValue(emphasis == Emphasis::Lit ? 0.5 : 0);
}

} // namespace cw::ui
