#pragma once
#include <functional>

#include <QFrame>
#include <QLineEdit>
#include <QListView>
#include <QPointer>
#include <QStandardItemModel>

#include "core/search/evaluation.h"
#include "ui/dialogs/menu_entries.h"

namespace cw::ui {

/// A sheet at the top of the window: typing finds any action of the menus, "#143" a candidate; arrows, Enter, Esc. It lies within
/// the window (no grab, no second window) and closes when the focus leaves it. Texts come from the menus. UI thread only.
class CommandPalette final : public QFrame {
    Q_OBJECT
public:
    /// What a candidate is, in a few words; empty: there is none of this number.
    using DescribeCandidate = std::function<QString(CandidateId)>;
    /// Borrows the menu bar; the window is its parent.
    CommandPalette(const QMenuBar& bar, DescribeCandidate describe, QWidget* window);

    /// Shows it, or puts it away when it is there.
    void toggle();
    void popUp(const QString& typed = {});
    QLineEdit* field() const { return m_field; }
    QString toText() const; ///< what it lists, one a line, for tests

Q_SIGNALS:
    void candidateChosen(cw::CandidateId id);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void fill();
    void addCandidates(CandidateId typed);
    void addActions(const QString& typed);
    void choose(const QModelIndex& index);
    void place();
    void putAway();

    const QMenuBar& m_bar;
    DescribeCandidate m_describe;
    QLineEdit* m_field;
    QListView* m_list;
    QStandardItemModel* m_rows;
    QList<MenuEntry> m_entries;
    QPointer<QWidget> m_focusBefore;
};

} // namespace cw::ui
