#include "ui/graph/find_bar.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QToolButton>

#include "ui/graph/graph_view.h"
#include "ui/util/card.h"

namespace cw::ui {

FindBar::FindBar(GraphView& view)
    : QFrame(&view)
    , m_view(view)
    , m_field(new QLineEdit(this))
    , m_count(makeLabel("muted", this))
{
    setProperty("card", true);
    setAccessibleName(tr("Find in the picture"));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(6, 5, 6, 5);
    row->setSpacing(6);
    m_field->setPlaceholderText(tr("sep 5x5, block 2, 24x32x32"));
    m_field->setAccessibleName(tr("Find in the picture"));
    m_field->setClearButtonEnabled(true);
    m_field->installEventFilter(this);
    row->addWidget(m_field, 1);
    row->addWidget(m_count);
    const auto button = [&](const QString& sign, const QString& name, auto clicked) {
        auto* made = new QToolButton(this);
        made->setText(sign);
        made->setToolTip(name);
        made->setAccessibleName(name);
        connect(made, &QToolButton::clicked, this, clicked);
        row->addWidget(made);
    };
    button(QStringLiteral("\u2039"), tr("Previous hit (Shift+F3)"), [this] { m_view.findNext(-1); });
    button(QStringLiteral("\u203a"), tr("Next hit (F3)"), [this] { m_view.findNext(1); });
    button(QStringLiteral("\u00d7"), tr("Close (Esc)"), [this] { close(); });
    connect(m_field, &QLineEdit::textChanged, this, [this](const QString& text) { m_view.find(text); });
    hide();
}

void FindBar::open()
{
    show();
    raise();
    m_field->setFocus(Qt::ShortcutFocusReason);
    m_field->selectAll();
    m_view.find(m_field->text());
}

void FindBar::close()
{
    hide();
    m_view.clearFind();
    m_view.setFocus(Qt::OtherFocusReason);
}

void FindBar::refresh()
{
    const int hits = m_view.findCount();
    if (m_field->text().trimmed().isEmpty())
        m_count->clear();
    else if (hits == 0)
        m_count->setText(tr("nothing found"));
    else
        m_count->setText(m_view.findPosition() > 0 ? tr("%1 of %2").arg(m_view.findPosition()).arg(hits) : hits == 1 ? tr("1 hit") : tr("%1 hits").arg(hits));
}

bool FindBar::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_field && event->type() == QEvent::KeyPress) {
        const auto* key = static_cast<QKeyEvent*>(event);
        if (key->key() == Qt::Key_Escape) {
            close();
            return true;
        }
        if (key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter) {
            m_view.findNext(key->modifiers() & Qt::ShiftModifier ? -1 : 1);
            return true;
        }
    }
    return QFrame::eventFilter(watched, event);
}

} // namespace cw::ui
