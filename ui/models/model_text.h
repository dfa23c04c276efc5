#pragma once
#include <QAbstractItemModel>
#include <QString>

namespace cw::ui {

/// A table model as text, one line a row, cells joined by " | ": how tests compare models. Empty columns: all.
QString modelText(const QAbstractItemModel& model, const QList<int>& columns = {});

} // namespace cw::ui
