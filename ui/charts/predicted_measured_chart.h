#pragma once
#include <QLabel>
#include <QStackedWidget>
#include <QTimer>

#include "ui/charts/predicted_measured_model.h"
#include "ui/models/selection.h"

namespace cw::ui {

/// Predicted against measured accuracy by level, with the rank correlation of each; hover names the cell, a click selects it.
class PredictedMeasuredChart final : public QWidget {
    Q_OBJECT
public:
    PredictedMeasuredChart(const CandidateModel& candidates, const RunModel& run, Selection& selection, QWidget* parent = nullptr);
    ScatterView* scatter() const { return m_scatter; }
    const PredictedMeasured& shown() const { return m_shown; }

private:
    void refresh();
    void describe(CandidateId id, const QPoint& at);
    const CandidateModel& m_candidates;
    const RunModel& m_run;
    ScatterView* m_scatter;
    QLabel *m_legend, *m_empty;
    QStackedWidget* m_stack;
    QTimer m_refresh;
    PredictedMeasured m_shown;
};

} // namespace cw::ui
