#include "ui/util/focus_order.h"

#include <algorithm>

#include <QApplication>
#include <QScrollArea>

namespace cw::ui {
namespace {

constexpr int kRow = 14; // pixels within which widgets stand in one row

bool takesTab(const QWidget& widget, const QWidget& part)
{
    return (widget.focusPolicy() & Qt::TabFocus) && widget.isEnabled() && widget.isVisible() && !widget.focusProxy() && widget.window() == part.window();
}

QList<QWidget*> inReadingOrder(QWidget& part)
{
    QList<QWidget*> found;
    if (takesTab(part, part))
        found << &part;
    for (auto* widget : part.findChildren<QWidget*>())
        if (takesTab(*widget, part))
            found << widget;
    const auto place = [&part](const QWidget* widget) {
        const auto at = widget->mapTo(part.window(), QPoint(0, 0));
        return std::pair(at.y() / kRow, at.x());
    };
    std::stable_sort(found.begin(), found.end(), [&](const auto* a, const auto* b) { return place(a) < place(b); });
    return found;
}

} // namespace

bool moveFocus(const QList<QWidget*>& parts, bool forward)
{
    QList<QWidget*> all;
    for (auto* part : parts)
        if (part && part->isVisible())
            all << inReadingOrder(*part);
    if (all.isEmpty())
        return false;
    // Parts of a compound widget have the focus for it.
    auto* from = QApplication::focusWidget();
    while (from && !all.contains(from))
        from = from->parentWidget();
    const auto at = all.indexOf(from), count = all.size();
    const auto next = at < 0 ? (forward ? 0 : count - 1) : (at + (forward ? 1 : count - 1)) % count;
    auto* to = all[next];
    to->setFocus(forward ? Qt::TabFocusReason : Qt::BacktabFocusReason);
    for (auto* area = to->parentWidget(); area; area = area->parentWidget())
        if (auto* scroll = qobject_cast<QScrollArea*>(area))
            scroll->ensureWidgetVisible(to);
    return true;
}

} // namespace cw::ui
