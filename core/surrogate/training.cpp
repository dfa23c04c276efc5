#include "core/surrogate/training.h"

#include <algorithm>
#include <cmath>

namespace cw {
namespace {

/// Adam with the usual constants (Kingma, Ba 2015).
class Adam {
public:
    explicit Adam(const Network& network)
    {
        for (const auto& parameter : network.parameters())
            m_moments.push_back({Matrix(parameter.value.rows(), parameter.value.columns()), Matrix(parameter.value.rows(), parameter.value.columns())});
    }
    void step(Network& network, double rate)
    {
        m_decay1 *= 0.9;
        m_decay2 *= 0.999;
        for (std::size_t i = 0; i < m_moments.size(); ++i) {
            auto& parameter = network.parameters()[i];
            kernels().adam(static_cast<int>(parameter.value.size()), static_cast<float>(rate / (1 - m_decay1)), static_cast<float>(std::sqrt(1 - m_decay2)),
                           parameter.gradient.data(), m_moments[i].first.data(), m_moments[i].second.data(), parameter.value.data());
        }
    }

private:
    struct Moments {
        Matrix first, second;
    };
    std::vector<Moments> m_moments;
    double m_decay1 = 1, m_decay2 = 1;
};

} // namespace

void train(Network& network, std::span<const TrainingSample> samples, const NetworkTraining& settings, std::uint64_t seed, Control& control)
{
    Random weights(deriveSeed(seed, "weights")), order(deriveSeed(seed, "order"));
    double mean = 0;
    for (const auto& sample : samples)
        mean += static_cast<double>(sample.target) / static_cast<double>(samples.size());
    network.initialise(weights, mean);
    Adam adam(network);
    std::vector<TrainingSample> shuffled(samples.begin(), samples.end());
    const auto batch = static_cast<std::size_t>(std::max(settings.batch, 1));
    std::vector<const EncodedCell*> cells;
    std::vector<float> targets;
    for (int epoch = 0; epoch < settings.epochs; ++epoch) {
        order.shuffle(shuffled);
        for (std::size_t begin = 0; begin < shuffled.size(); begin += batch) {
            control.check();
            cells.clear();
            targets.clear();
            for (auto i = begin; i < std::min(begin + batch, shuffled.size()); ++i) {
                cells.push_back(shuffled[i].cell);
                targets.push_back(shuffled[i].target);
            }
            network.gradients(cells, targets);
            adam.step(network, settings.rate);
        }
    }
}

} // namespace cw
