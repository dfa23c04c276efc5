#pragma once
#include <QLabel>
#include <QListView>
#include <QPushButton>
#include <QWidget>

#include "ui/inspectors/decision_rows.h"
#include "ui/models/decision_model.h"

namespace cw::ui {

/// The row of decisions that made the selected architecture: choosing one shows the probabilities of all its options; Enter or a click on
/// another option forces it, Escape or the button goes back. Asks only while it is visible. The model is borrowed. UI thread only.
class DecisionsView final : public QWidget {
    Q_OBJECT
public:
    explicit DecisionsView(DecisionModel& model, QWidget* parent = nullptr);
    /// 0: nothing is to be asked about.
    void setCandidate(CandidateId id, const Architecture& arch);
    QListView* decisions() const { return m_decisions; }
    QListView* options() const { return m_options; }
    QPushButton* backButton() const { return m_back; }
    QPushButton* copyButton() const { return m_copy; }
    QString toText() const; ///< what is written, for tests

protected:
    void showEvent(QShowEvent* event) override;
    bool eventFilter(QObject* object, QEvent* event) override;

private:
    void refresh();
    void refreshOptions();
    void force(const QModelIndex& option);
    void copy();
    int decision() const { return m_decisions->currentIndex().row(); }

    DecisionModel& m_model;
    CandidateId m_candidate = 0;
    Architecture m_arch;
    DecisionRows m_decisionRows, m_optionRows;
    QLabel *m_state, *m_optionsTitle, *m_hypothesis;
    QListView *m_decisions, *m_options;
    QPushButton *m_back, *m_copy;
};

} // namespace cw::ui
