#pragma once
#include <QAction>
#include <QList>
#include <QMenuBar>
#include <QPointer>
#include <QString>

namespace cw::ui {

/// One action as the menus show it; null once it is gone.
struct MenuEntry {
    QPointer<QAction> action;
    QString menu; ///< the top menu: "View"
    QString path; ///< "View › Theme"
    QString text; ///< without the mark of its key and the dots
};
/// Every action of a menu bar, in order, those of submenus too (submenus that are filled when they open are filled now).
/// Hidden actions are left out, disabled ones are there. UI thread only.
QList<MenuEntry> menuEntries(const QMenuBar& bar);
/// "&Open data…" -> "Open data".
QString plainText(QString text);
/// "Ctrl+O", as the desktop writes keys; empty: none.
QString keyText(const QAction& action);
/// Why an action is disabled, where its owner has said so by the property "reason".
QString disabledReason(const QAction& action);

} // namespace cw::ui
