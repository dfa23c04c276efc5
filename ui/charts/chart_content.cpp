#include "ui/charts/chart_content.h"

#include <array>

#include <QCoreApplication>
#include <QStringList>

#include "ui/charts/chart_scale.h"

namespace cw::ui {
namespace {

QString number(double value) { return QString::number(value, 'f', value > 1000 ? 0 : 2); }

QString describe(const ChartSeries& series)
{
    static constexpr std::array kinds{"points", "line", "steps", "band"};
    auto text = QString::fromLatin1(kinds[static_cast<std::size_t>(series.kind)]);
    if (series.dashed)
        text += QStringLiteral(" dashed");
    if (series.bars)
        text += series.barsAlongX ? QStringLiteral(" bars x") : QStringLiteral(" bars y");
    return text + QStringLiteral(" \"%1\":").arg(series.name);
}

} // namespace

ChartSeries::Marker levelMarker(int level)
{
    using Marker = ChartSeries::Marker;
    static constexpr std::array kMarkers{Marker::Downward, Marker::Circle, Marker::Square, Marker::Diamond, Marker::Triangle};
    return kMarkers[static_cast<std::size_t>(level) % kMarkers.size()];
}

QString pointName(const ChartContent& content, const ChartPoint& point)
{
    return QCoreApplication::translate("Charts", "#%1: %2 %3, %4 %5")
        .arg(point.id)
        .arg(content.xName, valueText(content.xUnit, point.x), content.yName, valueText(content.yUnit, point.y));
}

QString ChartContent::toText() const
{
    QStringList lines;
    if (!empty.isEmpty())
        lines << QStringLiteral("empty: ") + empty;
    lines << QStringLiteral("x: %1%2").arg(xTitle, logX ? QStringLiteral(" (log)") : QString());
    lines << QStringLiteral("y: %1%2").arg(yTitle, diagonal ? QStringLiteral(" (diagonal)") : logY ? QStringLiteral(" (log)") : QString());
    for (const auto& mark : marks)
        lines << QStringLiteral("mark %1 \"%2\"").arg(number(mark.x), mark.text);
    for (const auto& row : series) {
        lines << describe(row);
        for (const auto& p : row.points) {
            auto line = QStringLiteral("  ");
            if (p.id)
                line += QStringLiteral("#%1 ").arg(p.id);
            line += number(p.x) + QLatin1Char(' ') + number(p.y);
            if (row.bars || row.kind == ChartSeries::Kind::Band)
                line += QStringLiteral(" [%1, %2]").arg(number(p.low), number(p.high));
            lines << line + (p.emphasised ? QStringLiteral(" *") : QString());
        }
    }
    return lines.join(QLatin1Char('\n'));
}

} // namespace cw::ui
