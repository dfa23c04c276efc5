#include "ui/charts/curve_view.h"

#include <algorithm>
#include <cmath>

#include <QKeyEvent>
#include <QLocale>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>

#include "ui/util/text.h"
#include "ui/util/theme.h"

namespace cw::ui {
namespace {

struct Span {
    double low = 0, high = 1;
};

Span spanOf(const std::vector<QPointF>& points)
{
    if (points.empty())
        return {};
    const auto [low, high] = std::minmax_element(points.begin(), points.end(), [](const auto& a, const auto& b) { return a.y() < b.y(); });
    return high->y() > low->y() ? Span{low->y(), high->y()} : Span{low->y() - 1e-3, high->y() + 1e-3};
}

const QPointF* nearest(const std::vector<QPointF>& points, double x)
{
    const auto found = std::min_element(points.begin(), points.end(), [x](const auto& a, const auto& b) { return std::abs(a.x() - x) < std::abs(b.x() - x); });
    return found == points.end() ? nullptr : &*found;
}

QString lossText(double loss) { return QLocale().toString(loss, 'f', 2); }

QFont smallFont(QFont font)
{
    font.setPixelSize(smallTextPixels());
    return font;
}

} // namespace

CurveView::CurveView(QWidget* parent)
    : QWidget(parent)
{
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Training curve"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

QSize CurveView::sizeHint() const { return {220, 96 + 2 * smallTextPixels()}; }

void CurveView::setCurve(TrainingCurve curve)
{
    if (curve == m_curve)
        return;
    if (curve.unit != m_curve.unit || curve.empty())
        m_at.reset();
    m_curve = std::move(curve);
    setAccessibleDescription(readOut());
    update();
}

QString CurveView::readOut() const
{
    if (m_curve.empty())
        return {};
    const double at = m_at.value_or(longest().back().x());
    const auto *loss = nearest(m_curve.loss, at), *accuracy = nearest(m_curve.accuracy, at);
    QStringList parts{QStringLiteral("%1 %2").arg(m_curve.unit, fullCount(std::llround(nearest(longest(), at)->x())))};
    if (loss)
        parts << tr("loss %1").arg(lossText(loss->y()));
    if (accuracy)
        parts << percent(accuracy->y());
    return parts.join(QStringLiteral(" \u00b7 "));
}

QRectF CurveView::area() const
{
    const int line = smallTextPixels() * 4 / 3;
    return QRectF(rect()).adjusted(1, line + 5, -1, -line - 4);
}

double CurveView::xOf(double position) const
{
    const auto box = area().adjusted(7, 0, -7, 0);
    return m_curve.from + (position - box.left()) / std::max(box.width(), 1.0) * (m_curve.to - m_curve.from);
}

void CurveView::paintEvent(QPaintEvent*)
{
    const auto& t = theme();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(smallFont(font()));
    const auto frame = area();
    painter.setPen(QPen(hasFocus() ? t.accent : t.line, 1));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(frame, 6, 6);
    const auto box = frame.adjusted(7, 7, -7, -7);
    if (m_curve.empty()) {
        painter.setPen(t.muted);
        painter.drawText(frame, Qt::AlignCenter, tr("no curve yet"));
        return;
    }
    const double width = std::max(m_curve.to - m_curve.from, 1e-9);
    const auto place = [&](const QPointF& p, const Span& span) {
        return QPointF(box.left() + (p.x() - m_curve.from) / width * box.width(), box.bottom() - (p.y() - span.low) / (span.high - span.low) * box.height());
    };
    const auto draw = [&](const std::vector<QPointF>& points, const QPen& pen) {
        const auto span = spanOf(points);
        QPainterPath path;
        for (const auto& p : points)
            path.elementCount() ? path.lineTo(place(p, span)) : path.moveTo(place(p, span));
        painter.setPen(pen);
        painter.setBrush(Qt::NoBrush);
        painter.drawPath(path);
        const auto* marked = m_at ? nearest(points, *m_at) : points.size() == 1 ? &points.front() : nullptr;
        if (marked) {
            painter.setBrush(pen.color());
            painter.setPen(QPen(t.surface, 1.5));
            painter.drawEllipse(place(*marked, span), 4, 4);
        }
    };
    if (m_at) {
        painter.setPen(QPen(t.edge, 1));
        const double x = place({nearest(longest(), *m_at)->x(), 0}, {}).x();
        painter.drawLine(QPointF(x, frame.top() + 1), QPointF(x, frame.bottom() - 1));
    }
    draw(m_curve.loss, QPen(t.warning, 1.6, Qt::DashLine, Qt::RoundCap));
    draw(m_curve.accuracy, QPen(t.accent, 2, Qt::SolidLine, Qt::RoundCap));
    // Each line has its range in its own colour: accuracy above left, loss above right; the horizontal range below.
    const QRectF top(frame.left(), 0, frame.width(), frame.top() - 3), bottom(frame.left(), frame.bottom() + 3, frame.width(), height() - frame.bottom() - 3);
    if (m_at) {
        painter.setPen(t.text);
        painter.drawText(top, Qt::AlignCenter, readOut());
    } else {
        const auto range = [](const QString& low, const QString& high) { return low == high ? low : low + QStringLiteral("\u2013") + high; };
        if (!m_curve.accuracy.empty()) {
            const auto span = spanOf(m_curve.accuracy);
            painter.setPen(t.accent);
            painter.drawText(top, Qt::AlignLeft | Qt::AlignVCenter, range(percentNumber(span.low), percent(span.high)));
        }
        if (!m_curve.loss.empty()) {
            const auto [low, high] = std::minmax_element(m_curve.loss.begin(), m_curve.loss.end(), [](const auto& a, const auto& b) { return a.y() < b.y(); });
            painter.setPen(t.warning);
            painter.drawText(top, Qt::AlignRight | Qt::AlignVCenter, tr("loss %1").arg(range(lossText(low->y()), lossText(high->y()))));
        }
    }
    painter.setPen(t.muted);
    painter.drawText(bottom, Qt::AlignLeft | Qt::AlignVCenter, QStringLiteral("%1 %2").arg(m_curve.unit, fullCount(std::llround(m_curve.from))));
    painter.drawText(bottom, Qt::AlignRight | Qt::AlignVCenter, fullCount(std::llround(m_curve.to)));
}

void CurveView::readAt(std::optional<double> x)
{
    m_at = m_curve.empty() ? std::nullopt : x;
    setAccessibleDescription(readOut());
    update();
}

void CurveView::readPoint(int index)
{
    if (!m_curve.empty())
        readAt(longest()[static_cast<std::size_t>(std::clamp(index, 0, static_cast<int>(longest().size()) - 1))].x());
}

void CurveView::mouseMoveEvent(QMouseEvent* event) { readAt(xOf(event->position().x())); }
void CurveView::leaveEvent(QEvent*) { readAt(std::nullopt); }

void CurveView::keyPressEvent(QKeyEvent* event)
{
    const int last = static_cast<int>(longest().size()) - 1;
    int at = last;
    for (int i = 0; m_at && i <= last; ++i)
        if (longest()[static_cast<std::size_t>(i)].x() == nearest(longest(), *m_at)->x())
            at = i;
    switch (event->key()) {
    case Qt::Key_Left: readPoint(at - 1); return;
    case Qt::Key_Right: readPoint(at + 1); return;
    case Qt::Key_Home: readPoint(0); return;
    case Qt::Key_End: readPoint(last); return;
    default: QWidget::keyPressEvent(event);
    }
}

void CurveView::focusInEvent(QFocusEvent* event)
{
    QWidget::focusInEvent(event);
    update();
}

void CurveView::focusOutEvent(QFocusEvent* event)
{
    QWidget::focusOutEvent(event);
    readAt(std::nullopt);
}

} // namespace cw::ui
