#pragma once
#include <QDialog>
#include <QList>
#include <QMenuBar>
#include <QString>

namespace cw::ui {

/// Keys under one heading: of a menu, or of a place that has keys of its own, such as the canvas.
struct ShortcutGroup {
    QString title;
    QList<QPair<QString, QString>> rows; ///< key, what it does
};
/// The keys of the actions of the menus, a group a menu, then `more`. Actions without a key are left out.
QList<ShortcutGroup> shortcutGroups(const QMenuBar& bar, const QList<ShortcutGroup>& more = {});
/// The same as plain text, to copy and print.
QString toText(const QList<ShortcutGroup>& groups);
/// The sheet: two columns, with a button that copies the text. Window-modal; does not block; owns itself.
QDialog* showShortcuts(QWidget* parent, const QList<ShortcutGroup>& groups);

} // namespace cw::ui
