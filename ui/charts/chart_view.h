#pragma once
#include <vector>

#include <QWidget>

#include "ui/charts/chart_content.h"

namespace cw::ui {

/// Our own face of a chart, so that the library behind it can be replaced (one file knows it: qt_chart_view.cpp).
/// Hover tells, a click selects, Ctrl+click adds, a rubber band selects many, the wheel zooms around the pointer, Shift+drag moves, a
/// double click shows everything again. By keyboard: left and right walk over the points by x, up and down by y, Home and End,
/// Enter selects (Ctrl+Enter adds), + and - zoom, Shift+arrows move, 0 shows everything. UI thread only.
class ChartView : public QWidget {
    Q_OBJECT
public:
    using QWidget::QWidget;
    static ChartView* create(QWidget* parent); ///< made by the library in use

    /// A zoom stays.
    virtual void setContent(ChartContent content) = 0;
    virtual void setSelection(CandidateId current, const std::vector<CandidateId>& chosen) = 0;
    virtual void resetZoom() = 0;
    virtual bool isZoomed() const = 0;
    virtual QPoint positionOf(CandidateId id) const = 0; ///< within this widget; null when the point is not shown
    /// Draws what is shown at this size with its legend, on the theme's surface: vector where the painter is.
    virtual void paintTo(QPainter& painter, const QSize& size) = 0;

    // What screen readers meet: the candidates of the chart, by x.
    virtual int pointCount() const = 0;
    virtual CandidateId pointId(int index) const = 0;
    virtual QString pointText(int index) const = 0; ///< "#143: predicted 90.9 %, measured 91.3 %"
    virtual QRect pointArea(int index) const = 0;   ///< within this widget; empty where the zoom hides it
    virtual int pointAt(const QPoint& position) const = 0; ///< -1: none
    virtual int walkedPoint() const = 0;            ///< where the arrow keys stand; -1: nowhere yet
    virtual bool isChosen(CandidateId id) const = 0;

Q_SIGNALS:
    void pointClicked(cw::CandidateId id, Qt::KeyboardModifiers modifiers);
    void pointsChosen(const std::vector<cw::CandidateId>& ids);               ///< with Ctrl: those chosen before too
    void pointHovered(cw::CandidateId id, const QPoint& globalPosition); ///< id 0: no point any more
    void zoomChanged(bool zoomed);
};

} // namespace cw::ui
