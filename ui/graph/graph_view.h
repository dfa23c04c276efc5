#pragma once
#include <optional>
#include <string>
#include <vector>

#include <QFont>
#include <QGraphicsView>

#include "core/arch/graph.h"
#include "ui/graph/graph_camera.h"
#include "ui/graph/graph_scene.h"
#include "ui/graph/layout_client.h"

class QNativeGestureEvent;

namespace cw::ui {

class FindBar;
class Legend;
class Minimap;

/// Draws a graph with our own items at positions from the layout program. Drag pans, the wheel scrolls, Ctrl+wheel and pinch
/// zoom around the pointer; hovering a node lights up what feeds it and what it feeds; arrow keys walk along the edges. What
/// two graphs share moves from one to the next. The layout client is borrowed. UI thread only; nothing waits.
class GraphView final : public QGraphicsView {
    Q_OBJECT
public:
    explicit GraphView(LayoutClient& layout, QWidget* parent = nullptr);
    ~GraphView() override;

    /// Asks for a layout and draws when it is there. The picture before stays until then, and when there is a problem().
    void showGraph(const Graph& graph, const QString& inWords);
    void clear();
    void setLeftToRight(bool leftToRight); ///< else top-down
    bool leftToRight() const { return m_leftToRight; }
    /// Off: what changes, changes at once; as it does anyway out of sight and where the system asks for no animation.
    void setAnimated(bool animated) { m_animated = animated; }
    const Graph* graph() const { return m_scene.graph(); }         ///< what is drawn; null: nothing
    const LayoutResult* layout() const { return m_scene.layout(); }
    const std::vector<NodeItem*>& nodes() const { return m_scene.nodes(); }
    const std::vector<EdgeItem*>& edges() const { return m_scene.edges(); }
    NodeItem* nodeAt(const QPoint& viewport) const;
    const QString& problem() const { return m_problem; } ///< a sentence; empty: none

    void fit(); ///< the whole picture, and every one after it, until the user zooms or pans
    void resetZoom(); ///< to 100 %
    void zoomBy(double factor); ///< around the middle
    void setMinimapVisible(bool visible); ///< shown only while part of the picture is out of view
    void setLegendVisible(bool visible);

    /// Lights up what holds the text (see findInGraph) and says how many; stays on for the graphs that follow.
    int find(const QString& text);
    void findNext(int direction = 1); ///< selects a hit and brings it into view
    void clearFind();
    int findCount() const { return m_scene.hits().count(); }
    int findPosition() const { return m_findAt + 1; } ///< 1-based; 0: at none yet
    void openFind();                                  ///< a bar to type into
    FindBar* findBar() const { return m_find; }

    void selectNode(const std::string& id); ///< unknown or empty: none
    std::string selectedNode() const;

Q_SIGNALS:
    void drawn(); ///< the graph stands where it belongs, after its animation
    void problemChanged(const QString& sentence);
    void nodeSelected(const std::string& id); ///< empty: none any more
    void nodeActivated(const std::string& id);
    void pauseKey();      ///< Space, while the canvas has the focus
    void dragRequested(); ///< Ctrl or Shift and drag: the picture is to be taken somewhere

protected:
    bool viewportEvent(QEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    void drawBackground(QPainter* painter, const QRectF& rect) override;
    void scrollContentsBy(int dx, int dy) override;

private:
    enum class Framing { Free, Readable, Whole }; ///< by the user; as large as words need; all of it
    void ask();
    void draw(const Graph& graph, const LayoutResult& layout);
    void moveCamera(double share);
    GraphCamera::Frame wantedFrame() const;
    void zoomAround(const QPointF& at, double factor);
    void placeOverlays();
    void refreshMinimap();
    int legendRoom() const;
    void choose(int node, bool reveal);
    void walk(Step step);
    bool walkKey(QKeyEvent* event);
    void hoverAt(const QPoint& viewport);
    void setProblem(const QString& sentence);

    LayoutClient& m_layout;
    GraphScene m_scene;
    GraphCamera m_camera;
    Minimap* m_minimap;
    Legend* m_legend;
    FindBar* m_find;
    std::optional<Graph> m_wanted; ///< asked for last
    QFont m_font;                  ///< that it was asked with
    GraphCamera::Frame m_from, m_to;
    double m_readable = 0; ///< no smaller, unless asked to
    Framing m_framing = Framing::Readable;
    bool m_leftToRight = true, m_animated = true, m_minimapWanted = true, m_legendWanted = true;
    int m_request = 0;
    QString m_problem, m_findText;
    int m_findAt = -1;
    std::optional<QPoint> m_pressed;
    QPoint m_last;
    bool m_dragging = false;
};

} // namespace cw::ui
