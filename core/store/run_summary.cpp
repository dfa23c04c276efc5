#include "core/store/run_summary.h"

#include <algorithm>

namespace cw {
namespace {

constexpr double kOverheadSeconds = 1; ///< at most, of a child beside its training

template<class... Functions>
struct Overloaded : Functions... {
    using Functions::operator()...;
};

} // namespace

void RunTally::add(const Event& event) { add(event.body, event.unixMilliseconds); }

void RunTally::add(const EventBody& body, std::int64_t now)
{
    std::visit(Overloaded{
                   [&](const StateChanged& e) {
                       m_state = e.to;
                       if (e.to == SessionState::Preparing) {
                           m_end.reset();
                           m_error.reset();
                       }
                       m_mark = now;
                   },
                   [&](const LevelStarted& e) {
                       std::erase_if(m_children, [&](const auto& child) { return child.second.proposed.level >= e.level; });
                       m_levels.erase(m_levels.lower_bound(e.level), m_levels.end());
                       m_levels[e.level] = {.blocks = e.level, .toTrain = e.toTrain, .trust = {}, .beam = {}, .fit = {}};
                       m_modelsPlanned = e.modelsPlanned;
                       m_mark = now;
                   },
                   [&](const CandidateProposed& e) { m_children[e.id] = {e, std::nullopt, 0, 0, 0}; },
                   [&](const CandidateEvaluated& e) {
                       const auto child = m_children.find(e.evaluation.id);
                       if (child == m_children.end())
                           return;
                       child->second.outcome = e.evaluation.outcome;
                       child->second.accuracy = e.evaluation.accuracy;
                       child->second.seconds = e.evaluation.seconds;
                       // No longer than the child itself took: the night between two sittings is not training.
                       child->second.wallSeconds =
                           std::clamp(static_cast<double>(now - m_mark) / 1000, 0.0, e.evaluation.seconds + kOverheadSeconds);
                       m_mark = now;
                   },
                   [&](const LevelFinished& e) {
                       auto& level = m_levels[e.level];
                       level.finished = true;
                       level.blocks = e.level;
                       level.trust = e.trust;
                       level.beam = e.beam;
                       level.fit = e.fit;
                       level.best = e.best;
                       level.bestId = e.bestId;
                   },
                   [&](const SharedWeightsTrained& e) {
                       m_policy.erase(m_policy.lower_bound({e.round, 0}), m_policy.end());
                       m_trained.erase(m_trained.lower_bound({e.round, e.step}), m_trained.end());
                       m_trained[{e.round, e.step}] = e;
                   },
                   [&](const PolicyUpdated& e) {
                       m_trained.erase(m_trained.lower_bound({e.round + 1, 0}), m_trained.end());
                       m_policy.erase(m_policy.lower_bound({e.round, e.step}), m_policy.end());
                       m_policy[{e.round, e.step}] = e;
                   },
                   [&](const ChildSampled& e) { m_latestChild = e; },
                   [&](const SearchFinished& e) { m_end = e; },
                   [&](const SessionFailed& e) { m_error = e.error; },
                   [](const auto&) {},
               },
               body);
}

RunSummary RunTally::summary() const
{
    RunSummary result;
    result.state = m_state;
    result.modelsPlanned = m_modelsPlanned;
    result.error = m_error;
    auto levels = m_levels;
    const Child* best = nullptr;
    for (const auto& [id, child] : m_children) {
        if (!child.outcome)
            continue;
        auto& level = levels[child.proposed.level];
        ++result.done;
        ++level.done;
        level.wallSeconds += child.wallSeconds;
        result.skipped += *child.outcome == Outcome::Skipped ? 1 : 0;
        result.failed += *child.outcome == Outcome::Failed ? 1 : 0;
        if (*child.outcome != Outcome::Measured)
            continue;
        ++result.evaluated;
        ++level.trained;
        if (!best || child.accuracy > best->accuracy)
            best = &child;
    }
    if (m_end) {
        result.finished = true;
        result.early = m_end->early;
        result.seconds = m_end->seconds;
        const auto winner = m_children.find(m_end->winner);
        best = winner == m_children.end() ? nullptr : &winner->second;
    }
    addRounds(result);
    for (const auto& [number, level] : m_levels) // rewards of different rounds are those of different weights
        if (const auto found = m_children.find(level.bestId); !m_end && result.shared && level.finished && found != m_children.end())
            best = &found->second;
    if (best) {
        result.best = best->proposed;
        result.bestAccuracy = best->accuracy;
    }
    for (const auto& [number, level] : levels)
        result.levels.push_back(level);
    return result;
}

RunSummary summarize(std::span<const Event> events)
{
    RunTally tally;
    for (const auto& event : events)
        tally.add(event);
    return tally.summary();
}

} // namespace cw
