#pragma once
#include <QFrame>
#include <QLabel>
#include <QPushButton>

#include "ui/models/policy_model.h"

namespace cw::ui {

/// A quiet strip that says, in words, that the search collapses. Put away by its button, it comes back with another alarm.
/// Borrows the model. UI thread only.
class AlarmStrip final : public QFrame {
    Q_OBJECT
public:
    explicit AlarmStrip(const PolicyModel& policy, QWidget* parent = nullptr);
    QString text() const { return isHidden() ? QString() : m_text->text(); }
    QPushButton* dismissButton() const { return m_dismiss; }

private:
    void refresh();
    const PolicyModel& m_policy;
    QLabel* m_text;
    QPushButton* m_dismiss;
    QString m_dismissed; ///< what the user has read, without its figures
};

} // namespace cw::ui
