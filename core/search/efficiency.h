#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace cw {

/// How well searches use the models that they train: figure 4 and table 2 of the PNAS paper (Liu et al. 2018, section 5.3).
/// Pure functions over accuracies (or what else is better when greater) in the order of training; any thread.

/// M of "mean of the best M", as in the paper.
inline constexpr std::array kTops{1, 5, 25};

/// What one run measured.
struct MeasuredRow {
    std::string strategy;
    std::uint64_t seed = 0;
    std::vector<double> accuracies; ///< 0..1, in the order of training
};

/// Mean of the best `top` after top, top + 1, … models: element i is that after top + i. Empty while there are fewer.
std::vector<double> meanOfBest(std::span<const double> accuracies, int top);

/// Over runs of one strategy.
struct EfficiencyPoint {
    int models = 0;
    double mean = 0, deviation = 0; ///< standard deviation of a sample; 0 for one run
    bool operator==(const EfficiencyPoint&) const = default;
};
struct EfficiencyCurve {
    std::string strategy;
    int top = 1;
    int runs = 0;
    int models = 0;                      ///< of the shortest run
    std::vector<EfficiencyPoint> points; ///< models = top, top + 1, … to the end of the shortest run

    const EfficiencyPoint* at(int count) const; ///< after so many models; null beyond its ends
};
/// Runs of one strategy that would cut the curve short for all: less than half as long as the longest. By index, ascending.
std::vector<std::size_t> muchShorter(std::span<const MeasuredRow> runs);
/// One curve for each strategy and top, in the order in which the strategies come first; without those much shorter.
std::vector<EfficiencyCurve> efficiencyCurves(std::span<const MeasuredRow> runs, std::span<const int> tops = kTops);

/// One line of table 2: what it took a strategy to come as far as the reference did with all its models.
struct ModelsNeeded {
    std::size_t reference = 0; ///< index of the run
    int top = 1;
    double accuracy = 0; ///< mean of the reference's best at its end
    std::string strategy;
    std::optional<int> models; ///< first at which the strategy's mean is there; nothing: not reached
    int tried = 0;             ///< models that the strategy has trained (its shortest run)
    /// Models needed by models of the reference: above 1 the reference is quicker.
    std::optional<double> speedup;
};
/// References are all runs of this strategy that trained as many models as a top has; held against the curves of all others.
std::vector<ModelsNeeded> modelsNeeded(std::span<const MeasuredRow> runs, std::string_view reference, std::span<const EfficiencyCurve> curves);

} // namespace cw
