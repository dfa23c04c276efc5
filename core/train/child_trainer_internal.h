#pragma once
#include <functional>

#include "core/base/control.h"
#include "core/batch/image_batches_internal.h"
#include "core/nn/image_network_internal.h"
#include "core/search/training_settings.h"
#include "core/train/child_checkpoint.h"
#include "core/train/schedule.h"
#include "core/train/sgd_internal.h"

namespace cw {

/// Trains one network over its budget of mini-batches. Everything random is a function of (seed, step), so that a training
/// cut anywhere goes on to the same bits. network and data are borrowed. Not thread-safe.
class ChildTrainer {
public:
    ChildTrainer(nn::ImageNetwork& network, const ImageBatches& data, const TrainingSettings& settings, std::vector<std::int64_t> images, std::uint64_t seed);

    bool done() const { return m_diverged || m_step == m_intervals.steps; }
    /// One mini-batch. Not when done().
    void step();

    std::int64_t stepsDone() const { return m_step; }
    std::int64_t steps() const { return m_intervals.steps; }
    /// Mean loss of the current interval as last read from the device, nats.
    double recentLoss() const { return m_recentLoss; }
    /// The loss became infinite or not a number. The step that showed it on the CPU was not applied.
    bool diverged() const { return m_diverged; }
    const std::vector<EpochPoint>& curve() const { return m_curve; }

    /// Fills step, curve, lossSum and buffers.
    void save(ChildCheckpoint& checkpoint) const;
    void restore(const ChildCheckpoint& checkpoint);
    std::array<std::size_t, 3> bufferSizes() const;

private:
    void readLoss();

    nn::ImageNetwork& m_network;
    const ImageBatches& m_data;
    TrainingSettings m_settings;
    DataOrder m_order;
    std::uint64_t m_augmentationSeed, m_dropoutSeed;
    Sgd m_sgd;
    Intervals m_intervals;
    at::Tensor m_lossSum; ///< of the current interval, double, on the device
    std::int64_t m_step = 0;
    std::vector<EpochPoint> m_curve;
    double m_recentLoss = 0;
    bool m_diverged = false;
};

} // namespace cw
