#pragma once
#include <cstdint>

#include "core/search/parameters.h"

namespace cw {

/// How shared weights over pictures are trained (spaces micro and macro).
struct SharedImageSettings {
    std::int64_t rounds = 150, roundSteps = 0; ///< mini-batches a round; 0: one pass
    std::int64_t batch = 160;
    double learningRate = 0.05, minLearningRate = 0.0005;
    std::int64_t restartPeriod = 10, restartFactor = 2; ///< in rounds (Loshchilov, Hutter 2017)
    double momentum = 0.9, weightDecay = 2e-4, clip = 5, dropout = 0.1;
    double auxWeight = 0; ///< micro only
    bool flip = true;
    int cropPadding = 4;
    double validationFraction = 0.1;
    std::int64_t trainLimit = 0, validationLimit = 0; ///< images; 0: all
};
SharedImageSettings sharedImageSettings(const Settings& settings);

/// How a language model is trained: the shared weights of the space recurrent, and its children from scratch.
struct TextTrainingSettings {
    std::int64_t rounds = 0, roundSteps = 0; ///< of shared weights
    std::int64_t epochs = 0, steps = 0;      ///< of a child from scratch; steps 0: epochs decide
    std::int64_t hidden = 200, batch = 128, bptt = 35;
    double learningRate = 20, rateDecay = 0.96;
    std::int64_t decayFrom = 15; ///< 1-based pass or round after which the rate first falls
    double weightDecay = 2e-7, clip = 0.25;
    double dropoutWords = 0.1, dropoutInput = 0.25, dropoutState = 0.25, dropoutOutput = 0.4;
    std::int64_t trainLimit = 0, validationLimit = 0; ///< tokens; 0: all
};
TextTrainingSettings textTrainingSettings(const Settings& settings);

} // namespace cw
