#include <algorithm>
#include <cmath>

#include <QCoreApplication>

#include "ui/charts/chart_table.h"
#include "ui/models/arch_parts.h"
#include "ui/util/text.h"
#include "ui/util/theme.h"

namespace cw::ui {
namespace {

using Kind = ChartSeries::Kind;
constexpr double kPercent = 100;

QString tr(const char* text) { return QCoreApplication::translate("Charts", text); }

/// Share of each operation, above each other or as lines of their own.
void addShares(ChartContent& content, const PolicyModel& policy, bool stacked)
{
    const auto words = operationWords(policy.space(), policy.operations());
    std::vector<double> below(policy.updates().size(), 0);
    for (std::size_t op = 0; op < words.size(); ++op) {
        ChartSeries series{.kind = stacked ? Kind::Band : Kind::Line, .name = qs(words[op].label), .colour = QColor::fromRgb(words[op].rgb)};
        for (std::size_t i = 0; i < policy.updates().size(); ++i) {
            const auto& [at, event] = policy.updates()[i];
            if (op >= event.operationShares.size() || !std::isfinite(event.operationShares[op]))
                continue;
            const double share = event.operationShares[op] * kPercent, from = below[i];
            below[i] += share;
            series.points.push_back({0, at, share, stacked ? from : share, stacked ? below[i] : share});
        }
        if (!series.points.empty())
            content.series.push_back(std::move(series));
    }
}

} // namespace

ChartContent policyChart(const ChartSources& sources, int variant)
{
    const bool stacked = variant == 0;
    const auto& policy = sources.policy;
    ChartContent content;
    content.xTitle = sources.run.words().kind().learns || !sources.run.hasRun() ? tr("updates of the controller") : tr("children scored, in groups");
    content.yTitle = tr("share of the sampled operations, %");
    content.xName = tr("update");
    content.yName = tr("share");
    content.xUnit = ChartUnit::Count;
    if (policy.updates().empty()) {
        content.empty = sources.run.hasRun() && !sources.run.words().kind().policy
                            ? tr("No policy samples the children of this search.")
                            : tr("After the first children are scored this shows which operations the policy samples, and how open it still is.");
        return content;
    }
    addShares(content, policy, stacked);
    ChartSeries entropy{.kind = Kind::Line, .name = tr("entropy, of the greatest"), .colour = theme().text};
    ChartSeries skips{.kind = Kind::Line, .name = tr("skips that are on"), .colour = theme().bad, .dashed = true};
    bool any = false;
    for (const auto& [at, event] : policy.updates()) {
        if (event.uniformEntropy > 0 && std::isfinite(event.entropy))
            entropy.points.push_back({0, at, event.entropy / event.uniformEntropy * kPercent});
        skips.points.push_back({0, at, event.skipShare * kPercent});
        any = any || event.skipShare > 0;
    }
    if (!entropy.points.empty())
        content.series.push_back(std::move(entropy));
    if (any && policy.space() == "macro") // in cells the share of identity says the same
        content.series.push_back(std::move(skips));
    return content;
}

} // namespace cw::ui
