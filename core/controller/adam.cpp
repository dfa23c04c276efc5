#include "core/controller/adam.h"

#include <algorithm>
#include <cmath>

namespace cw {

void Adam::step(std::span<float> weights, std::span<const double> gradient, const AdamRates& rates)
{
    steps = std::min(steps + 1, kMostSteps);
    const double correction1 = 1 - std::pow(rates.beta1, steps), correction2 = 1 - std::pow(rates.beta2, steps);
    for (std::size_t i = 0; i < weights.size(); ++i) {
        const double g = gradient[i];
        first[i] = static_cast<float>(rates.beta1 * static_cast<double>(first[i]) + (1 - rates.beta1) * g);
        second[i] = static_cast<float>(rates.beta2 * static_cast<double>(second[i]) + (1 - rates.beta2) * g * g);
        const double m = static_cast<double>(first[i]) / correction1, v = static_cast<double>(second[i]) / correction2;
        weights[i] = static_cast<float>(static_cast<double>(weights[i]) - rates.rate * m / (std::sqrt(v) + rates.epsilon));
    }
}

} // namespace cw
