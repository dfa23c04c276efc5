#pragma once
#include <map>
#include <set>

#include <QLabel>
#include <QPushButton>
#include <QStackedWidget>
#include <QToolButton>

#include "ui/charts/curve_view.h"
#include "ui/inspectors/ablation_view.h"
#include "ui/inspectors/blocks_view.h"
#include "ui/inspectors/decisions_view.h"
#include "ui/inspectors/notes_editor.h"
#include "ui/models/run_model.h"
#include "ui/models/selection.h"
#include "ui/util/card.h"

class QBoxLayout;

namespace cw::ui {

/// The selected candidate: every figure with what it is, its blocks and what each is worth by the predictor, its training, its
/// family, what the user says of it, and taking it away. Of several chosen ones a summary. UI thread only; all but the parent is borrowed.
class CandidateInspector final : public QWidget {
    Q_OBJECT
public:
    CandidateInspector(const CandidateModel& candidates, const RunModel& run, Selection& selection, Annotations& annotations, QWidget* parent = nullptr);
    QPushButton* saveButton() const { return m_save; } ///< Export: a click, or the menu given to it
    QPushButton* copyButton() const { return m_copy; }
    QPushButton* compareButton() const { return m_compare; }
    QToolButton* starButton() const { return m_star; }
    BlocksView* blocks() const { return m_blocks; }
    AblationView* ablation() const { return m_ablation; }
    CurveView* curve() const { return m_curve; }
    NotesEditor* notes() const { return m_notes; }
    /// Whom to ask about decisions, for runs with a controller; borrowed.
    void setDecisions(DecisionModel& decisions);
    DecisionsView* decisions() const { return m_decisions; } ///< null before

public Q_SLOTS:
    void selectBlock(int block) { m_blocks->selectBlock(block); } ///< 0-based; -1: none
    /// The answer to ablationWanted().
    void setAblation(cw::CandidateId id, const std::vector<cw::BlockAblation>& blocks);

Q_SIGNALS:
    void blockSelected(int block); ///< 0-based; -1: none
    void ablationWanted(cw::CandidateId id); ///< the run did not store it; asked once a candidate, answered where an engine is live
    void filterRequested(const QString& filter);
    void compareRequested();
    void exportTableRequested(); ///< of the chosen ones

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    QWidget* makePage();
    QWidget* makeSummary();
    QWidget* makeSection(QBoxLayout* column, const QString& title, QWidget* content);
    void refresh();
    void showCandidate(const Candidate& candidate);
    void showSummary();
    void refreshAblation(const Candidate& candidate);
    void refreshStar();
    void follow(const QString& link);

    const CandidateModel& m_candidates;
    const RunModel& m_run;
    Selection& m_selection;
    Annotations& m_annotations;
    Card* m_card;
    QStackedWidget* m_pages;
    QToolButton* m_star;
    QBoxLayout* m_top = nullptr;
    QLabel *m_accuracy, *m_what, *m_proxy, *m_prediction, *m_facts, *m_family, *m_noAblation, *m_summary;
    BlocksView* m_blocks;
    CurveView* m_curve;
    AblationView* m_ablation;
    DecisionsView* m_decisions = nullptr;
    QWidget *m_decisionsSection = nullptr, *m_trainingSection = nullptr, *m_familySection = nullptr, *m_worthSection = nullptr;
    QLabel* m_partsTitle = nullptr;
    NotesEditor* m_notes;
    QPushButton *m_save, *m_compare, *m_copy, *m_compareMany, *m_exportTable;
    std::map<CandidateId, std::vector<BlockAblation>> m_answers;
    std::set<CandidateId> m_asked;
    QString m_folder; ///< of the run that both belong to
    bool m_stale = false; ///< something shown changed in the batch being taken in
};

} // namespace cw::ui
