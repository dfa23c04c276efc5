#pragma once
#include <QProgressBar>
#include <QPushButton>

#include "ui/models/dataset_model.h"
#include "ui/models/run_model.h"
#include "ui/util/card.h"

namespace cw::ui {

class ClassStrip;

/// What the data is: name, kind, counts, balance, pictures, what was left out and why. Loading shows progress and can be cancelled.
class DataPanel final : public QWidget {
    Q_OBJECT
public:
    DataPanel(DatasetModel& dataset, const RunModel& run, QWidget* parent = nullptr);

Q_SIGNALS:
    void changeRequested();

private:
    void refresh();
    void refreshProgress();
    void showProblems();
    QString summary() const;

    DatasetModel& m_dataset;
    const RunModel& m_run;
    Card* m_card;
    QLabel *m_name, *m_facts, *m_balance, *m_activity;
    ClassStrip* m_strip;
    QProgressBar* m_progress;
    QPushButton *m_problems, *m_cancel, *m_change;
};

} // namespace cw::ui
