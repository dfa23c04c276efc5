#include "ui/graph/graph_camera.h"

#include <algorithm>
#include <cmath>

#include <QScrollBar>

namespace cw::ui {
namespace {

constexpr double kMargin = 20, kLargestFit = 1.25;
constexpr double kSmallest = 1e-3, kLargest = 1e4; // scroll bars count whole pixels in an int

QPointF middleOf(const QGraphicsView& view) { return QPointF(view.viewport()->width(), view.viewport()->height()) / 2; }

} // namespace

QPointF GraphCamera::toScene(const QPointF& at) const
{
    return (at + QPointF(m_view.horizontalScrollBar()->value(), m_view.verticalScrollBar()->value())) / scale();
}

QRectF GraphCamera::visible() const { return {toScene({0, 0}), toScene(2 * middleOf(m_view))}; }

GraphCamera::Frame GraphCamera::frame() const { return {scale(), toScene(middleOf(m_view))}; }

void GraphCamera::setPicture(const QRectF& box)
{
    m_picture = box;
    m_anchorAt = {-1, -1};
}

void GraphCamera::setFrame(const Frame& frame)
{
    m_anchorAt = {-1, -1};
    lookAt(frame.scale, frame.centre, middleOf(m_view));
}

GraphCamera::Frame GraphCamera::framed(double smallest, int bottom) const
{
    const QSizeF room(std::max(m_view.viewport()->width() - 2 * kMargin, 1.0), std::max(m_view.viewport()->height() - 2 * kMargin - bottom, 1.0));
    Frame frame;
    if (m_picture.isEmpty())
        return frame;
    frame.scale = std::clamp(std::min(room.width() / m_picture.width(), room.height() / m_picture.height()), std::max(smallest, kSmallest), kLargestFit);
    frame.centre = m_picture.center() + QPointF(0, bottom / 2.0) / frame.scale;
    if (m_picture.width() * frame.scale > room.width())
        frame.centre.setX(m_picture.left() + (room.width() / 2) / frame.scale);
    if (m_picture.height() * frame.scale > room.height())
        frame.centre.setY(m_picture.top() + (room.height() / 2 + bottom / 2.0) / frame.scale);
    return frame;
}

void GraphCamera::zoomAt(const QPointF& at, double factor)
{
    if (!(factor > 0) || !std::isfinite(factor))
        return;
    if (at != m_anchorAt) {
        m_anchor = toScene(at);
        m_anchorAt = at;
    }
    lookAt(std::clamp(scale() * factor, kSmallest, kLargest), m_anchor, at);
}

void GraphCamera::pan(const QPointF& pixels)
{
    m_anchorAt = {-1, -1};
    m_view.horizontalScrollBar()->setValue(m_view.horizontalScrollBar()->value() - static_cast<int>(std::lround(pixels.x())));
    m_view.verticalScrollBar()->setValue(m_view.verticalScrollBar()->value() - static_cast<int>(std::lround(pixels.y())));
}

void GraphCamera::reveal(const QRectF& box)
{
    const double margin = kMargin / scale();
    const auto wanted = box.adjusted(-margin, -margin, margin, margin), seen = visible();
    if (seen.contains(wanted))
        return;
    const auto shift = [](double low, double high, double from, double to) { return low < from ? low - from : high > to ? high - to : 0.0; };
    auto to = frame();
    to.centre += {shift(wanted.left(), wanted.right(), seen.left(), seen.right()), shift(wanted.top(), wanted.bottom(), seen.top(), seen.bottom())};
    setFrame(to);
}

void GraphCamera::lookAt(double scale, const QPointF& scene, const QPointF& at)
{
    // A viewport of room on every side: the picture can be pushed to any edge, and the scroll bars always have their way.
    const QSizeF around = QSizeF(m_view.viewport()->size()) / scale;
    const QRectF looked(scene, QSizeF(1, 1));
    m_view.setTransform(QTransform::fromScale(scale, scale));
    m_view.setSceneRect(m_picture.united(looked).adjusted(-around.width(), -around.height(), around.width(), around.height()));
    m_view.horizontalScrollBar()->setValue(static_cast<int>(std::lround(scene.x() * scale - at.x())));
    m_view.verticalScrollBar()->setValue(static_cast<int>(std::lround(scene.y() * scale - at.y())));
}

} // namespace cw::ui
