#pragma once
#include <QLabel>
#include <QPushButton>
#include <QWidget>

#include "ui/models/run_info.h"

namespace cw::ui {

/// Settings of a run, to read: what matters in some lines, everything on demand, bold what differs from the preset.
class RunSettings final : public QWidget {
    Q_OBJECT
public:
    explicit RunSettings(QWidget* parent = nullptr);
    /// workers: 0 where it is not known (a recorded run).
    void setRun(const RunInfo& info, int workers);
    QPushButton* allButton() const { return m_all; }
    QString summaryText() const; ///< "Algorithm: PNAS", a line each
    QString allText() const;

private:
    void refresh();
    RunInfo m_info;
    int m_workers = 0;
    QLabel *m_summary, *m_table;
    QPushButton* m_all;
};

} // namespace cw::ui
