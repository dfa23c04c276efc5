#pragma once
#include <QVBoxLayout>

#include "ui/charts/chart_panel.h"
#include "ui/charts/predicted_measured_model.h"

namespace cw::ui {

/// The chart "predicted" of the table, without a random control.
class PredictedMeasuredChart final : public QWidget {
    Q_OBJECT
public:
    PredictedMeasuredChart(const CandidateModel& candidates, const RunModel& run, Selection& selection, QWidget* parent = nullptr)
        : QWidget(parent)
        , m_candidates(candidates)
        , m_run(run)
        , m_control(m_worker)
        , m_panel(new ChartPanel(charts().front(), {candidates, run, m_control}, selection, this))
    {
        auto* box = new QVBoxLayout(this);
        box->setContentsMargins(0, 0, 0, 0);
        box->addWidget(m_panel);
    }
    ChartView* scatter() const { return m_panel->view(); }
    PredictedMeasured shown() const { return predictedMeasured(m_candidates, m_run); }

private:
    const CandidateModel& m_candidates;
    const RunModel& m_run;
    SerialWorker m_worker;
    ControlModel m_control;
    ChartPanel* m_panel;
};

} // namespace cw::ui
