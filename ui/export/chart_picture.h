#pragma once
#include "ui/charts/chart_table.h"
#include "ui/export/picture_file.h"

namespace cw::ui {

inline constexpr QSize kChartPicture{960, 600};

/// A chart of the table as it stands, unzoomed, in either theme whatever the window shows. The picture holds a chart of its own;
/// UI thread only.
Picture chartPicture(const ChartRow& row, const ChartSources& sources, bool dark, int variant = 0, const QSize& size = kChartPicture);

} // namespace cw::ui
