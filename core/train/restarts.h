#pragma once
#include <cstdint>

namespace cw {

/// Cosine with warm restarts (Loshchilov, Hutter 2017, equation 5).
struct Restarts {
    double highest = 0.05, lowest = 0.0005;
    std::int64_t period = 10; ///< first period, in rounds
    std::int64_t factor = 2;  ///< each period is this many times the one before
};
/// Rate of the 0-based step: from `highest` by half a cosine to `lowest`, where a period ends and the next begins.
double restartRate(const Restarts& restarts, std::int64_t step, std::int64_t stepsPerRound);

} // namespace cw
