#pragma once
#include <vector>

#include <QGraphicsItem>
#include <QGraphicsPathItem>

#include "core/arch/graph.h"

namespace cw::ui {

enum class Emphasis { Normal, Lit, Dimmed };

/// Size of a node's box for the application's font: what the layout program is told.
QSizeF nodeSize(const GraphNode& node);

/// One node, drawn around its centre: inputs green, operations white with a colour bar, sums as circles, the output gold.
class NodeItem final : public QGraphicsItem {
public:
    NodeItem(GraphNode node, int index);
    enum { Type = UserType + 1 };
    int type() const override { return Type; }
    int index() const { return m_index; }
    const GraphNode& node() const { return m_node; }
    QString name() const; ///< in words
    void setEmphasis(Emphasis emphasis);
    QRectF boundingRect() const override;
    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

private:
    void paintSum(QPainter& painter, double zoom) const;
    void paintBox(QPainter& painter, double zoom) const;
    GraphNode m_node;
    int m_index;
    QSizeF m_size;
    Emphasis m_emphasis = Emphasis::Normal;
};

/// One edge, a Bezier path from a node to another.
class EdgeItem final : public QGraphicsPathItem {
public:
    EdgeItem(GraphEdge edge, const std::vector<QPointF>& points);
    enum { Type = UserType + 2 };
    int type() const override { return Type; }
    const GraphEdge& edge() const { return m_edge; }
    void setEmphasis(Emphasis emphasis);

private:
    GraphEdge m_edge;
};

} // namespace cw::ui
