#include <map>
#include <vector>

#include "core/search/collapse.h"
#include "core/store/run_summary.h"

namespace cw {

void RunTally::addRounds(RunSummary& result) const
{
    std::map<int, RoundSummary> rounds;
    struct Sum {
        double sum = 0;
        std::int64_t count = 0;
        void add(double value, std::int64_t times) { sum += value * static_cast<double>(times), count += times; }
        double mean() const { return count > 0 ? sum / static_cast<double>(count) : 0; }
    };
    Sum loss;
    for (const auto& [moment, e] : m_trained) {
        auto& round = rounds[e.round];
        if (round.steps == 0)
            loss = {};
        loss.add(e.loss, e.step - round.step);
        round.round = e.round;
        round.step = e.step;
        round.steps = e.steps;
        round.loss = loss.mean();
        round.trainSeconds += e.seconds;
        result.roundsPlanned = e.rounds;
        result.shared = true;
    }
    Sum reward, random, entropy, skips;
    std::vector<Sum> shares;
    for (const auto& [moment, e] : m_policy) {
        auto& round = rounds[e.round];
        if (round.updates == 0)
            reward = random = entropy = skips = {}, shares.assign(e.operationShares.size(), {});
        const auto times = e.step - round.update;
        reward.add(e.reward, times);
        entropy.add(e.entropy, times);
        skips.add(e.skipShare, times);
        if (e.randomReward)
            random.add(*e.randomReward, times);
        round.operationShares.resize(shares.size());
        for (std::size_t i = 0; i < shares.size() && i < e.operationShares.size(); ++i) {
            shares[i].add(e.operationShares[i], times);
            round.operationShares[i] = shares[i].mean();
        }
        round.round = e.round;
        round.update = e.step;
        round.updates = e.steps;
        round.reward = reward.mean();
        if (random.count > 0)
            round.randomReward = random.mean();
        round.entropy = entropy.mean();
        round.uniformEntropy = e.uniformEntropy;
        round.skipShare = skips.mean();
        round.baseline = e.baseline;
        round.policySeconds += e.seconds;
        result.roundsPlanned = e.rounds;
    }
    for (auto& [number, round] : rounds)
        result.rounds.push_back(std::move(round));
    auto newest = m_policy.end();
    for (std::size_t i = 0; i < kCollapseEvents && newest != m_policy.begin(); ++i)
        --newest;
    for (; newest != m_policy.end(); ++newest)
        result.newestPolicy.push_back(newest->second);
    result.latestChild = m_latestChild;
    if (result.shared)
        for (const auto& [id, child] : m_children)
            result.deriveSeconds += child.seconds;
}

double RunSummary::share() const
{
    if (finished)
        return 1;
    if (!shared)
        return modelsPlanned > 0 ? static_cast<double>(done) / modelsPlanned : 0;
    constexpr double kTraining = 0.7; // of a round: more or less, as it usually is
    const auto& now = rounds.back();
    const auto part = [](std::int64_t some, std::int64_t all) { return all > 0 ? static_cast<double>(some) / static_cast<double>(all) : 0; };
    return (now.round - 1 + kTraining * part(now.step, now.steps) + (1 - kTraining) * part(now.update, now.updates)) / roundsPlanned;
}

} // namespace cw
