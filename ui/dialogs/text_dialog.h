#pragma once
#include <QDialog>

namespace cw::ui {

/// A window-modal dialog with a heading, a sentence and text that can be selected and copied. Does not block; owns itself.
QDialog* showText(QWidget* parent, const QString& title, const QString& sentence, const QString& text);
/// Versions and licence.
QDialog* showAbout(QWidget* parent);

} // namespace cw::ui
