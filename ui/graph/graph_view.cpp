#include "ui/graph/graph_view.h"

#include <algorithm>
#include <cmath>

#include <QKeyEvent>
#include <QScrollBar>
#include <QWheelEvent>

#include "ui/graph/graph_items.h"
#include "ui/util/theme.h"

namespace cw::ui {
namespace {

constexpr double kMargin = 20, kSmallestFit = 0.62, kLargestFit = 1.25;

/// Nodes from which `start` can be reached (forward: that can be reached from it), itself too.
std::vector<bool> reach(const Graph& graph, int start, bool forward)
{
    std::vector<bool> seen(graph.nodes.size(), false);
    std::vector<int> open{start};
    while (!open.empty()) {
        const int at = open.back();
        open.pop_back();
        if (seen[static_cast<std::size_t>(at)])
            continue;
        seen[static_cast<std::size_t>(at)] = true;
        for (const auto& edge : graph.edges)
            if ((forward ? edge.from : edge.to) == at)
                open.push_back(forward ? edge.to : edge.from);
    }
    return seen;
}

} // namespace

GraphView::GraphView(LayoutClient& layout, QWidget* parent)
    : QGraphicsView(parent)
    , m_layout(layout)
{
    setScene(&m_scene);
    setRenderHint(QPainter::Antialiasing);
    setDragMode(QGraphicsView::ScrollHandDrag);
    setTransformationAnchor(QGraphicsView::NoAnchor);
    setViewportUpdateMode(QGraphicsView::SmartViewportUpdate);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFrameShape(QFrame::NoFrame);
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Nothing shown"));
    connect(&ThemeKeeper::instance(), &ThemeKeeper::changed, this, [this] {
        highlight(nullptr);
        m_scene.update();
    });
}

void GraphView::showGraph(const Graph& graph, const QString& inWords)
{
    LayoutRequest request;
    for (const auto& node : graph.nodes)
        request.nodes.push_back({nodeSize(node), node.kind == GraphNodeKind::Input});
    for (const auto& edge : graph.edges)
        request.edges.emplace_back(edge.from, edge.to);
    setAccessibleName(inWords);
    m_layout.layOut(this, request, [this, graph](const LayoutResult& result) {
        const bool whole = result.nodes.size() == graph.nodes.size() && result.edges.size() == graph.edges.size();
        if (!result.error.isEmpty() || !whole) {
            setProblem(result.error.isEmpty() ? tr("The layout program gave an answer that does not fit this graph.") : result.error);
            return;
        }
        setProblem({});
        draw(graph, result);
    });
}

void GraphView::draw(const Graph& graph, const LayoutResult& layout)
{
    clear();
    m_graph = graph;
    for (std::size_t i = 0; i < graph.edges.size(); ++i) {
        m_edges.push_back(new EdgeItem(graph.edges[i], layout.edges[i]));
        m_scene.addItem(m_edges.back());
    }
    for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
        m_nodes.push_back(new NodeItem(graph.nodes[i], static_cast<int>(i)));
        m_nodes.back()->setPos(layout.nodes[i]);
        m_scene.addItem(m_nodes.back());
    }
    // Far more room than the picture, so that it can be dragged anywhere.
    const QRectF all(QPointF(0, 0), layout.size);
    m_scene.setSceneRect(all.adjusted(-2000, -2000, 2000, 2000));
    if (m_fitted)
        fit();
    Q_EMIT drawn();
}

void GraphView::clear()
{
    m_scene.clear();
    m_nodes.clear();
    m_edges.clear();
    m_hovered = nullptr;
    m_graph.reset();
}

void GraphView::fit()
{
    m_fitted = true;
    const auto box = m_scene.itemsBoundingRect();
    if (box.isEmpty())
        return;
    const auto room = QSizeF(viewport()->size()) - QSizeF(2 * kMargin, 2 * kMargin);
    const double scale = std::clamp(std::min(room.width() / box.width(), room.height() / box.height()), kSmallestFit, kLargestFit);
    setTransform(QTransform::fromScale(scale, scale));
    centerOn(box.center());
}

void GraphView::resetZoom()
{
    m_fitted = false;
    const auto centre = mapToScene(viewport()->rect().center());
    resetTransform();
    centerOn(centre);
}

void GraphView::zoomBy(double factor)
{
    m_fitted = false;
    const auto centre = mapToScene(viewport()->rect().center());
    scale(factor, factor);
    centerOn(centre);
}

void GraphView::wheelEvent(QWheelEvent* event)
{
    m_fitted = false;
    if (!(event->modifiers() & Qt::ControlModifier)) {
        QGraphicsView::wheelEvent(event);
        return;
    }
    // The point under the pointer stays under the pointer.
    const auto at = event->position();
    const auto before = mapToScene(at.toPoint());
    const double factor = std::pow(1.0015, event->angleDelta().y());
    scale(factor, factor);
    const auto moved = mapFromScene(before) - at.toPoint();
    horizontalScrollBar()->setValue(horizontalScrollBar()->value() + moved.x());
    verticalScrollBar()->setValue(verticalScrollBar()->value() + moved.y());
    event->accept();
}

void GraphView::mouseMoveEvent(QMouseEvent* event)
{
    QGraphicsView::mouseMoveEvent(event);
    if (event->buttons() != Qt::NoButton) {
        m_fitted = false;
        return;
    }
    const auto* node = qgraphicsitem_cast<NodeItem*>(itemAt(event->position().toPoint()));
    if (node != m_hovered)
        highlight(node);
}

void GraphView::leaveEvent(QEvent* event)
{
    QGraphicsView::leaveEvent(event);
    highlight(nullptr);
}

void GraphView::highlight(const NodeItem* node)
{
    m_hovered = node;
    if (!node || !m_graph) {
        for (auto* each : m_nodes)
            each->setEmphasis(Emphasis::Normal);
        for (auto* each : m_edges)
            each->setEmphasis(Emphasis::Normal);
        return;
    }
    const auto feeding = reach(*m_graph, node->index(), false), fed = reach(*m_graph, node->index(), true);
    const auto on = [&](int index) { return feeding[static_cast<std::size_t>(index)] || fed[static_cast<std::size_t>(index)]; };
    for (auto* each : m_nodes)
        each->setEmphasis(on(each->index()) ? Emphasis::Lit : Emphasis::Dimmed);
    for (auto* each : m_edges) {
        const auto from = static_cast<std::size_t>(each->edge().from), to = static_cast<std::size_t>(each->edge().to);
        each->setEmphasis((feeding[from] && feeding[to]) || (fed[from] && fed[to]) ? Emphasis::Lit : Emphasis::Dimmed);
    }
}

void GraphView::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Space)
        Q_EMIT pauseKey();
    else
        QGraphicsView::keyPressEvent(event);
}

void GraphView::resizeEvent(QResizeEvent* event)
{
    QGraphicsView::resizeEvent(event);
    if (m_fitted)
        fit();
}

void GraphView::setProblem(const QString& sentence)
{
    if (m_problem == sentence)
        return;
    m_problem = sentence;
    Q_EMIT problemChanged(sentence);
}

} // namespace cw::ui
