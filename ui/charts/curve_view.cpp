#include "ui/charts/curve_view.h"

#include <algorithm>
#include <cmath>

#include <QPainter>
#include <QPainterPath>

#include "ui/util/text.h"
#include "ui/util/theme.h"

namespace cw::ui {
namespace {

QPainterPath path(const std::vector<EpochPoint>& curve, double EpochPoint::*value, const QRectF& area)
{
    std::vector<QPointF> points;
    for (const auto& p : curve)
        if (std::isfinite(p.*value) && p.*value >= 0)
            points.emplace_back(p.epoch, p.*value);
    QPainterPath line;
    if (points.size() < 2)
        return line;
    const auto [low, high] = std::minmax_element(points.begin(), points.end(), [](const auto& a, const auto& b) { return a.y() < b.y(); });
    const double bottom = low->y(), range = std::max(high->y() - bottom, 1e-9);
    const double from = points.front().x(), width = std::max(points.back().x() - from, 1.0);
    for (std::size_t i = 0; i < points.size(); ++i) {
        const QPointF at(area.left() + (points[i].x() - from) / width * area.width(), area.bottom() - (points[i].y() - bottom) / range * area.height());
        i == 0 ? line.moveTo(at) : line.lineTo(at);
    }
    return line;
}

} // namespace

CurveView::CurveView(QWidget* parent)
    : QWidget(parent)
{
    setMinimumHeight(72);
    setAccessibleName(tr("Training curve"));
}

void CurveView::setCurve(std::vector<EpochPoint> curve)
{
    m_curve = std::move(curve);
    if (!m_curve.empty())
        setAccessibleDescription(tr("Loss from %1 to %2").arg(m_curve.front().loss, 0, 'f', 2).arg(m_curve.back().loss, 0, 'f', 2));
    update();
}

void CurveView::paintEvent(QPaintEvent*)
{
    const auto& t = theme();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(t.line, 1));
    painter.setBrush(Qt::NoBrush);
    const QRectF frame = QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5);
    painter.drawRoundedRect(frame, 6, 6);
    const QRectF area = frame.adjusted(9, 9, -9, -9);
    const auto loss = path(m_curve, &EpochPoint::loss, area), accuracy = path(m_curve, &EpochPoint::accuracy, area);
    if (loss.isEmpty() && accuracy.isEmpty()) {
        auto small = font();
        small.setPixelSize(smallTextPixels());
        painter.setFont(small);
        painter.setPen(t.muted);
        painter.drawText(frame, Qt::AlignCenter, tr("no curve yet"));
        return;
    }
    painter.setPen(QPen(t.warning, 1.6, Qt::DashLine, Qt::RoundCap));
    painter.drawPath(loss);
    painter.setPen(QPen(t.accent, 2, Qt::SolidLine, Qt::RoundCap));
    painter.drawPath(accuracy);
}

} // namespace cw::ui
