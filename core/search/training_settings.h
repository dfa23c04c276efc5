#pragma once
#include <cstdint>

#include "core/search/parameters.h"

namespace cw {

/// How a child is trained and measured: the values of trainingParameters() that matter once the network stands.
struct TrainingSettings {
    std::int64_t epochs = 20;
    std::int64_t steps = 0; ///< mini-batches; 0: epochs decide
    std::int64_t batch = 32;
    double learningRate = 0.01;
    bool cosine = true;
    double momentum = 0.9;
    double weightDecay = 5e-4;
    double clip = 5; ///< greatest norm of the gradient; 0: none
    double dropout = 0; ///< part of the values before the classifier; spaces without that setting drop nothing
    bool flip = true;
    int cropPadding = 4; ///< pixels
    std::int64_t recalibrateBatches = 0;
    double validationFraction = 0.1;
    std::int64_t trainLimit = 0, validationLimit = 0; ///< images; 0: all
};
/// settings holds at least trainingParameters().
TrainingSettings trainingSettings(const Settings& settings);

/// Full mini-batches in one pass over `images`; what is left over waits for the next pass, which has another order.
/// Fewer images than one batch make one batch of them all.
std::int64_t batchesPerEpoch(std::int64_t images, std::int64_t batch);
/// Mini-batches a child is trained for.
std::int64_t stepBudget(const TrainingSettings& settings, std::int64_t images);

} // namespace cw
