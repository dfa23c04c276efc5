#pragma once
#include <functional>

#include <QString>

class QWidget;

namespace cw::ui {

/// A folder dialog that does not block: done is called with the chosen folder while the parent lives; not at all on cancel.
void chooseFolder(QWidget* parent, const QString& title, const QString& start, std::function<void(const QString&)> done);

} // namespace cw::ui
