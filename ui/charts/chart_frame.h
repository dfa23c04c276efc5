#pragma once
#include <QFont>
#include <QRectF>

#include "ui/charts/chart_scale.h"

namespace cw::ui {

/// The ranges that a chart shows.
struct ChartRange {
    ChartScale x, y;
    bool operator==(const ChartRange&) const = default;
};
/// Everything in the content, error bars too; both axes alike where there is a diagonal.
ChartRange rangeOf(const ChartContent& content);

/// Where everything lies at one size, in pixels.
struct ChartFrame {
    QSizeF size;
    QRectF legend; ///< empty: none
    QRectF plot;
    bool titleBeside = true; ///< the title of the y axis has room beside the plot; else it stands within
    ChartRange range;
    std::vector<ChartTick> xTicks, yTicks;

    QPointF at(double x, double y) const;
    QPointF at(const ChartPoint& point) const { return at(point.x, point.y); }
    bool shows(const ChartPoint& point) const; ///< with the width of a hair beyond the edge
};
ChartFrame layOutChart(const ChartContent& content, const ChartRange& range, const QSize& size, bool withLegend);

/// The one font of charts: small, following the application's.
QFont chartFont();

} // namespace cw::ui
