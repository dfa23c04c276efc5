#pragma once
#include <optional>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "core/search/policy_draw.h"
#include "core/session/events.h"

namespace cw {

/// Several events a round tell of many mini-batches: true when one is due after `done` of `steps`. In the first round the first step
/// is told at once, so that whoever looks sees life.
bool eventDue(int round, std::int64_t done, std::int64_t steps);

/// Mini-batches of phase 1 since the last event. A plain value, part of the strategy's state.
struct TrainTally {
    std::vector<double> losses; ///< those that are numbers
    double seconds = 0;

    void add(double batchLoss, double batchSeconds);
    /// Median: one sampled child that explodes would drown a mean. 0 where there is none.
    double loss() const;
    nlohmann::json save() const;
    void restore(const nlohmann::json& state); ///< throws what nlohmann::json throws
};

/// Samples and updates of phase 2 since the last event. Counts choices over all decisions of a kind.
class PolicyTally {
public:
    explicit PolicyTally(const DecisionSpace& space);
    void add(const ScoredSample& sample, std::optional<double> randomReward, double seconds);
    void addUpdate(double gradientNorm, double seconds);
    /// Means since the last event; round, step, baseline and child are left to the caller.
    PolicyUpdated told() const;
    void clear();
    nlohmann::json save() const;
    void restore(const nlohmann::json& state); ///< throws what nlohmann::json throws

private:
    struct Sums {
        double reward = 0, entropy = 0, randomReward = 0, gradientNorm = 0, seconds = 0;
        std::int64_t samples = 0, randomSamples = 0, updates = 0, skips = 0, skipChoices = 0;
        std::vector<std::int64_t> operations;
    };
    std::vector<DecisionSpec> m_decisions;
    double m_uniformEntropy;
    int m_identity = -1; ///< index of the identity among a cell's operations; -1: none
    Sums m_sums;
};

} // namespace cw
