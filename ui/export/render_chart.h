#pragma once
#include <QStringList>

#include "core/base/result.h"
#include "ui/export/cell_picture.h"

namespace cw::ui {

/// Names of the charts that can be drawn, from the table.
QStringList chartKeys();
/// A chart of a run folder, written whole or not at all. Blocks; UI thread.
Status renderChart(const QString& run, const QString& key, const PictureStyle& style, const QString& format, const QString& path);

} // namespace cw::ui
