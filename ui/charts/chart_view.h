#pragma once
#include <vector>

#include <QColor>
#include <QString>
#include <QWidget>

#include "core/search/evaluation.h"

namespace cw::ui {

/// One point of a chart: a candidate. x and y in percent.
struct ChartPoint {
    CandidateId id = 0;
    double x = 0, y = 0;
    int group = 0; ///< index into the groups
};
/// One colour of points and its name.
struct ChartGroup {
    QString name;
    QColor colour;
};

/// Our own face of a scatter chart, so that the library behind can be replaced (one file: qt_scatter_view.cpp). UI thread only.
class ScatterView : public QWidget {
    Q_OBJECT
public:
    using QWidget::QWidget;
    /// Made by the library in use; the diagonal x = y is drawn when asked for.
    static ScatterView* create(bool diagonal, QWidget* parent);

    virtual void setAxisTitles(const QString& x, const QString& y) = 0;
    virtual void setPoints(std::vector<ChartGroup> groups, std::vector<ChartPoint> points) = 0;
    virtual void setSelected(CandidateId id) = 0;
    virtual QPoint positionOf(CandidateId id) const = 0; ///< within this widget; null when the point is not shown

Q_SIGNALS:
    void pointClicked(cw::CandidateId id);
    void pointHovered(cw::CandidateId id, const QPoint& globalPosition); ///< id 0: no point any more
};

} // namespace cw::ui
