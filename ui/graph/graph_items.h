#pragma once
#include <vector>

#include <QGraphicsItem>
#include <QGraphicsObject>

#include "core/arch/graph.h"
#include "ui/graph/graph_paint.h"

namespace cw::ui {

/// One node on the canvas, around its centre. The theme is borrowed and read whenever it is painted. UI thread only.
class NodeItem final : public QGraphicsObject {
    Q_OBJECT
public:
    enum { Type = UserType + 1 };
    NodeItem(GraphNode node, int index, bool leftToRight, const Theme& theme);
    int type() const override { return Type; }
    int index() const { return m_index; }
    const GraphNode& node() const { return m_node; }
    QString name() const { return nodeInWords(m_node); }
    /// Another graph's node of the same id.
    void become(GraphNode node, int index, bool leftToRight);
    Emphasis emphasis() const { return m_look.emphasis; }
    void setEmphasis(Emphasis emphasis);
    bool isChosen() const { return m_look.selected; }
    void setChosen(bool chosen);
    /// 0: not there, 1: all there.
    double presence() const { return m_presence; }
    void setPresence(double presence);
    /// The body where it stands in the scene.
    QRectF body() const { return nodeBody(m_node, m_look.leftToRight).translated(pos()); }
    QRectF boundingRect() const override { return m_bounds; }
    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

private:
    void refreshOpacity();
    GraphNode m_node;
    int m_index;
    const Theme& m_theme;
    NodeLook m_look;
    double m_presence = 1;
    QRectF m_bounds;
};

/// One edge, a Bezier path from a node to another, with the box that may stand on it.
class EdgeItem final : public QGraphicsItem {
public:
    enum { Type = UserType + 2 };
    EdgeItem(GraphEdge edge, int index, const Theme& theme);
    int type() const override { return Type; }
    int index() const { return m_index; }
    const GraphEdge& edge() const { return m_edge; }
    void become(GraphEdge edge, int index);
    void setShape(std::vector<QPointF> points, const QPointF& label);
    const std::vector<QPointF>& points() const { return m_points; }
    QPainterPath path() const { return m_path; }
    QPointF label() const { return m_label; }
    QRectF labelBox() const;
    Emphasis emphasis() const { return m_emphasis; }
    void setEmphasis(Emphasis emphasis);
    double presence() const { return m_presence; }
    void setPresence(double presence);
    QRectF boundingRect() const override { return m_bounds; }
    QPainterPath shape() const override; ///< its label alone: a thin line is nothing to aim at
    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

private:
    void refreshOpacity();
    GraphEdge m_edge;
    int m_index;
    const Theme& m_theme;
    std::vector<QPointF> m_points;
    QPainterPath m_path;
    QPointF m_label;
    QRectF m_bounds;
    Emphasis m_emphasis = Emphasis::Normal;
    double m_presence = 1;
};

} // namespace cw::ui
