#pragma once
#include <optional>
#include <vector>

#include <QGraphicsView>

#include "core/arch/graph.h"
#include "ui/graph/layout_client.h"

namespace cw::ui {

class NodeItem;
class EdgeItem;

/// Draws a graph with our own items at positions from the layout program. Drag pans, the wheel scrolls, Ctrl+wheel zooms
/// around the pointer; hovering a node lights up what feeds it and what it feeds. UI thread only.
class GraphView final : public QGraphicsView {
    Q_OBJECT
public:
    explicit GraphView(LayoutClient& layout, QWidget* parent = nullptr);

    /// Asks for a layout; drawn() when it is there. The picture before stays until then.
    void showGraph(const Graph& graph, const QString& inWords);
    void clear();
    void fit();
    void resetZoom();
    void zoomBy(double factor);
    std::vector<NodeItem*> nodes() const { return m_nodes; }
    std::vector<EdgeItem*> edges() const { return m_edges; }
    const QString& problem() const { return m_problem; }

Q_SIGNALS:
    void drawn();
    void problemChanged(const QString& sentence);
    void pauseKey(); ///< Space, while the canvas has the focus

protected:
    void wheelEvent(QWheelEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void draw(const Graph& graph, const LayoutResult& layout);
    void highlight(const NodeItem* node);
    void setProblem(const QString& sentence);

    LayoutClient& m_layout;
    QGraphicsScene m_scene;
    std::vector<NodeItem*> m_nodes;
    std::vector<EdgeItem*> m_edges;
    const NodeItem* m_hovered = nullptr;
    std::optional<Graph> m_graph;
    QString m_problem;
    bool m_fitted = true; ///< until the user zooms or pans, every graph is fitted
};

} // namespace cw::ui
