#pragma once
#include <optional>

#include <QWidget>

#include "ui/models/training_curves.h"

namespace cw::ui {

/// The training curve of one candidate: accuracy in the accent (its range at the left), loss dashed (its range at the right),
/// never on one scale. Hover or the arrow keys read a point out. UI thread only.
class CurveView final : public QWidget {
    Q_OBJECT
public:
    explicit CurveView(QWidget* parent = nullptr);
    void setCurve(TrainingCurve curve);
    const TrainingCurve& curve() const { return m_curve; }
    /// "epoch 7 · loss 0.42 · 90.1 %" at the point that is read out, else of the last one; empty without a curve.
    QString readOut() const;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return {120, sizeHint().height()}; }

protected:
    void paintEvent(QPaintEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    QRectF area() const;
    double xOf(double position) const;
    void readAt(std::optional<double> x);
    void readPoint(int index);
    const std::vector<QPointF>& longest() const { return m_curve.loss.size() >= m_curve.accuracy.size() ? m_curve.loss : m_curve.accuracy; }

    TrainingCurve m_curve;
    std::optional<double> m_at; ///< what is read out, in the curve's unit
};

} // namespace cw::ui
