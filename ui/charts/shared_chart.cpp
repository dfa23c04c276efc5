#include <cmath>
#include <utility>

#include <QCoreApplication>

#include "ui/charts/chart_table.h"
#include "ui/util/theme.h"

namespace cw::ui {
namespace {

constexpr int kMostMarked = 12; // rounds; more would only be lines

QString tr(const char* text) { return QCoreApplication::translate("Charts", text); }

} // namespace

ChartContent sharedChart(const ChartSources& sources, int)
{
    const bool text = sources.run.words().lowerIsBetter();
    ChartContent content;
    content.xTitle = tr("mini-batches of training");
    content.yTitle = text ? tr("training perplexity of the shared weights (lower is better)") : tr("training loss of the shared weights, nats");
    content.xName = tr("after");
    content.yName = text ? tr("perplexity") : tr("loss");
    content.xUnit = ChartUnit::Count;
    content.yUnit = ChartUnit::Number;
    ChartSeries line{.kind = ChartSeries::Kind::Line, .name = text ? tr("perplexity while training") : tr("loss while training"), .colour = theme().accent};
    int round = 0, rounds = 0;
    double last = 0;
    for (const auto& training : sources.policy.trainings()) {
        const double value = text ? std::exp(training.loss) : training.loss;
        if (std::isfinite(value))
            line.points.push_back({0, training.at, value});
        if (std::exchange(round, training.round) != training.round) {
            content.marks.push_back({last, tr("round %1").arg(training.round)});
            ++rounds;
        }
        last = training.at;
    }
    if (rounds > kMostMarked)
        content.marks.clear();
    if (line.points.empty()) {
        content.marks.clear();
        content.empty = sources.run.hasRun() && !sources.run.words().kind().shares ? tr("The children of this search do not share weights.")
                                                                                  : tr("After the first mini-batches this shows how well the shared weights learn.");
        return content;
    }
    content.series.push_back(std::move(line));
    if (text)
        fitLogY(content);
    return content;
}

} // namespace cw::ui
