#pragma once
#include <QLabel>
#include <QPushButton>
#include <QStackedWidget>

#include "ui/charts/curve_view.h"
#include "ui/models/candidate_model.h"
#include "ui/models/run_model.h"
#include "ui/models/selection.h"
#include "ui/util/card.h"

namespace cw::ui {

/// The selected candidate: every figure with what it is, its blocks, its training curve, its parent, and taking it away.
class CandidateInspector final : public QWidget {
    Q_OBJECT
public:
    CandidateInspector(const CandidateModel& candidates, const RunModel& run, Selection& selection, QWidget* parent = nullptr);
    QPushButton* saveButton() const { return m_save; }
    QPushButton* copyButton() const { return m_copy; }

private:
    QWidget* makePage();
    void refresh();
    QString proxyNote(const Candidate& candidate) const;
    QString predictionRows(const Candidate& candidate) const;
    QString factRows(const Candidate& candidate) const;

    const CandidateModel& m_candidates;
    const RunModel& m_run;
    Selection& m_selection;
    Card* m_card;
    QStackedWidget* m_pages;
    QLabel *m_accuracy, *m_what, *m_note, *m_facts, *m_blocks, *m_more, *m_curveTitle;
    CurveView* m_curve;
    QPushButton *m_save, *m_copy;
};

} // namespace cw::ui
