#include <algorithm>
#include <array>
#include <cmath>

#include <QCoreApplication>

#include "core/search/strategy.h"
#include "ui/charts/chart_table.h"
#include "ui/util/text.h"
#include "ui/util/theme.h"

namespace cw::ui {
namespace {

using Kind = ChartSeries::Kind;

QString tr(const char* text) { return QCoreApplication::translate("Charts", text); }

/// How runs of a strategy beside the shown one are drawn; those without a row as the last one.
struct Look {
    std::string_view strategy;
    int colour; ///< of levelColour(); 0: as the random control of the other charts
    bool dashed;
};
constexpr std::array kLooks{Look{"random", 0, false}, Look{"pnas", 5, false}, Look{"rl", 4, true}, Look{"", 2, true}};

const Look& lookOf(std::string_view strategy)
{
    const auto found = std::find_if(kLooks.begin(), kLooks.end(), [&](const Look& row) { return row.strategy == strategy; });
    return found == kLooks.end() ? kLooks.back() : *found;
}

/// A colour of the theme, as faint as the band of the random control.
QColor faint(const QColor& colour)
{
    constexpr float kPart = 0.35f;
    const auto& ground = theme().surface;
    const auto mix = [](float over, float under) { return kPart * over + (1 - kPart) * under; };
    return QColor::fromRgbF(mix(colour.redF(), ground.redF()), mix(colour.greenF(), ground.greenF()), mix(colour.blueF(), ground.blueF()));
}

QString titleOf(const std::string& strategy)
{
    const auto* row = findStrategy(strategy);
    return row ? qs(row->title) : qs(strategy);
}

QString nameOf(const EfficiencyCurve& curve, const std::string& shown)
{
    const auto title = titleOf(curve.strategy);
    if (curve.strategy == shown)
        return curve.runs > 1 ? tr("%1, %2 other seeds: mean ± deviation").arg(title).arg(curve.runs) : tr("%1, another seed").arg(title);
    return curve.runs > 1 ? tr("%1, %2 seeds: mean ± deviation").arg(title).arg(curve.runs) : tr("%1, 1 run").arg(title);
}

void addCurve(ChartContent& content, const EfficiencyCurve& curve, const std::string& shown, const Measure& measure)
{
    const auto& look = lookOf(curve.strategy);
    const auto colour = look.colour == 0 ? theme().edge : levelColour(look.colour);
    const auto name = nameOf(curve, shown);
    ChartSeries band{.kind = Kind::Band, .colour = look.colour == 0 ? theme().band : faint(colour)};
    ChartSeries mean{.kind = Kind::Line, .name = name, .colour = colour};
    mean.dashed = look.dashed;
    for (const auto& at : curve.points) {
        const double shownMean = measure.shown(at.mean);
        mean.points.push_back({0, static_cast<double>(at.models), shownMean});
        const auto edges = std::minmax({measure.shown(at.mean - at.deviation), measure.shown(at.mean + at.deviation)}); // perplexities fall
        band.points.push_back({0, static_cast<double>(at.models), shownMean, edges.first, edges.second});
    }
    if (curve.runs > 1)
        content.series.push_back(std::move(band));
    content.series.push_back(std::move(mean));
}

QString whyEmpty(const ChartSources& sources, std::size_t models, int top)
{
    if (sources.run.words().kind().shares)
        return tr("This search measures its children with shared weights. Only searches that train each model from scratch can be compared by the models they need.");
    if (models == 0)
        return tr("After the first trained model this shows how quickly the search gets better, beside other strategies on the same data.");
    if (models < static_cast<std::size_t>(top))
        return tr("After %1 trained models this shows the mean of the best %1.").arg(top);
    return tr("Run a random control or an rl search on the same data to compare: this shows how many models each strategy needs for the same accuracy.");
}

} // namespace

ChartContent efficiencyChart(const ChartSources& sources, int variant)
{
    const int top = kTops[static_cast<std::size_t>(variant)];
    const auto words = sources.run.words();
    const auto& strategy = sources.run.info().strategy;
    ChartContent content;
    readAs(content, words);
    content.xTitle = tr("models trained");
    content.xUnit = ChartUnit::Count;
    content.xName = tr("model");
    content.yName = top == 1 ? tr("best") : tr("mean of the best %1").arg(top);
    content.yTitle = top == 1 ? tr("best %1").arg(words.axis()) : tr("mean of the best %1: %2").arg(top).arg(words.axis());

    std::vector<double> measured;
    std::vector<CandidateId> ids;
    for (const auto& c : sources.candidates.all())
        if (c.measured() && std::isfinite(c.evaluation->accuracy)) {
            measured.push_back(c.evaluation->accuracy);
            ids.push_back(c.proposed.id);
        }
    const auto own = meanOfBest(measured, top);
    const auto& beside = sources.control.beside();
    const bool others = std::any_of(beside.begin(), beside.end(), [&](const auto& curve) { return curve.top == top && !curve.points.empty(); });
    if (own.empty() || !others || words.kind().shares) {
        content.empty = whyEmpty(sources, measured.size(), top);
        return content;
    }
    ChartSeries line{.kind = Kind::Steps, .name = tr("this run: %1").arg(titleOf(strategy)), .colour = theme().accent};
    ChartSeries steps{.name = top == 1 ? tr("its new best ones") : tr("those that entered its best %1").arg(top), .colour = theme().accent};
    steps.quiet = true;
    for (std::size_t i = 0; i < own.size(); ++i) {
        if (i > 0 && own[i] == own[i - 1])
            continue;
        const auto at = i + static_cast<std::size_t>(top);
        line.points.push_back({0, static_cast<double>(at), words.measure().shown(own[i])});
        steps.points.push_back({ids[at - 1], static_cast<double>(at), words.measure().shown(own[i])});
    }
    if (const auto end = static_cast<double>(measured.size()); line.points.back().x < end)
        line.points.push_back({0, end, line.points.back().y});
    for (const auto& curve : beside)
        if (curve.top == top && !curve.points.empty())
            addCurve(content, curve, strategy, words.measure());
    content.series.push_back(std::move(line));
    content.series.push_back(std::move(steps));
    if (words.lowerIsBetter())
        fitLogY(content);
    return content;
}

} // namespace cw::ui
