#pragma once
#include <span>
#include <vector>

namespace cw {

struct AdamRates {
    double rate = 1e-3, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8;
};

/// Adam (Kingma, Ba 2015, algorithm 1) over one flat row of float weights: moments are floats, so that saving them is exact;
/// arithmetic is double.
struct Adam {
    std::vector<float> first, second; ///< moments, one for each weight
    int steps = 0;                    ///< stays at kMostSteps: by then the correction of bias is none
    static constexpr int kMostSteps = 1 << 24;

    /// Weights and gradient of the moments' size.
    void step(std::span<float> weights, std::span<const double> gradient, const AdamRates& rates);
};

} // namespace cw
