#include "core/search/random_control.h"

#include <algorithm>
#include <cmath>

namespace cw {
namespace {

constexpr double kRounding = 1e-12; // a probability that is exactly the quantile may come out a little below it

}

std::vector<BestOf> bestOverOrders(std::span<const double> draws, double lowQuantile, double highQuantile)
{
    std::vector<double> sorted(draws.begin(), draws.end());
    std::sort(sorted.begin(), sorted.end());
    const auto count = sorted.size();
    std::vector<double> notAbove(count, 1.0); // P(best of n <= sorted[k]), one factor more for each n
    std::vector<BestOf> curve;
    curve.reserve(count);
    for (std::size_t n = 1; n <= count; ++n) {
        const double left = static_cast<double>(count - n + 1);
        BestOf best{static_cast<int>(n), 0, 0, sorted.back(), sorted.back()};
        double before = 0, square = 0;
        bool lowFound = false, highFound = false;
        for (std::size_t k = 0; k < count; ++k) {
            notAbove[k] *= k + 1 < n ? 0 : static_cast<double>(k + 2 - n) / left;
            const double here = notAbove[k] - before;
            best.mean += here * sorted[k];
            square += here * sorted[k] * sorted[k];
            if (!lowFound && notAbove[k] >= lowQuantile - kRounding) {
                best.low = sorted[k];
                lowFound = true;
            }
            if (!highFound && notAbove[k] >= highQuantile - kRounding) {
                best.high = sorted[k];
                highFound = true;
            }
            before = notAbove[k];
        }
        best.deviation = n == count ? 0 : std::sqrt(std::max(0.0, square - best.mean * best.mean));
        curve.push_back(best);
    }
    return curve;
}

std::vector<BestOf> bestOverRuns(std::span<const std::vector<double>> runs)
{
    if (runs.empty())
        return {};
    const auto length = std::min_element(runs.begin(), runs.end(), [](const auto& a, const auto& b) { return a.size() < b.size(); })->size();
    std::vector<double> best(runs.size(), 0);
    std::vector<BestOf> curve;
    curve.reserve(length);
    const auto count = static_cast<double>(runs.size());
    for (std::size_t i = 0; i < length; ++i) {
        for (std::size_t r = 0; r < runs.size(); ++r)
            best[r] = i == 0 ? runs[r][0] : std::max(best[r], runs[r][i]);
        BestOf at{static_cast<int>(i) + 1, 0, 0, best[0], best[0]};
        for (const double value : best) {
            at.mean += value / count;
            at.low = std::min(at.low, value);
            at.high = std::max(at.high, value);
        }
        double squares = 0;
        for (const double value : best)
            squares += (value - at.mean) * (value - at.mean);
        at.deviation = runs.size() > 1 ? std::sqrt(squares / (count - 1)) : 0;
        curve.push_back(at);
    }
    return curve;
}

} // namespace cw
