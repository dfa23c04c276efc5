#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "core/base/control.h"
#include "core/surrogate/network.h"

namespace cw {

struct TrainingSample {
    const EncodedCell* cell = nullptr;
    float target = 0; ///< accuracy, 0..1
};
struct NetworkTraining {
    int epochs = 60;
    int batch = 64;
    double rate = 0.002;
};

/// Trains from fresh weights by Adam on the mean absolute error, with a new order of the samples each epoch.
/// Blocks; throws Cancelled.
void train(Network& network, std::span<const TrainingSample> samples, const NetworkTraining& settings, std::uint64_t seed, Control& control);

} // namespace cw
