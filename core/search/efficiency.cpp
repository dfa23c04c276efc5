#include "core/search/efficiency.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <numeric>

namespace cw {

std::vector<double> meanOfBest(std::span<const double> accuracies, int top)
{
    std::vector<double> best, means; // best: descending
    for (const double value : accuracies) {
        const auto full = static_cast<int>(best.size()) == top;
        if (!full || value > best.back()) {
            if (full)
                best.pop_back();
            best.insert(std::upper_bound(best.begin(), best.end(), value, std::greater<>()), value);
        } else if (!means.empty()) {
            means.push_back(means.back());
            continue;
        }
        if (static_cast<int>(best.size()) == top)
            means.push_back(std::accumulate(best.begin(), best.end(), 0.0) / top);
    }
    return means;
}

const EfficiencyPoint* EfficiencyCurve::at(int count) const
{
    const auto index = count - top;
    return index < 0 || index >= static_cast<int>(points.size()) ? nullptr : &points[static_cast<std::size_t>(index)];
}

std::vector<std::size_t> muchShorter(std::span<const MeasuredRow> runs)
{
    std::map<std::string_view, std::size_t> longest;
    for (const auto& run : runs)
        longest[run.strategy] = std::max(longest[run.strategy], run.accuracies.size());
    std::vector<std::size_t> found;
    for (std::size_t i = 0; i < runs.size(); ++i)
        if (runs[i].accuracies.size() * 2 < longest[runs[i].strategy])
            found.push_back(i);
    return found;
}

namespace {

EfficiencyCurve curveOf(const std::string& strategy, std::span<const MeasuredRow* const> runs, int top)
{
    EfficiencyCurve curve{strategy, top, static_cast<int>(runs.size()), 0, {}};
    curve.models = static_cast<int>(runs.front()->accuracies.size());
    std::vector<std::vector<double>> rows;
    for (const auto* run : runs) {
        curve.models = std::min(curve.models, static_cast<int>(run->accuracies.size()));
        rows.push_back(meanOfBest(run->accuracies, top));
    }
    const auto count = static_cast<double>(rows.size());
    for (std::size_t i = 0; static_cast<int>(i) + top <= curve.models; ++i) {
        EfficiencyPoint point{top + static_cast<int>(i), 0, 0};
        for (const auto& row : rows)
            point.mean += row[i] / count;
        double squares = 0;
        for (const auto& row : rows)
            squares += (row[i] - point.mean) * (row[i] - point.mean);
        point.deviation = rows.size() > 1 ? std::sqrt(squares / (count - 1)) : 0;
        curve.points.push_back(point);
    }
    return curve;
}

} // namespace

std::vector<EfficiencyCurve> efficiencyCurves(std::span<const MeasuredRow> runs, std::span<const int> tops)
{
    const auto shorter = muchShorter(runs);
    std::vector<std::string> order;
    std::map<std::string, std::vector<const MeasuredRow*>> groups;
    for (std::size_t i = 0; i < runs.size(); ++i) {
        if (std::binary_search(shorter.begin(), shorter.end(), i))
            continue;
        auto& group = groups[runs[i].strategy];
        if (group.empty())
            order.push_back(runs[i].strategy);
        group.push_back(&runs[i]);
    }
    std::vector<EfficiencyCurve> curves;
    for (const auto& strategy : order)
        for (const int top : tops)
            curves.push_back(curveOf(strategy, groups[strategy], top));
    return curves;
}

std::vector<ModelsNeeded> modelsNeeded(std::span<const MeasuredRow> runs, std::string_view reference, std::span<const EfficiencyCurve> curves)
{
    std::vector<ModelsNeeded> table;
    for (std::size_t i = 0; i < runs.size(); ++i) {
        if (runs[i].strategy != reference)
            continue;
        for (const auto& curve : curves) {
            const auto reached = meanOfBest(runs[i].accuracies, curve.top);
            if (curve.strategy == reference || reached.empty())
                continue;
            ModelsNeeded line{i, curve.top, reached.back(), curve.strategy, {}, curve.models, {}};
            const auto there = std::find_if(curve.points.begin(), curve.points.end(), [&](const auto& point) { return point.mean >= line.accuracy; });
            if (there != curve.points.end()) {
                line.models = there->models;
                line.speedup = static_cast<double>(there->models) / static_cast<double>(runs[i].accuracies.size());
            }
            table.push_back(std::move(line));
        }
    }
    std::stable_sort(table.begin(), table.end(), [](const auto& a, const auto& b) { return std::pair(a.reference, a.top) < std::pair(b.reference, b.top); });
    return table;
}

} // namespace cw
