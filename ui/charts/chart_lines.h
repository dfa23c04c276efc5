#pragma once
#include <QList>
#include <QPointF>

#include "ui/charts/chart_frame.h"

namespace cw::ui {

// Lines and bands cut to what a chart shows, in coordinates 0..1 of its ranges (0, 0 at the bottom left): painters of SVG files
// do not clip, so nothing may reach out. Plain values.

QList<QPointF> pointsOf(const std::vector<ChartPoint>& points);
/// A value holds until the next x.
QList<QPointF> stepsOf(const std::vector<ChartPoint>& points);
/// x = y over the whole range.
QList<QPointF> diagonalOf(const ChartRange& range);
/// The pieces of a line of values that lie within the range.
std::vector<QList<QPointF>> lineWithin(const ChartRange& range, const QList<QPointF>& values);

struct BandOutline {
    QList<QPointF> upper, lower;
};
BandOutline bandWithin(const ChartRange& range, const std::vector<ChartPoint>& points);

} // namespace cw::ui
