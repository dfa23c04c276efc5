#include "ui/dialogs/shortcut_sheet.h"

#include <algorithm>

#include <QApplication>
#include <QClipboard>
#include <QDialogButtonBox>
#include <QGridLayout>
#include <QPushButton>
#include <QScreen>
#include <QScrollArea>
#include <QScrollBar>

#include "ui/dialogs/menu_entries.h"
#include "ui/util/card.h"
#include "ui/util/theme.h"

namespace cw::ui {
namespace {

QWidget* groupCard(const ShortcutGroup& group, QWidget* parent)
{
    auto* card = new Card(group.title, parent);
    auto* grid = new QGridLayout;
    grid->setColumnStretch(0, 1);
    grid->setHorizontalSpacing(16);
    grid->setVerticalSpacing(5);
    int row = 0;
    for (const auto& [key, what] : group.rows) {
        auto* text = new QLabel(what, card);
        text->setWordWrap(true);
        auto* cap = new QLabel(key, card);
        cap->setProperty("keycap", true);
        cap->setAccessibleName(QDialog::tr("%1: %2").arg(what, key));
        grid->addWidget(text, row, 0);
        grid->addWidget(cap, row++, 1, Qt::AlignRight | Qt::AlignTop);
    }
    card->body()->addLayout(grid);
    return card;
}

} // namespace

QList<ShortcutGroup> shortcutGroups(const QMenuBar& bar, const QList<ShortcutGroup>& more)
{
    QList<ShortcutGroup> groups;
    for (const auto& entry : menuEntries(bar)) {
        const auto key = keyText(*entry.action);
        if (key.isEmpty())
            continue;
        if (groups.isEmpty() || groups.last().title != entry.menu)
            groups << ShortcutGroup{entry.menu, {}};
        groups.last().rows << qMakePair(key, entry.text);
    }
    return groups + more;
}

QString toText(const QList<ShortcutGroup>& groups)
{
    qsizetype width = 0;
    for (const auto& group : groups)
        for (const auto& row : group.rows)
            width = std::max(width, row.first.size());
    QString text;
    for (const auto& group : groups) {
        text += (text.isEmpty() ? QString() : QStringLiteral("\n")) + group.title + QLatin1Char('\n');
        for (const auto& [key, what] : group.rows)
            text += QStringLiteral("  ") + key.leftJustified(width + 2) + what + QLatin1Char('\n');
    }
    return text;
}

QDialog* showShortcuts(QWidget* parent, const QList<ShortcutGroup>& groups)
{
    auto* dialog = new QDialog(parent);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(QDialog::tr("Keyboard shortcuts"));
    auto* box = new QVBoxLayout(dialog);
    box->setContentsMargins(20, 18, 20, 16);
    box->setSpacing(kGap);
    box->addWidget(makeLabel("heading", dialog, QDialog::tr("Keyboard shortcuts")));
    box->addWidget(makeLabel("muted", dialog, QDialog::tr("Every action is also in a menu and in the command palette.")));

    auto* sheet = new QWidget;
    auto* columns = new QHBoxLayout(sheet);
    columns->setContentsMargins(0, 0, 4, 0);
    columns->setSpacing(kGap);
    QVBoxLayout* column[2];
    qsizetype rows[2] = {0, 0};
    for (auto*& c : column) {
        c = new QVBoxLayout;
        c->setSpacing(kGap);
        columns->addLayout(c, 1);
    }
    for (const auto& group : groups) { // each where there is more room
        const int shorter = rows[1] < rows[0] ? 1 : 0;
        column[shorter]->addWidget(groupCard(group, sheet));
        rows[shorter] += group.rows.size() + 2;
    }
    for (auto* c : column)
        c->addStretch(1);
    auto* scroll = new QScrollArea(dialog);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setAccessibleName(QDialog::tr("Keyboard shortcuts"));
    scroll->setWidget(sheet);
    scroll->setMinimumWidth(std::min(sheet->minimumSizeHint().width() + scroll->verticalScrollBar()->sizeHint().width(), 1000));
    box->addWidget(scroll, 1);

    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, dialog);
    auto* copy = buttons->addButton(QDialog::tr("Copy as text"), QDialogButtonBox::ActionRole);
    QObject::connect(copy, &QPushButton::clicked, dialog, [groups] { QApplication::clipboard()->setText(toText(groups)); });
    QObject::connect(buttons, &QDialogButtonBox::rejected, dialog, &QDialog::reject);
    box->addWidget(buttons);
    const auto room = dialog->screen()->availableSize();
    dialog->resize(std::min(std::max(760, textPixels() * 58), room.width() - 40), std::min(textPixels() * 50, room.height() - 80));
    scroll->setFocus();
    dialog->open();
    return dialog;
}

} // namespace cw::ui
