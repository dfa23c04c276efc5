#include "core/train/restarts.h"

#include "core/train/schedule.h"

namespace cw {

double restartRate(const Restarts& r, std::int64_t step, std::int64_t stepsPerRound)
{
    auto within = step;
    auto period = r.period * stepsPerRound;
    if (r.factor == 1)
        within %= period;
    while (within >= period) {
        within -= period;
        period *= r.factor;
    }
    return r.lowest + cosineRate(r.highest - r.lowest, within, period);
}

} // namespace cw
