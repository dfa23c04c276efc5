#pragma once
#include <vector>

#include <QWidget>

#include "core/search/evaluation.h"

namespace cw::ui {

/// The training curve of one candidate, small: accuracy in the accent, loss dashed, each over its own range. UI thread only.
class CurveView final : public QWidget {
    Q_OBJECT
public:
    explicit CurveView(QWidget* parent = nullptr);
    void setCurve(std::vector<EpochPoint> curve);
    QSize sizeHint() const override { return {220, 96}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    std::vector<EpochPoint> m_curve;
};

} // namespace cw::ui
