#include "ui/charts/chart_painter.h"

#include <algorithm>
#include <cmath>

#include <QFontMetricsF>

#include "ui/util/theme.h"

namespace cw::ui {
namespace {

using Marker = ChartSeries::Marker;
constexpr double kRadius = 3.6, kQuietRadius = 2.3, kEmphasis = 1.35;
constexpr std::size_t kMany = 400; // from here on bars and points give way to each other

void drawMarker(QPainter& painter, Marker marker, const QPointF& at, double r)
{
    switch (marker) {
    case Marker::Circle: painter.drawEllipse(at, r, r); break;
    case Marker::Square: painter.drawRect(QRectF(at.x() - r * 0.87, at.y() - r * 0.87, r * 1.74, r * 1.74)); break;
    case Marker::Diamond: {
        const double d = r * 1.25;
        painter.drawConvexPolygon(QPolygonF{{at.x(), at.y() - d}, {at.x() + d, at.y()}, {at.x(), at.y() + d}, {at.x() - d, at.y()}});
        break;
    }
    case Marker::Triangle:
    case Marker::Downward: {
        const double up = marker == Marker::Triangle ? -r : r;
        painter.drawConvexPolygon(QPolygonF{{at.x(), at.y() + up * 1.25}, {at.x() + r * 1.15, at.y() - up * 0.8}, {at.x() - r * 1.15, at.y() - up * 0.8}});
        break;
    }
    }
}

QColor faded(QColor colour, double alpha)
{
    colour.setAlphaF(static_cast<float>(alpha));
    return colour;
}

void paintBars(QPainter& painter, const ChartFrame& frame, const ChartSeries& series, double alpha)
{
    painter.setPen(QPen(faded(series.colour, alpha), 1));
    for (const auto& p : series.points) {
        if (!frame.shows(p))
            continue;
        auto from = series.barsAlongX ? frame.at(p.low, p.y) : frame.at(p.x, p.low);
        auto to = series.barsAlongX ? frame.at(p.high, p.y) : frame.at(p.x, p.high);
        const auto inside = [&](QPointF at) {
            return QPointF(std::clamp(at.x(), frame.plot.left(), frame.plot.right()), std::clamp(at.y(), frame.plot.top(), frame.plot.bottom()));
        };
        painter.drawLine(inside(from), inside(to));
    }
}

void paintMarks(QPainter& painter, const ChartFrame& frame, const ChartContent& content, const QFontMetricsF& metrics)
{
    const auto& t = theme();
    const auto& plot = frame.plot;
    for (std::size_t i = 0; i < content.marks.size(); ++i) {
        const double x = frame.at(content.marks[i].x, 0).x();
        const double next = i + 1 < content.marks.size() ? frame.at(content.marks[i + 1].x, 0).x() : plot.right();
        if (x > plot.right() || next < plot.left())
            continue;
        if (x > plot.left() + 1 && i > 0) {
            painter.setPen(QPen(t.edge, 1, Qt::DashLine));
            painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()));
        }
        const QRectF room(std::max(x, plot.left()) + 3, plot.top() - metrics.height() - 1, std::min(next, plot.right()) - std::max(x, plot.left()) - 6, metrics.height());
        if (metrics.horizontalAdvance(content.marks[i].text) > room.width())
            continue;
        painter.setPen(t.muted);
        painter.drawText(room, Qt::AlignHCenter | Qt::AlignVCenter, content.marks[i].text);
    }
}

} // namespace

void paintBackdrop(QPainter& painter, const ChartFrame& frame, const ChartContent& content)
{
    const auto& t = theme();
    const auto& plot = frame.plot;
    const auto font = chartFont();
    const QFontMetricsF metrics(font);
    painter.setFont(font);
    painter.setBrush(Qt::NoBrush);
    double free = 0; // labels of the x axis do not touch
    for (const auto& tick : frame.xTicks) {
        const double x = frame.at(tick.value, 0).x();
        painter.setPen(QPen(t.line, 1));
        painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()));
        const double width = metrics.horizontalAdvance(tick.label);
        const double left = std::min(x - width / 2, frame.size.width() - width - 1);
        if (left < free)
            continue;
        free = left + width + 6;
        painter.setPen(t.muted);
        painter.drawText(QRectF(left, plot.bottom() + 3, width + 1, metrics.height()), Qt::AlignLeft | Qt::AlignVCenter, tick.label);
    }
    for (const auto& tick : frame.yTicks) {
        const double y = frame.at(0, tick.value).y();
        painter.setPen(QPen(t.line, 1));
        painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y));
        painter.setPen(t.muted);
        painter.drawText(QRectF(0, y - metrics.height() / 2, plot.left() - 5, metrics.height()), Qt::AlignRight | Qt::AlignVCenter, tick.label);
    }
    painter.setPen(QPen(t.line, 1));
    painter.drawRect(plot);
    painter.setPen(t.muted);
    const double line = metrics.height();
    if (frame.titleBeside) {
        painter.save();
        painter.translate(0, plot.bottom());
        painter.rotate(-90);
        painter.drawText(QRectF(0, 0, plot.height(), line), Qt::AlignHCenter | Qt::AlignVCenter, content.yTitle);
        painter.restore();
    }
    painter.drawText(QRectF(plot.left(), frame.size.height() - line - 1, plot.width(), line), Qt::AlignHCenter | Qt::AlignVCenter,
                     metrics.elidedText(content.xTitle, Qt::ElideRight, plot.width()));
    paintMarks(painter, frame, content, metrics);
}

void paintTitleWithin(QPainter& painter, const ChartFrame& frame, const ChartContent& content)
{
    if (frame.titleBeside)
        return;
    const auto font = chartFont();
    const QFontMetricsF metrics(font);
    const double width = metrics.horizontalAdvance(content.yTitle);
    const QRectF place(frame.plot.left() + 1, frame.plot.top() + 1, std::min(width + 8, frame.plot.width() - 2), metrics.height());
    painter.setPen(Qt::NoPen);
    painter.setBrush(faded(theme().surface, 0.8));
    painter.drawRect(place);
    painter.setFont(font);
    painter.setPen(theme().muted);
    painter.drawText(place, Qt::AlignCenter, metrics.elidedText(content.yTitle, Qt::ElideRight, place.width()));
}

void paintPoints(QPainter& painter, const ChartFrame& frame, const ChartContent& content)
{
    std::size_t count = 0;
    for (const auto& series : content.series)
        count += series.kind == ChartSeries::Kind::Points ? series.points.size() : 0;
    for (const auto& series : content.series)
        if (series.kind == ChartSeries::Kind::Points && series.bars)
            paintBars(painter, frame, series, count > kMany ? 0.22 : 0.45);
    const auto& t = theme();
    for (const bool emphasised : {false, true})
        for (const auto& series : content.series) {
            if (series.kind != ChartSeries::Kind::Points)
                continue;
            const double radius = (series.quiet ? kQuietRadius : kRadius) * (count > kMany && !emphasised ? 0.8 : 1) * (emphasised ? kEmphasis : 1);
            painter.setPen(emphasised ? QPen(t.text, 1.2) : QPen(Qt::NoPen));
            painter.setBrush(faded(series.colour, emphasised ? 1 : series.quiet ? 0.55 : 0.8));
            for (const auto& p : series.points)
                if (p.emphasised == emphasised && frame.shows(p))
                    drawMarker(painter, series.marker, frame.at(p), radius);
        }
}

void paintSample(QPainter& painter, const QRectF& area, const ChartSeries& series)
{
    const auto centre = area.center();
    painter.setPen(Qt::NoPen);
    painter.setBrush(series.colour);
    switch (series.kind) {
    case ChartSeries::Kind::Points: drawMarker(painter, series.marker, centre, series.quiet ? kQuietRadius : kRadius); break;
    case ChartSeries::Kind::Band:
        painter.setBrush(faded(series.colour, 0.65));
        painter.drawRoundedRect(QRectF(area.left(), centre.y() - 4.5, area.width(), 9), 2, 2);
        break;
    case ChartSeries::Kind::Line:
    case ChartSeries::Kind::Steps:
        painter.setPen(QPen(series.colour, series.kind == ChartSeries::Kind::Steps ? 2.2 : 1.6, series.dashed ? Qt::DashLine : Qt::SolidLine, Qt::FlatCap));
        painter.drawLine(QPointF(area.left(), centre.y()), QPointF(area.right(), centre.y()));
        break;
    }
}

void paintRing(QPainter& painter, const ChartFrame& frame, const ChartPoint& point, bool current)
{
    if (!frame.shows(point))
        return;
    const auto& t = theme();
    const auto at = frame.at(point);
    painter.setBrush(Qt::NoBrush);
    // A halo sets the ring off from the crowd.
    for (const auto& pen : {QPen(faded(t.surface, 0.9), current ? 6 : 3.6), QPen(t.accent, current ? 2.4 : 1.4)}) {
        painter.setPen(pen);
        if (current)
            painter.drawEllipse(at, 7.5, 7.5);
        else
            painter.drawRoundedRect(QRectF(at.x() - 5.5, at.y() - 5.5, 11, 11), 2.5, 2.5);
    }
    if (!current)
        return;
    auto font = chartFont();
    font.setBold(true);
    const auto text = QStringLiteral("#%1").arg(point.id);
    const QFontMetricsF metrics(font);
    const double width = metrics.horizontalAdvance(text) + 2, height = metrics.height();
    // To the right and below, as far as there is room.
    const double x = at.x() + 10 + width > frame.size.width() ? at.x() - 10 - width : at.x() + 10;
    const double y = at.y() + 4 + height > frame.plot.bottom() ? at.y() - 4 - height : at.y() + 4;
    const QRectF place(x, y, width, height);
    painter.setPen(Qt::NoPen);
    painter.setBrush(faded(t.surface, 0.8));
    painter.drawRoundedRect(place, 3, 3);
    painter.setFont(font);
    painter.setPen(t.accent);
    painter.drawText(place, Qt::AlignCenter, text);
}

} // namespace cw::ui
