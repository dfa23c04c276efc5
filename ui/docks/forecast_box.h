#pragma once
#include <QFrame>
#include <QLabel>

namespace cw::ui {

class ForecastModel;

/// What the search will take, above the button that starts it. Borrows the model.
class ForecastBox final : public QFrame {
    Q_OBJECT
public:
    explicit ForecastBox(const ForecastModel& model, QWidget* parent = nullptr);
    QString text() const;

private:
    void refresh();
    const ForecastModel& m_model;
    QLabel *m_candidates, *m_time, *m_source, *m_memory;
};

} // namespace cw::ui
