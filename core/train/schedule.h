#pragma once
#include <cstdint>

namespace cw {

/// Learning rate of a 0-based step: base * (1 + cos(pi * step / steps)) / 2 (Loshchilov, Hutter 2017, without restarts).
double cosineRate(double base, std::int64_t step, std::int64_t steps);

/// Reporting intervals of a budget: one an epoch, or up to eight equal ones where steps are counted.
struct Intervals {
    std::int64_t steps = 0, count = 0;
    /// Steps done when the 0-based interval is over.
    std::int64_t end(std::int64_t interval) const { return steps * (interval + 1) / count; }
};
Intervals reportingIntervals(std::int64_t steps, std::int64_t epochs);

} // namespace cw
