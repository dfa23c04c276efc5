#pragma once
#include <QSortFilterProxyModel>
#include <QTableView>

#include "ui/models/candidate_model.h"
#include "ui/models/selection.h"
#include "ui/util/card.h"

namespace cw::ui {

/// The candidates as a table, sorted by any column; the current row is the shared selection.
class CandidatesPanel final : public QWidget {
    Q_OBJECT
public:
    CandidatesPanel(CandidateModel& candidates, Selection& selection, QWidget* parent = nullptr);
    QTableView* table() const { return m_table; }
    /// The neighbour in the order shown; step 1 is down.
    void step(int step);

private:
    void showSelection(CandidateId id);
    CandidateModel& m_candidates;
    Selection& m_selection;
    Card* m_card;
    QLabel* m_count;
    QTableView* m_table;
    QSortFilterProxyModel* m_sorted;
    bool m_following = false;
};

} // namespace cw::ui
