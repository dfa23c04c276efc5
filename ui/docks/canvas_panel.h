#pragma once
#include <QLabel>
#include <QPushButton>
#include <QStackedWidget>

#include "ui/graph/graph_view.h"
#include "ui/models/candidate_model.h"
#include "ui/models/run_model.h"
#include "ui/models/selection.h"
#include "ui/util/card.h"

namespace cw::ui {

/// The canvas: a title line and the cell of the selection, which follows the search until the user selects something.
class CanvasPanel final : public QWidget {
    Q_OBJECT
public:
    CanvasPanel(LayoutClient& layout, const CandidateModel& candidates, const RunModel& run, Selection& selection, QWidget* parent = nullptr);
    GraphView* view() const { return m_view; }
    QPushButton* liveButton() const { return m_live; }

private:
    void showCandidate();
    void refreshTitle();
    void refreshEmpty();

    const CandidateModel& m_candidates;
    const RunModel& m_run;
    Selection& m_selection;
    Card* m_card;
    GraphView* m_view;
    QStackedWidget* m_stack;
    QLabel *m_facts, *m_empty;
    QPushButton *m_live, *m_fit;
    CandidateId m_shown = 0;
};

} // namespace cw::ui
