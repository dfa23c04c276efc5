#include <cmath>
#include <map>

#include <QCoreApplication>

#include "ui/charts/chart_table.h"
#include "ui/util/theme.h"

namespace cw::ui {
namespace {

using Kind = ChartSeries::Kind;

QString tr(const char* text) { return QCoreApplication::translate("Charts", text); }

void add(ChartSeries& series, const Measure& measure, double at, double inside)
{
    const double shown = measure.shown(inside);
    if (std::isfinite(shown) && std::isfinite(inside))
        series.points.push_back({0, at, shown});
}

QString whyEmpty(const RunModel& run)
{
    if (run.hasRun() && !run.words().kind().shares)
        return tr("The children of this search do not share weights, so there is no reward with shared weights to show.");
    return tr("After the first children are scored with the shared weights this shows how the rewards grow, beside children drawn at random.");
}

/// Candidates of each derivation over the moment at which it began; the best one is larger.
ChartSeries derived(const ChartSources& sources)
{
    ChartSeries series{.name = tr("derived candidates"), .colour = theme().warning, .marker = ChartSeries::Marker::Diamond};
    std::map<int, std::size_t> best;
    for (const auto& c : sources.candidates.all()) {
        const auto shown = measuredShown(c);
        if (!shown)
            continue;
        series.points.push_back({c.proposed.id, sources.policy.updatesBefore(c.proposed.level), *shown});
        const auto at = series.points.size() - 1;
        const auto [known, first] = best.try_emplace(c.proposed.level, at);
        const bool better = c.words.lowerIsBetter() ? *shown < series.points[known->second].y : *shown > series.points[known->second].y;
        if (!first && better)
            known->second = at;
    }
    for (const auto& [level, at] : best)
        series.points[at].emphasised = true;
    return series;
}

} // namespace

ChartContent rewardChart(const ChartSources& sources, int)
{
    const auto words = sources.run.words();
    const auto& measure = words.measure();
    ChartContent content;
    readAs(content, words);
    content.xTitle = words.kind().learns || !sources.run.hasRun() ? tr("updates of the controller") : tr("children scored, in groups");
    content.xName = tr("update");
    content.xUnit = ChartUnit::Count;
    ChartSeries reward{.kind = Kind::Line, .name = words.kind().learns ? tr("sampled by the controller") : tr("sampled children"), .colour = theme().accent};
    ChartSeries baseline{.kind = Kind::Line, .name = tr("baseline"), .colour = theme().text, .dashed = true};
    ChartSeries random{.kind = Kind::Line, .name = tr("uniform random, same mini-batches"), .colour = theme().edge};
    if (words.kind().shares)
        for (const auto& [at, event] : sources.policy.updates()) {
            add(reward, measure, at, event.reward);
            if (event.baseline > 0)
                add(baseline, measure, at, event.baseline);
            if (event.randomReward)
                add(random, measure, at, *event.randomReward);
        }
    for (auto* series : {&random, &baseline, &reward})
        if (!series->points.empty())
            content.series.push_back(std::move(*series));
    if (words.kind().shares)
        if (auto points = derived(sources); !points.points.empty())
            content.series.push_back(std::move(points));
    if (content.series.empty())
        content.empty = whyEmpty(sources.run);
    if (words.lowerIsBetter())
        fitLogY(content);
    return content;
}

} // namespace cw::ui
