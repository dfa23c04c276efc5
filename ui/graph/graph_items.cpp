#include "ui/graph/graph_items.h"

#include <QPainter>
#include <QStyleOptionGraphicsItem>

#include "ui/util/text.h"

namespace cw::ui {
namespace {

constexpr double kDimmed = 0.35;

double opacityOf(Emphasis emphasis, double presence) { return presence * (emphasis == Emphasis::Dimmed ? kDimmed : 1); }

} // namespace

NodeItem::NodeItem(GraphNode node, int index, bool leftToRight, const Theme& theme)
    : m_index(index)
    , m_theme(theme)
{
    setZValue(1);
    become(std::move(node), index, leftToRight);
}

void NodeItem::become(GraphNode node, int index, bool leftToRight)
{
    prepareGeometryChange();
    m_node = std::move(node);
    m_index = index;
    m_look.leftToRight = leftToRight;
    m_bounds = nodeBounds(m_node, leftToRight);
    setToolTip(nodeToolTip(m_node));
    update();
}

void NodeItem::setEmphasis(Emphasis emphasis)
{
    if (m_look.emphasis == emphasis)
        return;
    m_look.emphasis = emphasis;
    refreshOpacity();
    update();
}

void NodeItem::setChosen(bool chosen)
{
    if (m_look.selected == chosen)
        return;
    m_look.selected = chosen;
    update();
}

void NodeItem::setPresence(double presence)
{
    m_presence = presence;
    refreshOpacity();
}

void NodeItem::refreshOpacity() { setOpacity(opacityOf(m_look.emphasis, m_presence)); }

void NodeItem::paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget*)
{
    auto look = m_look;
    look.zoom = option->levelOfDetailFromTransform(painter->worldTransform());
    paintNode(*painter, m_node, m_theme, look);
}

EdgeItem::EdgeItem(GraphEdge edge, int index, const Theme& theme)
    : m_index(index)
    , m_theme(theme)
{
    setAcceptedMouseButtons(Qt::NoButton);
    become(std::move(edge), index);
}

void EdgeItem::become(GraphEdge edge, int index)
{
    m_edge = std::move(edge);
    m_index = index;
    setToolTip(qs(m_edge.label));
}

void EdgeItem::setShape(std::vector<QPointF> points, const QPointF& label)
{
    prepareGeometryChange();
    m_points = std::move(points);
    m_path = edgePath(m_points);
    m_label = label;
    const double around = edgeWidth(m_edge, Emphasis::Lit);
    m_bounds = m_path.controlPointRect();
    if (!m_edge.label.empty())
        m_bounds = m_bounds.united(labelBox());
    m_bounds.adjust(-around, -around, around, around);
    update();
}

QRectF EdgeItem::labelBox() const
{
    const auto size = edgeLabelSize(m_edge);
    return {QPointF(m_label.x() - size.width() / 2, m_label.y() - size.height() / 2), size};
}

void EdgeItem::setEmphasis(Emphasis emphasis)
{
    if (m_emphasis == emphasis)
        return;
    m_emphasis = emphasis;
    setZValue(emphasis == Emphasis::Lit ? 0.5 : 0);
    refreshOpacity();
    update();
}

void EdgeItem::setPresence(double presence)
{
    m_presence = presence;
    refreshOpacity();
}

void EdgeItem::refreshOpacity() { setOpacity(opacityOf(m_emphasis, m_presence)); }

QPainterPath EdgeItem::shape() const
{
    QPainterPath path;
    if (!m_edge.label.empty())
        path.addRect(labelBox());
    return path;
}

void EdgeItem::paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget*)
{
    paintEdge(*painter, m_edge, m_path, m_theme, m_emphasis);
    paintEdgeLabel(*painter, m_edge, m_label, m_theme, m_emphasis, option->levelOfDetailFromTransform(painter->worldTransform()));
}

} // namespace cw::ui
