#pragma once
#include <span>
#include <vector>

namespace cw {

/// What a random control has reached after n cells: the best of n, as a mean with a band around it. Fractions 0..1.
struct BestOf {
    int n = 0;
    double mean = 0, deviation = 0; ///< standard deviation over orders, or over runs (of a sample); 0 for one
    double low = 0, high = 0;       ///< edges of the band: quantiles over orders, or least and greatest run
    bool operator==(const BestOf&) const = default;
};

/// Best of the first n draws, n = 1 .. all, over every order in which the same draws could have come: exact, by the distribution of the
/// greatest of n taken without replacement, P(best <= k-th smallest) = C(k, n) / C(N, n). A quantile is the smallest draw that the
/// best does not pass with at least that probability. Time in the square of the number of draws; any thread.
std::vector<BestOf> bestOverOrders(std::span<const double> draws, double lowQuantile = 0.05, double highQuantile = 0.95);

/// Best of the first n draws of each run in its own order, n = 1 .. length of the shortest: mean, least and greatest over the runs.
std::vector<BestOf> bestOverRuns(std::span<const std::vector<double>> runs);

} // namespace cw
