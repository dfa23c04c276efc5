#include "ui/dialogs/menu_entries.h"

#include <QMenu>

namespace cw::ui {
namespace {

void collect(const QList<QAction*>& actions, const QString& menu, const QString& path, QList<MenuEntry>& entries)
{
    for (auto* action : actions) {
        if (action->isSeparator() || !action->isVisible())
            continue;
        if (auto* submenu = action->menu()) {
            Q_EMIT submenu->aboutToShow();
            collect(submenu->actions(), menu, path + QStringLiteral(" \u203a ") + plainText(action->text()), entries);
        } else {
            entries << MenuEntry{action, menu, path, plainText(action->text())};
        }
    }
}

} // namespace

QList<MenuEntry> menuEntries(const QMenuBar& bar)
{
    QList<MenuEntry> entries;
    for (auto* action : bar.actions()) {
        if (auto* menu = action->menu(); menu && action->isVisible()) {
            Q_EMIT menu->aboutToShow();
            collect(menu->actions(), plainText(action->text()), plainText(action->text()), entries);
        }
    }
    return entries;
}

QString plainText(QString text)
{
    text.replace(QStringLiteral("&&"), QStringLiteral("\x01"));
    text.remove(QLatin1Char('&')).replace(QLatin1Char('\x01'), QLatin1Char('&'));
    while (text.endsWith(QChar(0x2026)) || text.endsWith(QLatin1Char('.')))
        text.chop(1);
    return text;
}

QString keyText(const QAction& action) { return action.shortcut().toString(QKeySequence::NativeText); }

QString disabledReason(const QAction& action) { return action.isEnabled() ? QString() : action.property("reason").toString(); }

} // namespace cw::ui
