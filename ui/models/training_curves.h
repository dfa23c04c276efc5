#pragma once
#include <cstdint>
#include <vector>

#include <QPointF>
#include <QString>

#include "core/search/evaluation.h"

namespace cw::ui {

/// The loss of one training as far as it was told: bounded, evenly thinned (progress is lossy anyway). A plain value.
class LossTrace {
public:
    static constexpr std::size_t kMaxPoints = 200;
    /// A step at or before the last one: the training began again.
    void add(std::int64_t step, double loss);
    const std::vector<QPointF>& points() const { return m_points; } ///< (step, nats), finite

private:
    std::vector<QPointF> m_points;
    std::int64_t m_last = -1, m_every = 0; ///< least distance between two points, in steps
};

/// What a curve view draws: each line over its own range, and what the horizontal axis counts.
struct TrainingCurve {
    std::vector<QPointF> loss, accuracy; ///< x: step or epoch; nats; 0..1
    QString unit;                        ///< "epoch" or "step"
    double from = 0, to = 0;             ///< the horizontal range, to its end also while it trains
    bool empty() const { return loss.empty() && accuracy.empty(); }
    bool operator==(const TrainingCurve&) const = default;
};

/// Of a finished training. budgetSteps: of the run's children where they train for steps; 0: they train for epochs.
TrainingCurve finishedCurve(const std::vector<EpochPoint>& points, std::int64_t budgetSteps);
/// Of one under way.
TrainingCurve liveCurve(const LossTrace& trace, std::int64_t steps);

} // namespace cw::ui
