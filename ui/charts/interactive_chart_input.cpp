// Mouse, wheel and keys of a chart.
#include <algorithm>
#include <cmath>
#include <utility>

#include <QAccessible>
#include <QApplication>
#include <QKeyEvent>
#include <QMouseEvent>

#include "ui/charts/interactive_chart.h"

namespace cw::ui {
namespace {

constexpr double kKeyZoom = 1.25, kKeyMove = 40;

}

bool InteractiveChart::event(QEvent* event)
{
    if (event->type() == QEvent::Leave)
        hover(-1);
    return ChartView::event(event);
}

void InteractiveChart::resizeEvent(QResizeEvent*) { layOut(); }

void InteractiveChart::focusInEvent(QFocusEvent* event)
{
    m_byKeys = event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason || event->reason() == Qt::ShortcutFocusReason;
    ChartView::focusInEvent(event);
}

void InteractiveChart::focusOutEvent(QFocusEvent* event)
{
    hover(-1);
    ChartView::focusOutEvent(event);
}

void InteractiveChart::mousePressEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton)
        return;
    m_pressed = m_dragged = event->position();
    m_drag = event->modifiers().testFlag(Qt::ShiftModifier) ? Drag::Move : Drag::Pressed;
    if (m_drag == Drag::Move)
        setCursor(Qt::ClosedHandCursor);
}

void InteractiveChart::mouseMoveEvent(QMouseEvent* event)
{
    const auto at = event->position();
    if (m_drag == Drag::Pressed && (at - m_pressed).manhattanLength() >= QApplication::startDragDistance()) {
        m_drag = Drag::Band;
        hover(-1);
    }
    if (m_drag == Drag::Move)
        move(at - m_dragged);
    m_dragged = at;
    if (m_drag == Drag::Band)
        update();
    else if (m_drag == Drag::None)
        hover(pointAt(at.toPoint()));
}

void InteractiveChart::mouseReleaseEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton)
        return;
    const auto drag = std::exchange(m_drag, Drag::None);
    if (drag == Drag::Move)
        setCursor(Qt::ArrowCursor);
    if (drag == Drag::Band)
        chooseWithin(QRectF(m_pressed, event->position()).normalized(), event->modifiers().testFlag(Qt::ControlModifier));
    if (const int index = pointAt(event->position().toPoint()); drag == Drag::Pressed && index >= 0) {
        m_walked = index;
        Q_EMIT pointClicked(pointId(index), event->modifiers());
    }
    update();
}

void InteractiveChart::mouseDoubleClickEvent(QMouseEvent* event)
{
    m_drag = Drag::None;
    if (event->button() == Qt::LeftButton)
        resetZoom();
}

void InteractiveChart::wheelEvent(QWheelEvent* event)
{
    const auto turned = event->angleDelta().y() != 0 ? event->angleDelta().y() : event->angleDelta().x();
    zoom(std::pow(2.0, turned / 360.0), event->position());
    hover(-1);
    event->accept();
}

void InteractiveChart::chooseWithin(const QRectF& area, bool add)
{
    std::vector<CandidateId> ids = add ? m_chosen : std::vector<CandidateId>{};
    const auto before = ids.size();
    for (const auto& p : m_points)
        if (m_frame.shows(p) && area.contains(m_frame.at(p)) && std::find(ids.begin(), ids.end(), p.id) == ids.end())
            ids.push_back(p.id);
    if (ids.size() > before)
        Q_EMIT pointsChosen(ids);
}

void InteractiveChart::hover(int index)
{
    if (index == m_hovered)
        return;
    m_hovered = index;
    if (m_drag != Drag::Move)
        setCursor(index >= 0 ? Qt::PointingHandCursor : Qt::ArrowCursor);
    update();
    if (index < 0)
        Q_EMIT pointHovered(0, {});
    else
        Q_EMIT pointHovered(pointId(index), mapToGlobal(m_frame.at(m_points[static_cast<std::size_t>(index)]).toPoint() + QPoint(8, 8)));
}

void InteractiveChart::walkTo(int index)
{
    if (m_points.empty())
        return;
    m_byKeys = true;
    m_walked = std::clamp(index, 0, pointCount() - 1);
    const auto& point = m_points[static_cast<std::size_t>(m_walked)];
    if (!m_frame.shows(point)) // comes into the middle
        move(m_frame.plot.center() - m_frame.at(point));
    hover(-1);
    hover(m_walked);
    QAccessibleEvent told(this, QAccessible::Focus);
    told.setChild(m_walked);
    QAccessible::updateAccessibility(&told);
    update();
}

void InteractiveChart::walkByHeight(int direction)
{
    if (m_walked < 0)
        return walkTo(0);
    const auto key = [this](int i) { return std::pair(m_points[static_cast<std::size_t>(i)].y, i); };
    int best = -1;
    for (int i = 0; i < pointCount(); ++i) {
        const bool beyond = direction > 0 ? key(i) > key(m_walked) : key(i) < key(m_walked);
        if (beyond && (best < 0 || (direction > 0 ? key(i) < key(best) : key(i) > key(best))))
            best = i;
    }
    if (best >= 0)
        walkTo(best);
}

void InteractiveChart::keyPressEvent(QKeyEvent* event)
{
    const bool shift = event->modifiers().testFlag(Qt::ShiftModifier);
    switch (event->key()) {
    case Qt::Key_Left: shift ? move({kKeyMove, 0}) : walkTo(m_walked - 1); return;
    case Qt::Key_Right: shift ? move({-kKeyMove, 0}) : walkTo(m_walked + 1); return;
    case Qt::Key_Up: shift ? move({0, kKeyMove}) : walkByHeight(1); return;
    case Qt::Key_Down: shift ? move({0, -kKeyMove}) : walkByHeight(-1); return;
    case Qt::Key_Home: walkTo(0); return;
    case Qt::Key_End: walkTo(pointCount() - 1); return;
    case Qt::Key_Plus:
    case Qt::Key_Equal: zoom(kKeyZoom, m_frame.plot.center()); return;
    case Qt::Key_Minus: zoom(1 / kKeyZoom, m_frame.plot.center()); return;
    case Qt::Key_0: resetZoom(); return;
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Space:
        if (m_walked >= 0) {
            Q_EMIT pointClicked(pointId(m_walked), event->modifiers() & ~Qt::KeypadModifier);
            return;
        }
        break;
    default: break;
    }
    ChartView::keyPressEvent(event);
}

} // namespace cw::ui
