#pragma once
#include <cstdint>
#include <optional>
#include <span>

namespace cw {

/// Rank correlation with its 95 % bootstrap interval (percentile, 2,000 resamples, seeded).
struct RankCorrelation {
    double spearman = 0, kendall = 0; ///< Kendall's tau-b; both with average ranks for ties
    double low = 0, high = 0;         ///< interval of Spearman
    int n = 0;
};
/// 0 where one side is constant, there are fewer than 2 pairs, the lengths differ or a value is not a number.
double spearman(std::span<const double> x, std::span<const double> y);
double kendall(std::span<const double> x, std::span<const double> y);
double meanAbsoluteError(std::span<const double> x, std::span<const double> y);
/// Nothing for fewer than 4 pairs.
std::optional<RankCorrelation> rankCorrelation(std::span<const double> predicted, std::span<const double> measured, std::uint64_t seed);

} // namespace cw
