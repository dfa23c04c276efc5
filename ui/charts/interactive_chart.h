#pragma once
#include <optional>

#include <QPixmap>

#include "ui/charts/chart_frame.h"
#include "ui/charts/chart_view.h"

namespace cw::ui {

/// What every chart does, whatever library draws its lines: mouse, wheel and keys, selection, zoom, points and axes. What does not
/// change while the pointer moves is kept as a picture, so that a hover costs one copy. UI thread only.
class InteractiveChart : public ChartView {
    Q_OBJECT
public:
    explicit InteractiveChart(QWidget* parent = nullptr);

    void setContent(ChartContent content) override;
    void setSelection(CandidateId current, const std::vector<CandidateId>& chosen) override;
    void resetZoom() override;
    bool isZoomed() const override { return m_zoomed; }
    QPoint positionOf(CandidateId id) const override;
    void paintTo(QPainter& painter, const QSize& size) override;

    int pointCount() const override { return static_cast<int>(m_points.size()); }
    CandidateId pointId(int index) const override { return m_points[static_cast<std::size_t>(index)].id; }
    QString pointText(int index) const override { return pointName(m_content, m_points[static_cast<std::size_t>(index)]); }
    QRect pointArea(int index) const override;
    int pointAt(const QPoint& position) const override;
    int walkedPoint() const override { return m_walked; }
    bool isChosen(CandidateId id) const override;
    QSize sizeHint() const override { return {480, 260}; }
    QSize minimumSizeHint() const override { return {200, 120}; }

protected:
    /// Bands; then the diagonal, lines and steps. Nothing may be drawn outside the frame's plot.
    virtual void paintBelowPoints(QPainter& painter, const ChartFrame& frame, const ChartContent& content) = 0;
    virtual void paintAbovePoints(QPainter& painter, const ChartFrame& frame, const ChartContent& content) = 0;

    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    enum class Drag { None, Pressed, Band, Move };
    void paintBase(QPainter& painter, const ChartFrame& frame);
    void paintSelection(QPainter& painter, const ChartFrame& frame) const;
    void layOut();
    void show(const ChartRange& range, bool zoomed);
    void zoom(double factor, const QPointF& around);
    void move(const QPointF& pixels);
    void hover(int index);
    void walkTo(int index);
    void walkByHeight(int direction);
    void chooseWithin(const QRectF& area, bool add);

    ChartContent m_content;
    std::vector<ChartPoint> m_points; ///< the candidates, by x
    ChartRange m_whole;
    ChartFrame m_frame;
    bool m_zoomed = false;
    QPixmap m_base, m_selected; ///< m_selected: m_base with the rings of the selection
    CandidateId m_current = 0;
    std::vector<CandidateId> m_chosen; ///< sorted
    int m_hovered = -1, m_walked = -1;
    bool m_byKeys = false; ///< the focus came by keys, so it is shown
    Drag m_drag = Drag::None;
    QPointF m_pressed, m_dragged;
};

} // namespace cw::ui
