#pragma once
#include <QListView>
#include <QPersistentModelIndex>
#include <QStackedWidget>
#include <QTableView>
#include <QToolButton>

#include "ui/docks/filter_line.h"
#include "ui/models/candidate_list.h"
#include "ui/models/selection.h"
#include "ui/util/card.h"

namespace cw::ui {

/// The candidates: filter, order, and a narrow list or a wide table of them (the choice is remembered). Rows are chosen by
/// mouse and keyboard, one or many; the chosen ones are the shared selection, both ways. UI thread only; all but the parent is borrowed.
class CandidatesPanel final : public QWidget {
    Q_OBJECT
public:
    CandidatesPanel(CandidateModel& candidates, Selection& selection, Annotations& annotations, QWidget* parent = nullptr);
    /// The view that is shown now.
    QAbstractItemView* list() const;
    QAbstractItemView* table() const { return list(); }
    FilterLine* filterLine() const { return m_filter; }
    CandidateList& rows() { return m_rows; }
    /// The neighbour in the order shown; step 1 is down.
    void step(int step);
    void setFilter(const QString& text) { m_filter->setFilterText(text); }
    /// All that the filter shows.
    void selectAll();
    bool asTable() const { return m_pages->currentIndex() == 1; }
    void setAsTable(bool table);
    void sortBy(CandidateModel::Column column);

private:
    void buildViews();
    void prepareView(QAbstractItemView* view);
    void buildSortMenu();
    void refreshHeader();
    void followWords();
    void refreshCount();
    void showSelection();
    void takeSelection();
    void keepPlace();
    void restorePlace();

    CandidateModel& m_candidates;
    Selection& m_selection;
    CandidateList m_rows;
    Card* m_card;
    FilterLine* m_filter;
    QLabel *m_count, *m_problem;
    QToolButton *m_sort, *m_switch;
    QStackedWidget* m_pages;
    QListView* m_list;
    QTableView* m_table;
    QItemSelectionModel* m_chosen = nullptr;
    std::vector<std::pair<QPersistentModelIndex, int>> m_anchors; ///< rows in view and where they stood, while rows come and go
    int m_showing = 0;     ///< > 0: the selection is being shown, not made
    bool m_taking = false; ///< it is being made here
};

} // namespace cw::ui
