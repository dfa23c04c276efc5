#include "ui/dialogs/command_palette.h"

#include <algorithm>

#include <QApplication>
#include <QGraphicsDropShadowEffect>
#include <QKeyEvent>
#include <QVBoxLayout>

#include "ui/dialogs/fuzzy.h"
#include "ui/dialogs/palette_delegate.h"
#include "ui/util/theme.h"

namespace cw::ui {
namespace {

constexpr int kRowsShown = 10, kMostCandidates = 11;

/// "#143" or "143"; 0: no number.
CandidateId candidateNumber(QString typed)
{
    typed = typed.trimmed();
    if (typed.startsWith(QLatin1Char('#')))
        typed.remove(0, 1);
    bool isNumber = false;
    const auto number = typed.toUInt(&isNumber);
    return isNumber ? number : 0;
}

} // namespace

CommandPalette::CommandPalette(const QMenuBar& bar, DescribeCandidate describe, QWidget* window)
    : QFrame(window)
    , m_bar(bar)
    , m_describe(std::move(describe))
    , m_field(new QLineEdit(this))
    , m_list(new QListView(this))
    , m_rows(new QStandardItemModel(this))
{
    setProperty("sheet", true);
    setAccessibleName(tr("Command palette"));
    auto* box = new QVBoxLayout(this);
    box->setContentsMargins(8, 8, 8, 8);
    box->setSpacing(6);
    box->addWidget(m_field);
    box->addWidget(m_list);
    m_field->setPlaceholderText(tr("Find an action, or type #143 for a candidate"));
    m_field->setAccessibleName(tr("Find an action or a candidate"));
    m_field->installEventFilter(this);
    m_list->setModel(m_rows);
    m_list->setItemDelegate(new PaletteDelegate(m_list));
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setMouseTracking(true);
    m_list->setUniformItemSizes(true);
    m_list->setFocusPolicy(Qt::NoFocus); // the field keeps it and moves the current row
    m_list->setAccessibleName(tr("Found"));
    auto* shadow = new QGraphicsDropShadowEffect(this);
    shadow->setBlurRadius(28);
    shadow->setOffset(0, 6);
    shadow->setColor(QColor(0, 0, 0, 70));
    setGraphicsEffect(shadow);
    hide();
    connect(m_field, &QLineEdit::textChanged, this, &CommandPalette::fill);
    connect(m_list, &QListView::clicked, this, &CommandPalette::choose);
    connect(qApp, &QApplication::focusChanged, this, [this](QWidget*, QWidget* now) {
        if (isVisible() && now && now != m_field && !isAncestorOf(now))
            hide();
    });
    window->installEventFilter(this);
}

void CommandPalette::toggle()
{
    if (isVisible())
        putAway();
    else
        popUp();
}

void CommandPalette::popUp(const QString& typed)
{
    m_focusBefore = QApplication::focusWidget();
    m_entries = menuEntries(m_bar);
    m_field->setText(typed);
    fill();
    show();
    raise();
    m_field->setFocus(Qt::ShortcutFocusReason);
    m_field->selectAll();
}

void CommandPalette::fill()
{
    m_rows->clear();
    const auto typed = m_field->text().trimmed();
    if (const auto number = candidateNumber(typed))
        addCandidates(number);
    if (!typed.startsWith(QLatin1Char('#')))
        addActions(typed);
    if (m_rows->rowCount() == 0) {
        auto* none = new QStandardItem(typed.startsWith(QLatin1Char('#')) ? tr("No candidate of this number") : tr("Nothing of this name"));
        none->setFlags(Qt::NoItemFlags);
        m_rows->appendRow(none);
    }
    m_list->setCurrentIndex(m_rows->index(0, 0));
    place();
}

void CommandPalette::addCandidates(CandidateId typed)
{
    // The number itself, then the ones that begin with it.
    std::vector<CandidateId> numbers{typed};
    for (CandidateId last = 0; typed < 100'000'000 && last < 10; ++last)
        numbers.push_back(typed * 10 + last);
    for (const auto id : numbers) {
        const auto words = m_describe ? m_describe(id) : QString();
        if (words.isEmpty() || m_rows->rowCount() == kMostCandidates)
            continue;
        auto* row = new QStandardItem(QStringLiteral("#%1").arg(id));
        row->setData(words, PalettePath);
        row->setData(id, PaletteCandidate);
        row->setData(tr("Candidate %1, %2").arg(id).arg(words), Qt::AccessibleTextRole);
        m_rows->appendRow(row);
    }
}

void CommandPalette::addActions(const QString& typed)
{
    struct Hit {
        int entry, score;
        QVariantList letters;
    };
    std::vector<Hit> hits;
    for (int i = 0; i < m_entries.size(); ++i) {
        const auto& entry = m_entries[i];
        if (!entry.action)
            continue;
        if (const auto match = fuzzyMatch(typed, entry.text)) {
            QVariantList letters;
            for (const int at : match->at)
                letters << at;
            hits.push_back({i, 2 * match->score, letters});
        } else if (const auto whole = fuzzyMatch(typed, entry.path + QLatin1Char(' ') + entry.text)) {
            hits.push_back({i, whole->score, {}}); // found by its menu as well
        }
    }
    std::stable_sort(hits.begin(), hits.end(), [](const Hit& a, const Hit& b) { return a.score > b.score; });
    for (const auto& hit : hits) {
        const auto& entry = m_entries[hit.entry];
        auto* row = new QStandardItem(entry.text);
        row->setData(entry.path, PalettePath);
        row->setData(keyText(*entry.action), PaletteKey);
        row->setData(hit.letters, PaletteLetters);
        row->setData(hit.entry, PaletteEntryIndex);
        const bool enabled = entry.action->isEnabled();
        const auto reason = disabledReason(*entry.action);
        if (!enabled)
            row->setData(reason.isEmpty() ? tr("not now") : reason, PaletteReason);
        row->setToolTip(enabled ? entry.action->toolTip() : reason);
        row->setData(QStringList{entry.text, entry.path, keyText(*entry.action), enabled ? QString() : tr("unavailable")}.join(QStringLiteral(", ")), Qt::AccessibleTextRole);
        m_rows->appendRow(row);
    }
}

void CommandPalette::choose(const QModelIndex& index)
{
    if (const auto id = index.data(PaletteCandidate).toUInt()) {
        putAway();
        Q_EMIT candidateChosen(id);
    } else if (const auto entry = index.data(PaletteEntryIndex); entry.isValid()) {
        const auto action = m_entries[entry.toInt()].action;
        if (!action || !action->isEnabled())
            return; // its row says why
        putAway();
        action->trigger();
    }
}

void CommandPalette::putAway()
{
    hide();
    if (m_focusBefore)
        m_focusBefore->setFocus(Qt::OtherFocusReason);
}

void CommandPalette::place()
{
    auto* window = parentWidget();
    const int rows = std::clamp(m_rows->rowCount(), 1, kRowsShown);
    const int width = std::min(window->width() - 4 * kGap, std::max(560, textPixels() * 46));
    m_list->setFixedHeight(rows * (textPixels() * 2 + 5) + 4);
    layout()->activate();
    const int height = std::min(sizeHint().height(), window->height() - 8 * kGap);
    setGeometry((window->width() - width) / 2, std::min(6 * kGap, window->height() / 8), width, height);
}

bool CommandPalette::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == parentWidget() && event->type() == QEvent::Resize && isVisible())
        place();
    if (watched == m_field && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        const int rows = m_rows->rowCount(), row = m_list->currentIndex().row();
        const auto go = [this, rows](int to) {
            m_list->setCurrentIndex(m_rows->index(std::clamp(to, 0, std::max(rows - 1, 0)), 0));
            return true;
        };
        switch (key) {
        case Qt::Key_Escape: putAway(); return true;
        case Qt::Key_Return:
        case Qt::Key_Enter: choose(m_list->currentIndex()); return true;
        case Qt::Key_Down: return go(row + 1 < rows ? row + 1 : 0);
        case Qt::Key_Up: return go(row > 0 ? row - 1 : rows - 1);
        case Qt::Key_PageDown: return go(row + kRowsShown);
        case Qt::Key_PageUp: return go(row - kRowsShown);
        case Qt::Key_Tab:
        case Qt::Key_Backtab: return true; // nothing else here takes the focus
        default: break;
        }
    }
    return QFrame::eventFilter(watched, event);
}

QString CommandPalette::toText() const
{
    QString text;
    for (int i = 0; i < m_rows->rowCount(); ++i) {
        const auto index = m_rows->index(i, 0);
        QStringList parts{index.data().toString()};
        for (const int role : {int(PalettePath), int(PaletteKey), int(PaletteReason)})
            if (const auto part = index.data(role).toString(); !part.isEmpty())
                parts << part;
        text += (index == m_list->currentIndex() ? QStringLiteral("> ") : QStringLiteral("  ")) + parts.join(QStringLiteral(" | ")) + QLatin1Char('\n');
    }
    return text;
}

} // namespace cw::ui
