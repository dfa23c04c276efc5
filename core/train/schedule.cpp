#include "core/train/schedule.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace cw {

double cosineRate(double base, std::int64_t step, std::int64_t steps)
{
    return base * (1 + std::cos(std::numbers::pi * static_cast<double>(step) / static_cast<double>(steps))) / 2;
}

Intervals reportingIntervals(std::int64_t steps, std::int64_t epochs)
{
    return {steps, epochs > 0 ? epochs : std::min<std::int64_t>(8, steps)};
}

} // namespace cw
