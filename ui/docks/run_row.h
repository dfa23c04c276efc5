#pragma once
#include <QAbstractButton>

#include "ui/models/recent_runs.h"

namespace cw::ui {

/// A run in the list of recent ones: data and strategy, when, how far, the best accuracy. A button of its own.
class RunRow final : public QAbstractButton {
    Q_OBJECT
public:
    explicit RunRow(const QString& folder, QWidget* parent = nullptr);
    /// Null: not read yet.
    void setFacts(const RunFacts* facts);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void enterEvent(QEnterEvent* event) override;
    void leaveEvent(QEvent* event) override;

private:
    RunFacts m_facts;
    bool m_read = false;
};

} // namespace cw::ui
