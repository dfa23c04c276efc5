#include "ui/graph/graph_view.h"

#include <algorithm>
#include <cmath>

#include <QApplication>
#include <QGestureEvent>
#include <QKeyEvent>
#include <QNativeGestureEvent>
#include <QPinchGesture>
#include <QWheelEvent>

#include "ui/graph/find_bar.h"
#include "ui/graph/graph_accessible.h"
#include "ui/graph/graph_minimap.h"

// What mouse, wheel, fingers and keys do on the canvas.
namespace cw::ui {
namespace {

constexpr double kWheelZoom = 1.0015, kKeyZoom = 1.25;
constexpr double kLine = 0.5; // pixels scrolled a unit of a wheel without pixels of its own; a notch has 120
constexpr double kKeyPan = 60;

} // namespace

bool GraphView::viewportEvent(QEvent* event)
{
    if (event->type() == QEvent::NativeGesture) {
        const auto* gesture = static_cast<QNativeGestureEvent*>(event);
        if (gesture->gestureType() == Qt::ZoomNativeGesture) {
            zoomAround(gesture->position(), 1 + gesture->value());
            return true;
        }
    }
    if (event->type() == QEvent::Gesture) {
        auto* gestures = static_cast<QGestureEvent*>(event);
        if (const auto* pinch = static_cast<QPinchGesture*>(gestures->gesture(Qt::PinchGesture))) {
            zoomAround(viewport()->mapFromGlobal(pinch->centerPoint()), pinch->scaleFactor());
            gestures->accept();
            return true;
        }
    }
    return QGraphicsView::viewportEvent(event);
}

void GraphView::wheelEvent(QWheelEvent* event)
{
    event->accept();
    if (event->modifiers() & Qt::ControlModifier) {
        const auto turned = event->angleDelta().y() != 0 ? event->angleDelta().y() : event->angleDelta().x();
        zoomAround(event->position(), std::pow(kWheelZoom, turned));
        return;
    }
    auto by = event->pixelDelta().isNull() ? QPointF(event->angleDelta()) * kLine : QPointF(event->pixelDelta());
    if ((event->modifiers() & Qt::ShiftModifier) && by.x() == 0)
        by = {by.y(), 0};
    m_framing = Framing::Free;
    m_camera.pan(by);
}

void GraphView::scrollContentsBy(int dx, int dy)
{
    QGraphicsView::scrollContentsBy(dx, dy);
    refreshMinimap();
}

NodeItem* GraphView::nodeAt(const QPoint& at) const { return qgraphicsitem_cast<NodeItem*>(itemAt(at)); }

void GraphView::mousePressEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton) {
        event->ignore();
        return;
    }
    m_pressed = m_last = event->position().toPoint();
    m_dragging = false;
}

void GraphView::mouseMoveEvent(QMouseEvent* event)
{
    const auto at = event->position().toPoint();
    if (!(event->buttons() & Qt::LeftButton) || !m_pressed) {
        hoverAt(at);
        return;
    }
    if (!m_dragging && (at - *m_pressed).manhattanLength() < QApplication::startDragDistance())
        return;
    if (!m_dragging && (event->modifiers() & (Qt::ControlModifier | Qt::ShiftModifier))) {
        m_pressed.reset();
        if (graph())
            Q_EMIT dragRequested();
        return;
    }
    if (!m_dragging)
        viewport()->setCursor(Qt::ClosedHandCursor);
    m_dragging = true;
    m_framing = Framing::Free;
    m_camera.pan(at - m_last);
    m_last = at;
}

void GraphView::mouseReleaseEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton || !m_pressed) {
        event->ignore();
        return;
    }
    m_pressed.reset();
    viewport()->unsetCursor();
    if (!std::exchange(m_dragging, false)) {
        const auto* node = nodeAt(event->position().toPoint());
        choose(node ? node->index() : -1, false);
    }
}

void GraphView::mouseDoubleClickEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton) {
        event->ignore();
        return;
    }
    const auto* node = nodeAt(event->position().toPoint());
    if (!node) {
        fit();
        return;
    }
    choose(node->index(), false);
    Q_EMIT nodeActivated(selectedNode());
}

void GraphView::leaveEvent(QEvent* event)
{
    QGraphicsView::leaveEvent(event);
    m_scene.hover(nullptr);
}

void GraphView::hoverAt(const QPoint& at)
{
    const auto* item = itemAt(at);
    // What fades out has left the graph.
    const auto& shownNodes = nodes();
    const auto& shownEdges = edges();
    const auto* node = qgraphicsitem_cast<const NodeItem*>(item);
    const auto* edge = qgraphicsitem_cast<const EdgeItem*>(item);
    const bool shown = (node && std::find(shownNodes.begin(), shownNodes.end(), node) != shownNodes.end())
        || (edge && std::find(shownEdges.begin(), shownEdges.end(), edge) != shownEdges.end());
    m_scene.hover(shown ? item : nullptr);
}

void GraphView::keyPressEvent(QKeyEvent* event)
{
    if (walkKey(event))
        return;
    switch (event->key()) {
    case Qt::Key_Space: Q_EMIT pauseKey(); return;
    case Qt::Key_Plus:
    case Qt::Key_Equal: zoomBy(kKeyZoom); return;
    case Qt::Key_Minus: zoomBy(1 / kKeyZoom); return;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (m_scene.chosen() >= 0) {
            Q_EMIT nodeActivated(selectedNode());
            return;
        }
        break;
    case Qt::Key_Escape:
        if (!m_findText.isEmpty() || !m_find->isHidden()) {
            m_find->close();
            return;
        }
        if (m_scene.chosen() >= 0) {
            choose(-1, false);
            return;
        }
        break;
    default: break;
    }
    event->ignore(); // for the window: Tab goes on, shortcuts work
}

bool GraphView::walkKey(QKeyEvent* event)
{
    static constexpr struct {
        int key;
        Step step;
        double x, y;
    } kKeys[] = {{Qt::Key_Left, Step::Left, 1, 0}, {Qt::Key_Right, Step::Right, -1, 0}, {Qt::Key_Up, Step::Up, 0, 1}, {Qt::Key_Down, Step::Down, 0, -1}};
    for (const auto& row : kKeys) {
        if (row.key != event->key())
            continue;
        if (event->modifiers() & Qt::ControlModifier) {
            m_framing = Framing::Free;
            m_camera.pan(QPointF(row.x, row.y) * kKeyPan);
        } else {
            walk(row.step);
        }
        return true;
    }
    if (nodes().empty() || (event->key() != Qt::Key_Home && event->key() != Qt::Key_End))
        return false;
    choose(event->key() == Qt::Key_Home ? 0 : static_cast<int>(nodes().size()) - 1, true);
    return true;
}

void GraphView::walk(Step step)
{
    if (!graph())
        return;
    const int next = m_scene.chosen() < 0 ? 0 : stepFrom(*graph(), layout()->nodes, m_scene.chosen(), step, layout()->leftToRight);
    if (next >= 0)
        choose(next, true);
}

void GraphView::choose(int node, bool reveal)
{
    const bool changed = node != m_scene.chosen();
    m_scene.choose(node);
    m_minimap->update();
    if (node >= 0) {
        auto* item = nodes()[static_cast<std::size_t>(node)];
        if (reveal)
            m_camera.reveal(item->body());
        if (hasFocus())
            announceFocus(item);
    }
    if (changed)
        Q_EMIT nodeSelected(selectedNode());
}

void GraphView::selectNode(const std::string& id) { choose(m_scene.indexOf(id), true); }

std::string GraphView::selectedNode() const { return m_scene.chosen() >= 0 ? graph()->nodes[static_cast<std::size_t>(m_scene.chosen())].id : std::string(); }

int GraphView::find(const QString& text)
{
    m_findText = text.trimmed();
    m_findAt = -1;
    m_scene.setHits(graph() ? findInGraph(*graph(), m_findText) : Hits{});
    m_find->refresh();
    return findCount();
}

void GraphView::findNext(int direction)
{
    const auto& hits = m_scene.hits();
    const int count = hits.count();
    if (count == 0)
        return;
    m_findAt = m_findAt < 0 ? (direction > 0 ? 0 : count - 1) : (m_findAt + (direction > 0 ? 1 : count - 1)) % count;
    const auto at = static_cast<std::size_t>(m_findAt);
    if (at < hits.nodes.size()) {
        choose(hits.nodes[at], true);
    } else {
        // An operation on an edge: the node that it leads to stands for it.
        const auto* edge = edges()[static_cast<std::size_t>(hits.edges[at - hits.nodes.size()])];
        choose(edge->edge().to, true);
        m_camera.reveal(edge->labelBox());
    }
    m_find->refresh();
}

void GraphView::clearFind() { find({}); }

void GraphView::openFind() { m_find->open(); }

void GraphView::resizeEvent(QResizeEvent* event)
{
    QGraphicsView::resizeEvent(event);
    placeOverlays();
    if (!graph())
        return;
    if (m_framing != Framing::Free) {
        m_to = wantedFrame();
        m_camera.setFrame(m_to);
    } else {
        m_camera.setFrame(m_camera.frame());
    }
    refreshMinimap();
}

void GraphView::changeEvent(QEvent* event)
{
    QGraphicsView::changeEvent(event);
    if (event->type() == QEvent::FontChange && m_wanted && QApplication::font() != m_font)
        ask(); // boxes follow their words
}

} // namespace cw::ui
