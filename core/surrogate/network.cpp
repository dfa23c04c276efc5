#include "core/surrogate/network.h"

#include <algorithm>
#include <cmath>

namespace cw {
namespace {
constexpr double kMeanMargin = 1e-3; ///< a mean of 0 or 1 has no logit
}

void Network::initialise(Random& random, double mean)
{
    for (auto& parameter : m_parameters)
        for (int i = 0; i < parameter.value.rows(); ++i)
            for (int j = 0; j < parameter.value.columns(); ++j)
                parameter.value.row(i)[j] = static_cast<float>((2 * random.uniform() - 1) * static_cast<double>(parameter.range));
    const double clamped = std::clamp(mean, kMeanMargin, 1 - kMeanMargin);
    m_parameters.back().value.row(0)[0] = static_cast<float>(std::log(clamped / (1 - clamped)));
}

std::size_t Network::addParameter(std::string_view name, int rows, int columns, float range)
{
    m_parameters.push_back({name, Matrix(rows, columns), Matrix(rows, columns), range});
    return m_parameters.size() - 1;
}

void Network::clearGradients()
{
    for (auto& parameter : m_parameters)
        parameter.gradient.clear();
}

float logistic(float x) { return 1.0f / (1.0f + std::exp(-x)); }

float outputGradient(float prediction, float target, std::size_t batch)
{
    const float sign = prediction > target ? 1.0f : prediction < target ? -1.0f : 0.0f;
    return sign * prediction * (1.0f - prediction) / static_cast<float>(batch);
}

} // namespace cw
