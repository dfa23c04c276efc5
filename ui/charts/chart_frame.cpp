#include "ui/charts/chart_frame.h"

#include <algorithm>
#include <limits>

#include <QApplication>
#include <QFontMetricsF>

#include "ui/charts/chart_legend.h"
#include "ui/util/theme.h"

namespace cw::ui {
namespace {

struct Extent {
    double low = std::numeric_limits<double>::max(), high = std::numeric_limits<double>::lowest();
    void add(double value)
    {
        low = std::min(low, value);
        high = std::max(high, value);
    }
    bool any() const { return low <= high; }
};

} // namespace

QFont chartFont()
{
    auto font = QApplication::font();
    font.setPixelSize(smallTextPixels());
    return font;
}

ChartRange rangeOf(const ChartContent& content)
{
    Extent x, y;
    for (const auto& series : content.series)
        for (const auto& p : series.points) {
            x.add(p.x);
            const bool band = series.kind == ChartSeries::Kind::Band;
            if (!band)
                y.add(p.y);
            if (band || series.bars) {
                auto& along = series.bars && series.barsAlongX ? x : y;
                along.add(p.low);
                along.add(p.high);
            }
        }
    for (const auto& mark : content.marks)
        x.add(mark.x);
    if (!x.any() || !y.any())
        return {{0, 1, false, content.xUnit}, {0, 1, false, content.yUnit}};
    if (content.diagonal) {
        x.add(y.low), x.add(y.high);
        y = x;
    }
    return {scaleAround(x.low, x.high, content.logX, content.xUnit), scaleAround(y.low, y.high, content.logY, content.yUnit)};
}

QPointF ChartFrame::at(double x, double y) const
{
    return {plot.left() + range.x.position(x) * plot.width(), plot.bottom() - range.y.position(y) * plot.height()};
}

bool ChartFrame::shows(const ChartPoint& point) const { return plot.adjusted(-1, -1, 1, 1).contains(at(point)); }

ChartFrame layOutChart(const ChartContent& content, const ChartRange& range, const QSize& size, bool withLegend)
{
    const QFontMetricsF metrics(chartFont());
    const double line = metrics.height();
    ChartFrame frame;
    frame.size = size;
    frame.range = range;
    double top = 1;
    if (withLegend) {
        const double height = legendHeight(content, size.width());
        frame.legend = QRectF(0, 0, size.width(), height);
        top += height > 0 ? height + 6 : 0;
    }
    top += content.marks.empty() ? 5 : line + 2; // their words stand above the plot, where no point hides them
    const double bottom = size.height() - 2 * line - 7;
    frame.yTicks = range.y.ticks(std::max(2, static_cast<int>((bottom - top) / (line * 1.9))));
    double widest = metrics.horizontalAdvance(QStringLiteral("00"));
    for (const auto& tick : frame.yTicks)
        widest = std::max(widest, metrics.horizontalAdvance(tick.label));
    frame.titleBeside = metrics.horizontalAdvance(content.yTitle) <= bottom - top;
    const double left = (frame.titleBeside ? line + 3 : 0) + widest + 8, right = size.width() - 10;
    frame.plot = QRectF(left, top, std::max(right - left, 10.0), std::max(bottom - top, 10.0));
    const double labelWidth = metrics.horizontalAdvance(QStringLiteral("0000\u202fmin"));
    frame.xTicks = range.x.ticks(std::max(2, static_cast<int>(frame.plot.width() / (labelWidth * 1.2))));
    return frame;
}

} // namespace cw::ui
