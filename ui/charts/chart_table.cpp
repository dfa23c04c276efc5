#include "ui/charts/chart_table.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <QCoreApplication>
#include <QStringList>

#include "ui/util/text.h"

namespace cw::ui {
namespace {

constexpr std::array kProgress{ChartVariant{"models", QT_TRANSLATE_NOOP("Charts", "by models")}, ChartVariant{"time", QT_TRANSLATE_NOOP("Charts", "by time")}};
constexpr std::array kPareto{ChartVariant{"parameters", QT_TRANSLATE_NOOP("Charts", "by parameters")},
                             ChartVariant{"multiply-adds", QT_TRANSLATE_NOOP("Charts", "by multiply-adds")}};

constexpr std::array kCharts{
    ChartRow{"predicted", QT_TRANSLATE_NOOP("Charts", "Predicted against measured"),
             QT_TRANSLATE_NOOP("Charts", "\u03c1 is Spearman's rank correlation of predicted and measured accuracy. Trust: over cells drawn at random from those "
                                         "not chosen, with its 95 % interval. Beam: over the cells chosen for their prediction, which cuts it off at one side. "
                                         "Bars: the spread of the predictor's ensemble."),
             predictedChart, {}, candidateHover},
    ChartRow{"progress", QT_TRANSLATE_NOOP("Charts", "Best so far"),
             QT_TRANSLATE_NOOP("Charts", "The best proxy accuracy after each trained model, beside what cells drawn at random and trained alike have reached. "
                                         "Beam: the cells of a level chosen for their prediction; at level 1, where all are trained, all of them. "
                                         "Checks: unchosen cells drawn at random to check the predictor."),
             progressChart, kProgress, candidateHover},
    ChartRow{"pareto", QT_TRANSLATE_NOOP("Charts", "Accuracy against size"),
             QT_TRANSLATE_NOOP("Charts", "Size of the child network, the one that the search trains. On the Pareto front lie the cells that no other beats with as small or a smaller network."),
             paretoChart, kPareto, candidateHover},
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

std::optional<double> measuredPercent(const Candidate& candidate)
{
    if (!candidate.measured() || !std::isfinite(candidate.evaluation->accuracy))
        return std::nullopt;
    return candidate.evaluation->accuracy * 100;
}

QString candidateHover(const ChartSources& sources, CandidateId id)
{
    const auto* c = sources.candidates.find(id);
    if (!c)
        return {};
    QStringList lines{tr("<b>#%1</b>, level %2").arg(id).arg(c->proposed.level)};
    if (c->measured())
        lines << tr("measured (proxy) %1").arg(percent(c->evaluation->accuracy));
    if (c->proposed.predicted)
        lines << tr("predicted %1").arg(predictionText(*c->proposed.predicted));
    lines << tr("%1 parameters, %2 multiply-adds").arg(shortCount(c->proposed.parameters), shortCount(c->proposed.multiplyAdds));
    for (const auto& cell : c->proposed.arch.cells)
        lines << blockTexts(cell);
    return QStringLiteral("<nobr>%1</nobr>").arg(lines.join(QStringLiteral("</nobr><br><nobr>")));
}

} // namespace cw::ui
