#include "core/search/enas_tally.h"

#include <algorithm>
#include <cmath>

#include <nlohmann/json.hpp>

#include "core/search/policy_space.h"

namespace cw {
namespace {

constexpr std::int64_t kEventsPerRound = 20;

double mean(double sum, std::int64_t count) { return count > 0 ? sum / static_cast<double>(count) : 0; }

} // namespace

bool eventDue(int round, std::int64_t done, std::int64_t steps)
{
    return done == steps || (round == 1 && done == 1) || done * kEventsPerRound / steps != (done - 1) * kEventsPerRound / steps;
}

void TrainTally::add(double batchLoss, double batchSeconds)
{
    seconds += batchSeconds;
    if (std::isfinite(batchLoss))
        losses.push_back(batchLoss);
}

double TrainTally::loss() const
{
    if (losses.empty())
        return 0;
    auto sorted = losses;
    std::sort(sorted.begin(), sorted.end());
    const auto half = sorted.size() / 2;
    return sorted.size() % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

nlohmann::json TrainTally::save() const { return {{"losses", losses}, {"seconds", seconds}}; }

void TrainTally::restore(const nlohmann::json& state)
{
    *this = {state.at("losses").get<std::vector<double>>(), state.at("seconds").get<double>()};
}

PolicyTally::PolicyTally(const DecisionSpace& space)
    : m_decisions(space.decisions().begin(), space.decisions().end())
    , m_uniformEntropy(uniformEntropy(space))
{
    for (int i = 0; space.cellInputs() > 0 && i < space.operationCount(); ++i)
        if (space.operationLabel(i) == info(OpId::Identity).label)
            m_identity = i;
    m_sums.operations.resize(static_cast<std::size_t>(space.operationCount()));
}

void PolicyTally::add(const ScoredSample& sample, std::optional<double> randomReward, double seconds)
{
    m_sums.reward += sample.reward;
    m_sums.entropy += sample.entropy;
    m_sums.seconds += seconds;
    ++m_sums.samples;
    if (randomReward) {
        m_sums.randomReward += *randomReward;
        ++m_sums.randomSamples;
    }
    for (std::size_t i = 0; i < m_decisions.size(); ++i) {
        const auto choice = sample.choices[i];
        if (m_decisions[i].kind == DecisionKind::Operation)
            ++m_sums.operations[static_cast<std::size_t>(choice)];
        if (m_decisions[i].kind == DecisionKind::Skip || (m_decisions[i].kind == DecisionKind::Operation && m_identity >= 0)) {
            ++m_sums.skipChoices;
            m_sums.skips += choice == (m_identity >= 0 ? m_identity : 1) ? 1 : 0;
        }
    }
}

void PolicyTally::addUpdate(double gradientNorm, double seconds)
{
    m_sums.seconds += seconds;
    if (!std::isfinite(gradientNorm)) // the controller threw it away; a saved state could not hold it
        return;
    m_sums.gradientNorm += gradientNorm;
    ++m_sums.updates;
}

PolicyUpdated PolicyTally::told() const
{
    PolicyUpdated event;
    event.reward = mean(m_sums.reward, m_sums.samples);
    event.entropy = mean(m_sums.entropy, m_sums.samples);
    event.uniformEntropy = m_uniformEntropy;
    if (m_sums.randomSamples > 0)
        event.randomReward = mean(m_sums.randomReward, m_sums.randomSamples);
    std::int64_t chosen = 0;
    for (const auto count : m_sums.operations)
        chosen += count;
    for (const auto count : m_sums.operations)
        event.operationShares.push_back(mean(static_cast<double>(count), chosen));
    event.skipShare = mean(static_cast<double>(m_sums.skips), m_sums.skipChoices);
    event.gradientNorm = mean(m_sums.gradientNorm, m_sums.updates);
    event.seconds = m_sums.seconds;
    return event;
}

void PolicyTally::clear()
{
    const auto operations = m_sums.operations.size();
    m_sums = {};
    m_sums.operations.resize(operations);
}

nlohmann::json PolicyTally::save() const
{
    return {{"sums", {m_sums.reward, m_sums.entropy, m_sums.randomReward, m_sums.gradientNorm, m_sums.seconds}},
            {"counts", {m_sums.samples, m_sums.randomSamples, m_sums.updates, m_sums.skips, m_sums.skipChoices}},
            {"operations", m_sums.operations}};
}

void PolicyTally::restore(const nlohmann::json& state)
{
    Sums sums;
    double* const reals[] = {&sums.reward, &sums.entropy, &sums.randomReward, &sums.gradientNorm, &sums.seconds};
    std::int64_t* const counts[] = {&sums.samples, &sums.randomSamples, &sums.updates, &sums.skips, &sums.skipChoices};
    for (std::size_t i = 0; i < std::size(reals); ++i)
        *reals[i] = state.at("sums").at(i).get<double>();
    for (std::size_t i = 0; i < std::size(counts); ++i)
        *counts[i] = state.at("counts").at(i).get<std::int64_t>();
    sums.operations = state.at("operations").get<std::vector<std::int64_t>>();
    sums.operations.resize(m_sums.operations.size());
    m_sums = std::move(sums);
}

} // namespace cw
