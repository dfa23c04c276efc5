#include "ui/util/control_style.h"

#include <algorithm>

#include <QPainter>
#include <QPainterPath>
#include <QStyleOption>

#include "ui/util/theme.h"

namespace cw::ui {
namespace {

QColor markColour(const QStyleOption& option, const Theme& t) { return option.state & QStyle::State_Enabled ? t.onAccent : t.surface; }

void drawTick(QPainter& painter, const QRectF& box, const QColor& colour)
{
    QPainterPath tick(QPointF(box.left() + box.width() * 0.24, box.top() + box.height() * 0.52));
    tick.lineTo(box.left() + box.width() * 0.43, box.top() + box.height() * 0.71);
    tick.lineTo(box.left() + box.width() * 0.77, box.top() + box.height() * 0.31);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(colour, box.width() / 7.5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.drawPath(tick);
}

void drawBox(QPainter& painter, const QStyleOption& option, bool round)
{
    const auto& t = theme();
    const bool on = option.state & QStyle::State_On, some = option.state & QStyle::State_NoChange, enabled = option.state & QStyle::State_Enabled;
    const double side = std::min(option.rect.width(), option.rect.height()) - 1.0;
    QRectF box(0, 0, side, side);
    box.moveCenter(QRectF(option.rect).center());
    const auto line = !enabled ? t.line : option.state & (QStyle::State_MouseOver | QStyle::State_HasFocus) ? t.accent : t.control;
    const auto fill = on || some ? (enabled ? t.accent : t.disabled) : t.field;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(on || some ? fill : line, 1));
    painter.setBrush(fill);
    const double radius = round ? side / 2 : side / 4;
    painter.drawRoundedRect(box, radius, radius);
    if (some) {
        painter.setPen(QPen(markColour(option, t), side / 7.5, Qt::SolidLine, Qt::RoundCap));
        painter.drawLine(QPointF(box.left() + side * 0.28, box.center().y()), QPointF(box.right() - side * 0.28, box.center().y()));
    } else if (on && round) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(markColour(option, t));
        painter.drawEllipse(box.center(), side * 0.2, side * 0.2);
    } else if (on) {
        drawTick(painter, box, markColour(option, t));
    }
    painter.restore();
}

} // namespace

ControlStyle::ControlStyle()
    : QProxyStyle(QStringLiteral("Fusion"))
{
}

void ControlStyle::drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter, const QWidget* widget) const
{
    switch (element) {
    case PE_IndicatorCheckBox:
    case PE_IndicatorItemViewItemCheck: return drawBox(*painter, *option, false);
    case PE_IndicatorRadioButton: return drawBox(*painter, *option, true);
    default: QProxyStyle::drawPrimitive(element, option, painter, widget);
    }
}

int ControlStyle::pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const
{
    switch (metric) {
    case PM_IndicatorWidth:
    case PM_IndicatorHeight:
    case PM_ExclusiveIndicatorWidth:
    case PM_ExclusiveIndicatorHeight: return textPixels() * 5 / 4;
    default: return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

} // namespace cw::ui
