#include <algorithm>
#include <limits>
#include <map>
#include <tuple>

#include <QCoreApplication>

#include "ui/charts/chart_table.h"
#include "ui/models/arch_parts.h"
#include "ui/util/theme.h"

namespace cw::ui {
namespace {

constexpr double kDecade = 10;

QString tr(const char* text) { return QCoreApplication::translate("Charts", text); }

/// Marks the points that no other beats with as small or a smaller network, and returns them by size.
std::vector<ChartPoint> markFront(std::map<int, std::vector<ChartPoint>>& levels, bool lower)
{
    std::vector<ChartPoint*> all;
    for (auto& [level, points] : levels)
        for (auto& p : points)
            all.push_back(&p);
    const double sign = lower ? 1 : -1; // the best of equally large ones first
    std::sort(all.begin(), all.end(), [sign](const auto* a, const auto* b) { return std::tuple(a->x, sign * a->y, a->id) < std::tuple(b->x, sign * b->y, b->id); });
    std::vector<ChartPoint> front;
    for (auto* p : all)
        if (front.empty() || (lower ? p->y < front.back().y : p->y > front.back().y)) {
            p->emphasised = true;
            front.push_back({0, p->x, p->y});
        }
    return front;
}

} // namespace

ChartContent paretoChart(const ChartSources& sources, int variant)
{
    const bool adds = variant == 1;
    std::map<int, std::vector<ChartPoint>> levels;
    double least = std::numeric_limits<double>::max(), greatest = 0;
    for (const auto& c : sources.candidates.all()) {
        const auto size = static_cast<double>(adds ? c.proposed.multiplyAdds : c.proposed.parameters);
        const auto measured = measuredShown(c);
        if (!measured || size <= 0)
            continue;
        levels[c.proposed.level].push_back({c.proposed.id, size, *measured});
        least = std::min(least, size);
        greatest = std::max(greatest, size);
    }
    ChartContent content;
    content.xTitle = adds ? tr("multiply-adds of the child network") : tr("parameters of the child network");
    const auto words = sources.run.words();
    readAs(content, words);
    content.xName = adds ? tr("multiply-adds") : tr("parameters");
    content.xUnit = ChartUnit::Count;
    if (levels.empty()) {
        content.empty = tr("Every trained cell becomes a point here: its size, and how accurate it is. The best for their size form the front.");
        return content;
    }
    content.logX = greatest > kDecade * least;
    ChartSeries line{.kind = ChartSeries::Kind::Steps, .colour = theme().accent};
    line.points = markFront(levels, words.lowerIsBetter());
    line.name = tr("Pareto front: %1 %2").arg(line.points.size()).arg(archNouns(sources.run.info().space));
    if (line.points.back().x < greatest)
        line.points.push_back({0, greatest, line.points.back().y});
    content.series.push_back(std::move(line));
    for (auto& [level, points] : levels) {
        ChartSeries series{.name = words.level(level), .colour = levelColour(level)};
        series.marker = levelMarker(level);
        series.points = std::move(points);
        content.series.push_back(std::move(series));
    }
    return content;
}

} // namespace cw::ui
