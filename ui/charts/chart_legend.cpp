#include "ui/charts/chart_legend.h"

#include <algorithm>
#include <cmath>

#include <QFontMetricsF>

#include "ui/charts/chart_frame.h"
#include "ui/charts/chart_painter.h"
#include "ui/util/theme.h"

namespace cw::ui {
namespace {

constexpr double kSampleGap = 5, kEntryGap = 14;

double sampleWidth(const ChartSeries& series) { return series.kind == ChartSeries::Kind::Points ? 9 : 16; }

struct Entry {
    const ChartSeries* series;
    QRectF area; ///< sample and text
};

/// Entries placed one after the other from the left, line by line, from 0, 0.
std::vector<Entry> entries(const ChartContent& content, double width, const QFontMetricsF& metrics)
{
    const double line = metrics.height() + 2;
    std::vector<Entry> result;
    double x = 0, y = 0;
    for (const auto& series : content.series) {
        if (series.name.isEmpty())
            continue;
        const double wanted = std::min(sampleWidth(series) + kSampleGap + metrics.horizontalAdvance(series.name) + 1, width);
        if (x > 0 && x + wanted > width) {
            x = 0;
            y += line;
        }
        result.push_back({&series, QRectF(x, y, wanted, line)});
        x += wanted + kEntryGap;
    }
    return result;
}

} // namespace

double legendHeight(const ChartContent& content, double width)
{
    const auto placed = entries(content, width, QFontMetricsF(chartFont()));
    return placed.empty() ? 0 : placed.back().area.bottom();
}

void paintLegend(QPainter& painter, const QRectF& area, const ChartContent& content)
{
    const auto font = chartFont();
    const QFontMetricsF metrics(font);
    painter.setFont(font);
    for (const auto& [series, place] : entries(content, area.width(), metrics)) {
        const auto box = place.translated(area.topLeft());
        const QRectF sample(box.left(), box.top(), sampleWidth(*series), box.height());
        paintSample(painter, sample, *series);
        painter.setPen(theme().muted);
        const auto text = QRectF(sample.right() + kSampleGap, box.top(), box.width() - sample.width() - kSampleGap, box.height());
        painter.drawText(text, Qt::AlignLeft | Qt::AlignVCenter, metrics.elidedText(series->name, Qt::ElideRight, text.width() + 1));
    }
}

void ChartLegend::setContent(const ChartContent& content)
{
    const auto height = heightForWidth(width());
    m_content = {};
    QStringList names;
    for (const auto& series : content.series)
        if (!series.name.isEmpty()) {
            m_content.series.push_back(series);
            m_content.series.back().points.clear();
            names << series.name;
        }
    setAccessibleName(tr("Legend: %1").arg(names.join(QStringLiteral("; "))));
    setVisible(!names.isEmpty());
    if (height != heightForWidth(width()))
        updateGeometry();
    update();
}

int ChartLegend::heightForWidth(int width) const { return static_cast<int>(std::ceil(legendHeight(m_content, width))); }
QSize ChartLegend::sizeHint() const { return {320, heightForWidth(std::max(width(), 320))}; }
QSize ChartLegend::minimumSizeHint() const { return {120, static_cast<int>(QFontMetricsF(chartFont()).height()) + 2}; }

void ChartLegend::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    paintLegend(painter, rect(), m_content);
}

} // namespace cw::ui
