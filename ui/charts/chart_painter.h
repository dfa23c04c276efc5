#pragma once
#include <QPainter>

#include "ui/charts/chart_frame.h"

namespace cw::ui {

// What a chart draws without any library of charts: plain painter calls, so that pictures and SVG files get the same.
// Colours come from the theme in force, those of series from the content. UI thread only.

/// Grid, axis labels and titles, marks.
void paintBackdrop(QPainter& painter, const ChartFrame& frame, const ChartContent& content);
/// The title of the y axis within the plot, where the plot is too low for it to stand beside.
void paintTitleWithin(QPainter& painter, const ChartFrame& frame, const ChartContent& content);
/// Points and their error bars, those within the plot.
void paintPoints(QPainter& painter, const ChartFrame& frame, const ChartContent& content);
/// The legend's sample of a series.
void paintSample(QPainter& painter, const QRectF& area, const ChartSeries& series);
/// Around the current candidate: strong, with its number. Around others chosen: thin and smaller.
void paintRing(QPainter& painter, const ChartFrame& frame, const ChartPoint& point, bool current);

} // namespace cw::ui
