#pragma once
#include <QPainter>
#include <QWidget>

#include "ui/charts/chart_content.h"

namespace cw::ui {

/// Height of the legend's lines at this width, pixels; 0 where nothing has a name.
double legendHeight(const ChartContent& content, double width);
/// Samples of what is drawn and their names, broken into lines.
void paintLegend(QPainter& painter, const QRectF& area, const ChartContent& content);

/// The legend above a chart. UI thread only.
class ChartLegend final : public QWidget {
    Q_OBJECT
public:
    using QWidget::QWidget;
    void setContent(const ChartContent& content);
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    ChartContent m_content; ///< names and colours only
};

} // namespace cw::ui
