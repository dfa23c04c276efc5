#include "ui/charts/chart_table.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include <QCoreApplication>
#include <QStringList>

#include "ui/models/arch_parts.h"
#include "ui/util/text.h"

namespace cw::ui {
namespace {

constexpr std::array kProgress{ChartVariant{"models", QT_TRANSLATE_NOOP("Charts", "by models")}, ChartVariant{"time", QT_TRANSLATE_NOOP("Charts", "by time")}};
constexpr std::array kPareto{ChartVariant{"parameters", QT_TRANSLATE_NOOP("Charts", "by parameters")},
                             ChartVariant{"multiply-adds", QT_TRANSLATE_NOOP("Charts", "by multiply-adds")}};

constexpr std::array kEfficiency{ChartVariant{"top-1", QT_TRANSLATE_NOOP("Charts", "best model")}, ChartVariant{"top-5", QT_TRANSLATE_NOOP("Charts", "mean of the best 5")},
                                 ChartVariant{"top-25", QT_TRANSLATE_NOOP("Charts", "mean of the best 25")}}; // as kTops
constexpr std::array kPolicy{ChartVariant{"shares", QT_TRANSLATE_NOOP("Charts", "stacked")}, ChartVariant{"lines", QT_TRANSLATE_NOOP("Charts", "as lines")}};

constexpr std::array kCharts{
    ChartRow{"predicted", QT_TRANSLATE_NOOP("Charts", "Predicted against measured"),
             QT_TRANSLATE_NOOP("Charts", "\u03c1 is Spearman's rank correlation of predicted and measured accuracy. Trust: over cells drawn at random from those "
                                         "not chosen, with its 95 % interval. Beam: over the cells chosen for their prediction, which cuts it off at one side. "
                                         "Bars: the spread of the predictor's ensemble."),
             predictedChart, {}, candidateHover, [](const RunKind& kind) { return kind.predicts; }},
    ChartRow{"progress", QT_TRANSLATE_NOOP("Charts", "Best so far"),
             QT_TRANSLATE_NOOP("Charts", "The best proxy accuracy after each trained model, beside what cells drawn at random and trained alike have reached. "
                                         "Beam: the cells of a level chosen for their prediction; at level 1, where all are trained, all of them. "
                                         "Checks: unchosen cells drawn at random to check the predictor."),
             progressChart, kProgress, candidateHover, [](const RunKind& kind) { return !kind.shares; }},
    ChartRow{"pareto", QT_TRANSLATE_NOOP("Charts", "Accuracy against size"),
             QT_TRANSLATE_NOOP("Charts", "Size of the child network, the one that the search trains. On the Pareto front lie the cells that no other beats with as small or a smaller network."),
             paretoChart, kPareto, candidateHover},
    ChartRow{"efficiency", QT_TRANSLATE_NOOP("Charts", "Models against accuracy"),
             QT_TRANSLATE_NOOP("Charts", "How many trained models a strategy needs: this run beside runs of every strategy on the same data, in the same space, with the same training. "
                                         "Runs of one strategy under several seeds are drawn as their mean with its standard deviation."),
             efficiencyChart, kEfficiency, candidateHover, [](const RunKind& kind) { return !kind.shares; }},
    ChartRow{"reward", QT_TRANSLATE_NOOP("Charts", "Reward with shared weights"),
             QT_TRANSLATE_NOOP("Charts", "What sampled children reach with the shared weights on validation mini-batches: never what a network reaches that is trained by itself. "
                                         "Uniform random: children drawn at random, with the same weights on the same mini-batches; what the controller learns is the distance to it. "
                                         "Baseline: the moving average that rewards are held against. Points: the candidates of each derivation."),
             rewardChart, {}, candidateHover, [](const RunKind& kind) { return kind.shares; }},
    ChartRow{"policy", QT_TRANSLATE_NOOP("Charts", "What the policy samples"),
             QT_TRANSLATE_NOOP("Charts", "Share of each operation among the sampled children. Entropy: how open the policy still is, in percent of the greatest that it can be; "
                                         "near 0 it samples one architecture again and again. Skips: of those that could be on."),
             policyChart, kPolicy, candidateHover, [](const RunKind& kind) { return kind.policy; }},
    ChartRow{"shared", QT_TRANSLATE_NOOP("Charts", "Training of the shared weights"),
             QT_TRANSLATE_NOOP("Charts", "Mean training loss of the children sampled for each mini-batch, every one with the shared weights."),
             sharedChart, {}, candidateHover, [](const RunKind& kind) { return kind.shares; }},
};

QString tr(const char* text) { return QCoreApplication::translate("Charts", text); }

} // namespace

std::span<const ChartRow> charts() { return kCharts; }

const ChartRow* findChart(QStringView key)
{
    const auto found = std::find_if(kCharts.begin(), kCharts.end(), [&](const ChartRow& row) { return key == QLatin1String(row.key); });
    return found == kCharts.end() ? nullptr : &*found;
}

QList<ChartChoice> chartChoices()
{
    QList<ChartChoice> choices;
    for (const auto& row : kCharts) {
        const auto key = QString::fromLatin1(row.key);
        if (row.variants.empty())
            choices << ChartChoice{&row, 0, key, tr(row.title)};
        for (std::size_t i = 0; i < row.variants.size(); ++i) // the first one goes by the name of the chart
            choices << ChartChoice{&row, static_cast<int>(i), i == 0 ? key : key + QLatin1Char('-') + QLatin1String(row.variants[i].key),
                                   tr("%1, %2").arg(tr(row.title), tr(row.variants[i].title))};
    }
    return choices;
}

std::optional<ChartChoice> findChartChoice(const QString& key)
{
    const auto choices = chartChoices();
    const auto found = std::find_if(choices.begin(), choices.end(), [&](const ChartChoice& choice) { return choice.key == key; });
    return found == choices.end() ? std::nullopt : std::optional(*found);
}

std::optional<double> measuredShown(const Candidate& candidate)
{
    if (!candidate.measured())
        return std::nullopt;
    const double shown = candidate.words.measure().shown(candidate.evaluation->accuracy);
    return std::isfinite(shown) ? std::optional(shown) : std::nullopt;
}

void readAs(ChartContent& content, const RunWords& words)
{
    content.yTitle = words.axis();
    content.yName = words.kind().shares ? tr("scored") : tr("measured");
    content.yUnit = words.lowerIsBetter() ? ChartUnit::Number : ChartUnit::Percent;
}

void fitLogY(ChartContent& content)
{
    constexpr double kDecade = 10;
    double low = std::numeric_limits<double>::infinity(), high = 0;
    for (const auto& series : content.series)
        for (const auto& p : series.points)
            low = std::min(low, p.y), high = std::max(high, p.y);
    content.logY = low > 0 && high > kDecade * low;
}

QString candidateHover(const ChartSources& sources, CandidateId id)
{
    const auto* c = sources.candidates.find(id);
    if (!c)
        return {};
    QStringList lines{tr("<b>#%1</b>, %2").arg(id).arg(c->words.level(c->proposed.level))};
    if (c->measured())
        lines << (c->words.kind().shares || c->words.lowerIsBetter() ? c->words.measured(c->evaluation->accuracy)
                                                                      : tr("measured (proxy) %1").arg(measuredText(*c)));
    if (c->proposed.predicted)
        lines << tr("predicted %1").arg(predictionText(*c->proposed.predicted));
    lines << tr("%1 parameters, %2 multiply-adds").arg(countText(c->proposed.parameters), countText(c->proposed.multiplyAdds));
    lines << partTexts(c->proposed.arch);
    return QStringLiteral("<nobr>%1</nobr>").arg(lines.join(QStringLiteral("</nobr><br><nobr>")));
}

} // namespace cw::ui
