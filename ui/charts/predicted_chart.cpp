#include <cmath>
#include <map>

#include <QCoreApplication>
#include <QLocale>

#include "core/search/correlation.h"
#include "ui/charts/chart_table.h"
#include "ui/util/theme.h"

namespace cw::ui {
namespace {

QString tr(const char* text) { return QCoreApplication::translate("Charts", text); }
QString number(double value) { return QLocale().toString(value, 'f', 2).replace(QLatin1Char('-'), QChar(0x2212)); }

struct Level {
    std::vector<ChartPoint> points;
    std::vector<double> beamPredicted, beamMeasured;
};

QString levelName(int level, const Level& values, const RunModel& run)
{
    auto text = tr("level %1").arg(level);
    const auto known = run.levels().find(level);
    if (known != run.levels().end() && known->second.finished && known->second.finished->trust) {
        const auto& trust = *known->second.finished->trust;
        text += QStringLiteral(" \u00b7 ") + tr("trust \u03c1\u202f%1 [%2, %3]").arg(number(trust.spearman), number(trust.low), number(trust.high));
    }
    if (values.beamPredicted.size() >= 2)
        text += QStringLiteral(" \u00b7 ") + tr("beam \u03c1\u202f%1").arg(number(spearman(values.beamPredicted, values.beamMeasured)));
    return text;
}

QString whyEmpty(const RunModel& run)
{
    if (!run.hasRun())
        return tr("Every cell of the search becomes a point here: what the predictor expected, and what was measured.");
    if (!run.words().kind().predicts)
        return run.words().kind().drawn ? tr("A random search predicts nothing, so there is nothing to compare here.") : tr("This search predicts nothing, so there is nothing to compare here.");
    return tr("Level 1 has no predictions: the predictor learns from its results. Points appear from level 2 on.");
}

} // namespace

ChartContent predictedChart(const ChartSources& sources, int)
{
    std::map<int, Level> levels;
    for (const auto& c : sources.candidates.all()) {
        const auto measured = measuredShown(c);
        if (!measured || !c.proposed.predicted || !std::isfinite(c.proposed.predicted->mean))
            continue;
        const auto& predicted = *c.proposed.predicted;
        const double spread = std::isfinite(predicted.spread) ? predicted.spread : 0;
        auto& level = levels[c.proposed.level];
        level.points.push_back({c.proposed.id, predicted.mean * 100, *measured, (predicted.mean - spread) * 100, (predicted.mean + spread) * 100});
        if (c.proposed.role == CandidateRole::Beam) {
            level.beamPredicted.push_back(predicted.mean);
            level.beamMeasured.push_back(c.evaluation->accuracy);
        }
    }
    ChartContent content;
    content.xTitle = tr("predicted accuracy, %");
    content.yTitle = tr("measured (proxy), %");
    content.xName = tr("predicted");
    content.yName = tr("measured");
    content.diagonal = true;
    for (auto& [number, level] : levels) {
        ChartSeries series;
        series.name = levelName(number, level, sources.run);
        series.colour = levelColour(number);
        series.marker = levelMarker(number);
        series.bars = series.barsAlongX = true;
        series.points = std::move(level.points);
        content.series.push_back(std::move(series));
    }
    if (content.series.empty())
        content.empty = whyEmpty(sources.run);
    return content;
}

} // namespace cw::ui
