#include "ui/graph/cell_items.h"

#include <algorithm>

#include <QApplication>
#include <QFontMetricsF>
#include <QPainter>
#include <QPainterPath>

#include "ui/util/text.h"
#include "ui/util/theme.h"

namespace cw::ui {
namespace {

constexpr double kRadius = 6, kBar = 6, kPadding = 12;

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
        // Room for the caption under the circle on both sides keeps the circle in the middle of its box.
        const double circle = label.height() * 1.75;
        return {std::max(circle, shape.horizontalAdvance(blockCaption(node)) + 4), circle + 2 * shape.height()};
    }
    const double text = std::max(label.horizontalAdvance(qs(node.label)), shape.horizontalAdvance(qs(node.shape)));
    const double lines = label.height() + (node.shape.empty() ? 0 : shape.height());
    return {std::max(text + 2 * kPadding + (node.kind == GraphNodeKind::Operation ? kBar : 0), 92.0), lines + kPadding};
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

QRectF NodeItem::boundingRect() const { return QRectF(-m_size.width() / 2, -m_size.height() / 2, m_size.width(), m_size.height()).adjusted(-2, -2, 2, 2); }

void NodeItem::paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*)
{
    const auto& t = theme();
    const QRectF box(-m_size.width() / 2, -m_size.height() / 2, m_size.width(), m_size.height());
    const bool lit = m_emphasis == Emphasis::Lit;
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(QPen(lit ? t.accent : t.line, lit ? 1.6 : 1.2));
    const QFontMetricsF label(labelFont()), shape(shapeFont());
    if (m_node.kind == GraphNodeKind::Sum) {
        const double radius = label.height() * 0.8;
        painter->setBrush(t.surface);
        if (!lit)
            painter->setPen(QPen(t.edge, 1.2));
        painter->drawEllipse(QPointF(0, 0), radius, radius);
        painter->setPen(QPen(t.text, 1.8));
        painter->drawLine(QPointF(-radius * 0.38, 0), QPointF(radius * 0.38, 0));
        painter->drawLine(QPointF(0, -radius * 0.38), QPointF(0, radius * 0.38));
        painter->setFont(shapeFont());
        painter->setPen(t.muted);
        painter->drawText(QRectF(box.left(), radius + 2, box.width(), shape.height()), Qt::AlignHCenter | Qt::AlignTop, blockCaption(m_node));
        return;
    }
    const bool operation = m_node.kind == GraphNodeKind::Operation;
    painter->setBrush(m_node.kind == GraphNodeKind::Input ? t.input : m_node.kind == GraphNodeKind::Output ? t.output : t.dark ? t.raised : t.surface);
    if (!operation && !lit)
        painter->setPen(Qt::NoPen);
    painter->drawRoundedRect(box, kRadius, kRadius);
    QRectF text = box.adjusted(kPadding / 2, kPadding / 2, -kPadding / 2, -kPadding / 2);
    if (operation) {
        QPainterPath clip;
        clip.addRoundedRect(box, kRadius, kRadius);
        painter->save();
        painter->setClipPath(clip);
        painter->fillRect(QRectF(box.left(), box.top(), kBar, box.height()), QColor::fromRgb(m_node.rgb));
        painter->restore();
        text = QRectF(box.left() + kBar + kPadding * 0.75, box.top() + kPadding / 2, box.width(), box.height() - kPadding);
    }
    const auto align = operation ? Qt::AlignLeft : Qt::AlignHCenter;
    painter->setFont(labelFont());
    painter->setPen(t.text);
    painter->drawText(QRectF(text.left(), text.top(), text.width(), label.height()), align | Qt::AlignVCenter, qs(m_node.label));
    if (m_node.shape.empty())
        return;
    painter->setFont(shapeFont());
    painter->setPen(t.muted);
    painter->drawText(QRectF(text.left(), text.top() + label.height(), text.width(), shape.height()), align | Qt::AlignVCenter, qs(m_node.shape));
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
