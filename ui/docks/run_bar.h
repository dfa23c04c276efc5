#pragma once
#include <QFrame>
#include <QLabel>
#include <QProgressBar>

#include "ui/models/run_model.h"

namespace cw::ui {

/// The words of the tool bar: state and progress, best so far (a proxy), time left, trust in the predictor.
class RunBar final : public QWidget {
    Q_OBJECT
public:
    explicit RunBar(const RunModel& run, QWidget* parent = nullptr);
    QSize minimumSizeHint() const override;

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    struct Figure {
        QLabel *title, *value;
    };
    Figure addFigure(const QString& title);
    void refresh();
    bool narrow() const;

    const RunModel& m_run;
    QFrame* m_pill;
    QLabel *m_state, *m_part;
    QProgressBar* m_progress;
    Figure m_best, m_left, m_trust;
};

} // namespace cw::ui
