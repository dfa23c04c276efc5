#include "core/search/correlation.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "core/base/random.h"

namespace cw {
namespace {

constexpr int kResamples = 2000;
constexpr std::size_t kFewest = 4; ///< pairs below which an interval says nothing

/// Pairs that can be ranked: not a number has no rank.
bool comparable(std::span<const double> x, std::span<const double> y)
{
    const auto isNumber = [](double v) { return !std::isnan(v); };
    return x.size() == y.size() && x.size() >= 2 && std::ranges::all_of(x, isNumber) && std::ranges::all_of(y, isNumber);
}

std::vector<std::size_t> sortedOrder(std::span<const double> values)
{
    std::vector<std::size_t> order(values.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::sort(order, {}, [&](std::size_t i) { return values[i]; });
    return order;
}

/// Calls visit(begin, end) for each run of equal values along the order.
template<class Visit>
void forEachTie(std::span<const double> values, std::span<const std::size_t> order, Visit visit)
{
    for (std::size_t begin = 0, end = 0; begin < order.size(); begin = end) {
        end = begin + 1;
        while (end < order.size() && values[order[end]] == values[order[begin]])
            ++end;
        visit(begin, end);
    }
}

/// 1-based ranks; equal values share the mean of theirs.
std::vector<double> averageRanks(std::span<const double> values)
{
    const auto order = sortedOrder(values);
    std::vector<double> ranks(values.size());
    forEachTie(values, order, [&](std::size_t begin, std::size_t end) {
        for (auto i = begin; i < end; ++i)
            ranks[order[i]] = (static_cast<double>(begin + end) + 1) / 2;
    });
    return ranks;
}

double pearson(std::span<const double> x, std::span<const double> y)
{
    const auto n = static_cast<double>(x.size());
    const double meanX = std::accumulate(x.begin(), x.end(), 0.0) / n, meanY = std::accumulate(y.begin(), y.end(), 0.0) / n;
    double xy = 0, xx = 0, yy = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        xy += (x[i] - meanX) * (y[i] - meanY);
        xx += (x[i] - meanX) * (x[i] - meanX);
        yy += (y[i] - meanY) * (y[i] - meanY);
    }
    return xx > 0 && yy > 0 ? std::clamp(xy / std::sqrt(xx * yy), -1.0, 1.0) : 0;
}

/// Number of exchanges that sorting needs (merge sort); sorts.
std::int64_t countInversions(std::vector<double>& values, std::vector<double>& scratch, std::size_t begin, std::size_t end)
{
    if (end - begin < 2)
        return 0;
    const auto middle = begin + (end - begin) / 2;
    auto count = countInversions(values, scratch, begin, middle) + countInversions(values, scratch, middle, end);
    auto left = begin, right = middle;
    for (auto out = begin; out < end; ++out) {
        const bool takeRight = left == middle || (right < end && values[right] < values[left]);
        if (takeRight)
            count += static_cast<std::int64_t>(middle - left);
        scratch[out] = values[takeRight ? right++ : left++];
    }
    std::copy(scratch.begin() + static_cast<std::ptrdiff_t>(begin), scratch.begin() + static_cast<std::ptrdiff_t>(end),
              values.begin() + static_cast<std::ptrdiff_t>(begin));
    return count;
}

std::int64_t pairs(std::size_t n) { return static_cast<std::int64_t>(n) * (static_cast<std::int64_t>(n) - 1) / 2; }

std::int64_t tiedPairs(std::span<const double> values)
{
    std::int64_t tied = 0;
    forEachTie(values, sortedOrder(values), [&](std::size_t begin, std::size_t end) { tied += pairs(end - begin); });
    return tied;
}

} // namespace

double spearman(std::span<const double> x, std::span<const double> y)
{
    if (!comparable(x, y))
        return 0;
    return pearson(averageRanks(x), averageRanks(y));
}

// Knight 1966: order by x, then by y; the exchanges that y still needs are the discordant pairs.
double kendall(std::span<const double> x, std::span<const double> y)
{
    if (!comparable(x, y))
        return 0;
    const auto n = x.size();
    const auto order = sortedOrder(x);
    std::int64_t tiedBoth = 0;
    std::vector<double> byX(n);
    forEachTie(x, order, [&](std::size_t begin, std::size_t end) {
        for (auto i = begin; i < end; ++i)
            byX[i] = y[order[i]];
        const auto first = byX.begin() + static_cast<std::ptrdiff_t>(begin), last = byX.begin() + static_cast<std::ptrdiff_t>(end);
        std::sort(first, last);
        tiedBoth += tiedPairs({first, last});
    });
    const auto all = pairs(n), tiedX = tiedPairs(x), tiedY = tiedPairs(y);
    std::vector<double> scratch(n);
    const auto discordant = countInversions(byX, scratch, 0, n);
    const auto difference = all - tiedX - tiedY + tiedBoth - 2 * discordant;
    const double scale = std::sqrt(static_cast<double>(all - tiedX)) * std::sqrt(static_cast<double>(all - tiedY));
    return scale > 0 ? std::clamp(static_cast<double>(difference) / scale, -1.0, 1.0) : 0;
}

double meanAbsoluteError(std::span<const double> x, std::span<const double> y)
{
    if (x.size() != y.size() || x.empty())
        return 0;
    double total = 0;
    for (std::size_t i = 0; i < x.size(); ++i)
        total += std::abs(x[i] - y[i]);
    return total / static_cast<double>(x.size());
}

std::optional<RankCorrelation> rankCorrelation(std::span<const double> predicted, std::span<const double> measured, std::uint64_t seed)
{
    const auto n = predicted.size();
    if (n < kFewest || !comparable(predicted, measured))
        return std::nullopt;
    Random random(deriveSeed(seed, "bootstrap"));
    std::vector<double> x(n), y(n), values(kResamples);
    for (auto& value : values) {
        for (std::size_t i = 0; i < n; ++i) {
            const auto pick = static_cast<std::size_t>(random.below(n));
            x[i] = predicted[pick];
            y[i] = measured[pick];
        }
        value = spearman(x, y);
    }
    std::ranges::sort(values);
    // Percentiles by linear interpolation between order statistics.
    const auto percentile = [&](double p) {
        const double position = p * (kResamples - 1);
        const auto below = static_cast<std::size_t>(position);
        const double part = position - static_cast<double>(below);
        return values[below] + part * (values[std::min(below + 1, values.size() - 1)] - values[below]);
    };
    return RankCorrelation{spearman(predicted, measured), kendall(predicted, measured), percentile(0.025), percentile(0.975), static_cast<int>(n)};
}

} // namespace cw
