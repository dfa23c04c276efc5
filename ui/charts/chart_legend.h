#pragma once
#include <QPainter>
#include <QWidget>

#include "ui/charts/chart_content.h"

namespace cw::ui {

inline constexpr int kAllLines = 1000;
/// Height of the legend's lines at this width, pixels; 0 where nothing has a name.
double legendHeight(const ChartContent& content, double width, int mostLines = kAllLines);
/// Samples of what is drawn and their names, broken into lines; what does not fit into the lines is left out behind an ellipsis.
void paintLegend(QPainter& painter, const QRectF& area, const ChartContent& content, int mostLines = kAllLines);

/// The legend above a chart; its tool tip has all names. UI thread only.
class ChartLegend final : public QWidget {
    Q_OBJECT
public:
    using QWidget::QWidget;
    void setContent(const ChartContent& content);
    /// What the tool tip says below the names.
    void setHelp(const QString& help);
    void setMostLines(int lines);
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void tell();
    ChartContent m_content; ///< names and colours only
    QString m_help;
    int m_mostLines = kAllLines;
};

} // namespace cw::ui
