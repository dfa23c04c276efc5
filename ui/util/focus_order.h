#pragma once
#include <QList>
#include <QWidget>

namespace cw::ui {

/// Gives the focus to the neighbour of the one that has it: part after part, within a part as one reads, from the top left.
/// Qt's own chain follows the order in which widgets were made and adopted, which is no order to a reader, and skips some.
/// Returns false when there is nobody. UI thread only.
bool moveFocus(const QList<QWidget*>& parts, bool forward);

} // namespace cw::ui
