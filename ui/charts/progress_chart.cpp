#include <algorithm>
#include <cmath>

#include <QCoreApplication>

#include "ui/charts/chart_table.h"
#include "ui/util/theme.h"

namespace cw::ui {
namespace {

using Kind = ChartSeries::Kind;

QString tr(const char* text) { return QCoreApplication::translate("Charts", text); }

/// Mean of one level's chosen cells, drawn over the level's part of the axis.
struct Mean {
    double from = 0, to = 0, sum = 0;
    int count = 0;
    ChartSeries line(bool named) const
    {
        ChartSeries series{.kind = Kind::Line, .name = named ? tr("mean of the beam") : QString(), .colour = theme().text};
        series.dashed = true;
        series.points = {{0, from, sum / count}, {0, to, sum / count}};
        return series;
    }
};

void addControl(ChartContent& content, const ControlModel& control, const Measure& measure, double xPerCell)
{
    if (control.over() == ControlModel::Over::Nothing || xPerCell <= 0)
        return;
    ChartSeries band{.kind = Kind::Band, .name = control.curveName(), .colour = theme().band};
    ChartSeries mean{.kind = Kind::Line, .colour = theme().edge};
    for (const auto& at : control.curve()) {
        band.points.push_back({0, at.n * xPerCell, measure.shown(at.mean), measure.shown(measure.greaterIsBetter ? at.low : at.high), measure.shown(measure.greaterIsBetter ? at.high : at.low)});
        mean.points.push_back({0, at.n * xPerCell, measure.shown(at.mean)});
    }
    content.series.push_back(std::move(band));
    content.series.push_back(std::move(mean));
}

} // namespace

ChartContent progressChart(const ChartSources& sources, int variant)
{
    const bool byTime = variant == 1;
    const auto words = sources.run.words();
    const bool random = words.kind().drawn, lower = words.lowerIsBetter();
    ChartContent content;
    content.xTitle = byTime ? tr("training time of the cells, added up") : tr("models trained");
    readAs(content, words);
    content.xName = byTime ? tr("after") : tr("model");
    content.xUnit = byTime ? ChartUnit::Seconds : ChartUnit::Count;

    ChartSeries best{.kind = Kind::Steps, .name = random ? tr("best so far of random cells") : tr("best so far"), .colour = theme().accent};
    ChartSeries chosen{.name = random ? tr("random cells") : tr("beam"), .colour = theme().edge};
    ChartSeries checks{.name = tr("checks"), .colour = theme().edge, .marker = ChartSeries::Marker::Diamond};
    chosen.quiet = checks.quiet = true;
    std::vector<Mean> means;
    double x = 0;
    int level = 0;
    for (const auto& c : sources.candidates.all()) {
        const auto measured = measuredShown(c);
        if (!measured)
            continue;
        if (c.proposed.level != level) {
            level = c.proposed.level;
            means.push_back({.from = x, .to = x});
            if (!random)
                content.marks.push_back({x, words.level(level)});
        }
        if (!byTime)
            x += 1;
        else if (std::isfinite(c.evaluation->seconds))
            x += std::max(c.evaluation->seconds, 0.0);
        const double y = *measured;
        means.back().to = x;
        (c.proposed.role == CandidateRole::Sampled ? checks : chosen).points.push_back({c.proposed.id, x, y});
        if (c.proposed.role != CandidateRole::Sampled) {
            means.back().sum += y;
            ++means.back().count;
        }
        if (best.points.empty() || (lower ? y < best.points.back().y : y > best.points.back().y))
            best.points.push_back({0, x, y});
    }
    if (best.points.empty()) {
        content.empty = tr("After the first trained cell this shows how the search gets better, level by level, beside a random control.");
        return content;
    }
    if (best.points.back().x < x)
        best.points.push_back({0, x, best.points.back().y});
    content.series.push_back(std::move(best));
    addControl(content, sources.control, words.measure(), byTime ? sources.control.secondsPerCell() : 1);
    bool named = false;
    for (const auto& mean : means)
        if (!random && mean.count >= 2) {
            content.series.push_back(mean.line(!named));
            named = true;
        }
    content.series.push_back(std::move(chosen));
    if (!checks.points.empty())
        content.series.push_back(std::move(checks));
    return content;
}

} // namespace cw::ui
