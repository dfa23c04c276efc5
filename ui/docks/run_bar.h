#pragma once
#include <QFrame>
#include <QLabel>
#include <QProgressBar>

#include "ui/models/run_model.h"

namespace cw::ui {

/// The words of the tool bar: state and progress as they really are, and, of the moment that the views show, best so far
/// (a proxy), random control, time left, trust in the predictor. UI thread only.
class RunBar final : public QWidget {
    Q_OBJECT
public:
    RunBar(const RunModel& latest, const RunModel& shown, QWidget* parent = nullptr);
    /// What cells drawn at random reached, and what that means; empty hides it.
    void setControl(const QString& figure, const QString& help);
    QSize minimumSizeHint() const override;

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    struct Figure {
        QLabel *title, *value;
    };
    Figure addFigure(const QString& title);
    static void show(const Figure& figure, bool visible);
    void refresh();
    bool narrow() const;

    const RunModel &m_latest, &m_shown;
    QFrame* m_pill;
    QLabel *m_state, *m_part;
    QProgressBar* m_progress;
    Figure m_best, m_control, m_left, m_trust;
    QString m_controlText;
};

} // namespace cw::ui
