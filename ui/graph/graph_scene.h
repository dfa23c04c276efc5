#pragma once
#include <optional>
#include <vector>

#include <QGraphicsScene>

#include "ui/graph/graph_animation.h"
#include "ui/graph/graph_items.h"
#include "ui/graph/graph_walk.h"
#include "ui/graph/layout_client.h"

namespace cw::ui {

/// The items of the graph on the canvas, which of them are lit, and their way from one graph to the next. Owns its items.
/// UI thread only.
class GraphScene final : public QGraphicsScene {
    Q_OBJECT
public:
    explicit GraphScene(const Theme& theme, QObject* parent = nullptr);
    ~GraphScene() override;

    /// The layout must hold as many nodes and edges as the graph. Nodes of the same id and edges between them stay and move.
    /// settled() when everything stands, at once where milliseconds is 0 or nothing moves.
    void show(const Graph& graph, const LayoutResult& layout, int milliseconds);
    void clearGraph();
    const Graph* graph() const { return m_graph ? &*m_graph : nullptr; }
    const LayoutResult* layout() const { return m_graph ? &m_layout : nullptr; }
    /// Of the graph shown, by its indices; what fades out is not among them.
    const std::vector<NodeItem*>& nodes() const { return m_nodes; }
    const std::vector<EdgeItem*>& edges() const { return m_edges; }
    int indexOf(const std::string& id) const; ///< -1: none
    /// Around everything, where it will stand in the end.
    const QRectF& picture() const { return m_picture; }

    /// Lights up what feeds and is fed by a node or by an edge with a label; null: nothing.
    void hover(const QGraphicsItem* item);
    /// Lights up what was found while nothing is hovered.
    void setHits(Hits hits);
    const Hits& hits() const { return m_hits; }
    void choose(int node); ///< -1: none
    int chosen() const { return m_chosen; }
    void finishMoving() { m_animation.finishNow(); }

Q_SIGNALS:
    void moved(double share);
    void settled();

private:
    std::vector<GraphAnimation::NodeMove> moveNodes();
    std::vector<GraphAnimation::EdgeMove> moveEdges(const Graph* before);
    void dropLeaving();
    void refreshEmphasis();

    const Theme& m_theme;
    std::optional<Graph> m_graph;
    LayoutResult m_layout;
    QRectF m_picture;
    std::vector<NodeItem*> m_nodes, m_leavingNodes;
    std::vector<EdgeItem*> m_edges, m_leavingEdges;
    const QGraphicsItem* m_hovered = nullptr;
    Hits m_hits;
    int m_chosen = -1;
    GraphAnimation m_animation;
};

} // namespace cw::ui
