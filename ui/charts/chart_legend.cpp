#include "ui/charts/chart_legend.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <QFontMetricsF>

#include "ui/charts/chart_frame.h"
#include "ui/charts/chart_painter.h"
#include "ui/util/theme.h"

namespace cw::ui {
namespace {

constexpr double kSampleGap = 5, kEntryGap = 14;

double sampleWidth(const ChartSeries& series) { return series.kind == ChartSeries::Kind::Points ? 9 : 16; }

struct Entry {
    const ChartSeries* series; ///< null: more would follow
    QRectF area; ///< sample and text
};

/// Entries placed one after the other from the left, line by line, from 0, 0.
std::vector<Entry> entries(const ChartContent& content, double width, int mostLines, const QFontMetricsF& metrics)
{
    const double line = metrics.height() + 2;
    std::vector<Entry> result;
    double x = 0, y = 0;
    for (const auto& series : content.series) {
        if (series.name.isEmpty())
            continue;
        const double wanted = std::min(sampleWidth(series) + kSampleGap + metrics.horizontalAdvance(series.name) + 1, width);
        if (x > 0 && x + wanted > width) {
            if (--mostLines <= 0) {
                result.push_back({nullptr, QRectF(x - kEntryGap + 4, y, line, line)});
                break;
            }
            x = 0;
            y += line;
        }
        result.push_back({&series, QRectF(x, y, wanted, line)});
        x += wanted + kEntryGap;
    }
    return result;
}

} // namespace

double legendHeight(const ChartContent& content, double width, int mostLines)
{
    const auto placed = entries(content, width, mostLines, QFontMetricsF(chartFont()));
    return placed.empty() ? 0 : placed.back().area.bottom();
}

void paintLegend(QPainter& painter, const QRectF& area, const ChartContent& content, int mostLines)
{
    const auto font = chartFont();
    const QFontMetricsF metrics(font);
    painter.setFont(font);
    for (const auto& [series, place] : entries(content, area.width(), mostLines, metrics)) {
        const auto box = place.translated(area.topLeft());
        if (!series) {
            painter.setPen(theme().muted);
            painter.drawText(box, Qt::AlignLeft | Qt::AlignVCenter, QStringLiteral("\u2026"));
            continue;
        }
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
    for (const auto& series : content.series)
        if (!series.name.isEmpty()) {
            m_content.series.push_back(series);
            m_content.series.back().points.clear();
        }
    setVisible(!m_content.series.empty());
    tell();
    if (height != heightForWidth(width()))
        updateGeometry();
    update();
}

void ChartLegend::setHelp(const QString& help)
{
    m_help = help;
    tell();
}

void ChartLegend::setMostLines(int lines)
{
    if (std::exchange(m_mostLines, lines) == lines)
        return;
    updateGeometry();
    update();
}

void ChartLegend::tell()
{
    QStringList names;
    for (const auto& series : m_content.series)
        names << series.name;
    setAccessibleName(tr("Legend: %1").arg(names.join(QStringLiteral("; "))));
    // Rich text breaks long lines, which plain text in a tool tip does not.
    setToolTip(QStringLiteral("<p>%1</p><p>%2</p>").arg(names.join(QStringLiteral("<br>")), m_help));
}

int ChartLegend::heightForWidth(int width) const { return static_cast<int>(std::ceil(legendHeight(m_content, width, m_mostLines))); }
QSize ChartLegend::sizeHint() const { return {320, heightForWidth(std::max(width(), 320))}; }
QSize ChartLegend::minimumSizeHint() const { return {120, static_cast<int>(QFontMetricsF(chartFont()).height()) + 2}; }

void ChartLegend::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    paintLegend(painter, rect(), m_content, m_mostLines);
}

} // namespace cw::ui
