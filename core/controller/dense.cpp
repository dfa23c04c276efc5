#include "core/controller/dense.h"

namespace cw {

void addProduct(std::span<const double> from, const float* weights, std::span<double> to)
{
    const auto n = to.size();
    double* const y = to.data();
    std::size_t i = 0;
    for (; i + 4 <= from.size(); i += 4, weights += 4 * n) { // four rows at a time: a quarter of the traffic to `to`
        const double a = from[i], b = from[i + 1], c = from[i + 2], d = from[i + 3];
        if (a == 0 && b == 0 && c == 0 && d == 0)
            continue;
        const float *const p = weights, *const q = p + n, *const r = q + n, *const s = r + n;
        for (std::size_t j = 0; j < n; ++j)
            y[j] += (a * static_cast<double>(p[j]) + b * static_cast<double>(q[j])) + (c * static_cast<double>(r[j]) + d * static_cast<double>(s[j]));
    }
    for (; i < from.size(); ++i, weights += n)
        for (std::size_t j = 0; j < n; ++j)
            y[j] += from[i] * static_cast<double>(weights[j]);
}

void addBackProduct(std::span<double> fromGradient, const float* weights, std::span<const double> toGradient)
{
    const auto n = toGradient.size();
    const double* const g = toGradient.data();
    for (auto& value : fromGradient) {
        double sums[4] = {}; // independent, so that they can run side by side
        std::size_t j = 0;
        for (; j + 4 <= n; j += 4)
            for (std::size_t k = 0; k < 4; ++k)
                sums[k] += static_cast<double>(weights[j + k]) * g[j + k];
        for (; j < n; ++j)
            sums[0] += static_cast<double>(weights[j]) * g[j];
        value += (sums[0] + sums[1]) + (sums[2] + sums[3]);
        weights += n;
    }
}

void addOuterProduct(std::span<const double> from, std::span<const double> toGradient, double* weightGradient)
{
    const auto n = toGradient.size();
    const double* const g = toGradient.data();
    for (const double value : from) {
        if (value != 0)
            for (std::size_t j = 0; j < n; ++j)
                weightGradient[j] += value * g[j];
        weightGradient += n;
    }
}

} // namespace cw
