#include "core/store/run_summary.h"

#include <algorithm>

namespace cw {
namespace {

constexpr int kFewestResults = 3;
constexpr double kOverheadSeconds = 1; ///< at most, of a child beside its training
constexpr double kSlack = 0.12; ///< how much children of one level differ on average

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
                   [&](const CandidateProposed& e) { m_children[e.id] = {e, std::nullopt, 0, 0}; },
                   [&](const CandidateEvaluated& e) {
                       const auto child = m_children.find(e.evaluation.id);
                       if (child == m_children.end())
                           return;
                       child->second.outcome = e.evaluation.outcome;
                       child->second.accuracy = e.evaluation.accuracy;
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
                   },
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

std::optional<TimeLeft> estimateTimeLeft(const RunSummary& summary, int blocks)
{
    if (summary.levels.empty() || summary.finished || !isActive(summary.state))
        return std::nullopt;
    // The current level, or the one before it while it has too few results.
    const auto& now = summary.levels.back();
    const auto* known = &now;
    if (now.done < kFewestResults && summary.levels.size() > 1)
        known = &summary.levels[summary.levels.size() - 2];
    if (known->done < kFewestResults)
        return std::nullopt;
    const double each = known->wallSeconds / known->done;
    int proposed = 0;
    for (const auto& level : summary.levels)
        proposed += level.toTrain;
    const double here = now.toTrain - now.done;
    const double later = std::max(0, summary.modelsPlanned - proposed);
    const double growthHere = static_cast<double>(now.blocks) / known->blocks;
    const double growthLater = std::max(1.0, (now.blocks + 1 + blocks) / 2.0 / known->blocks);
    return TimeLeft{each * (here + later) * (1 - kSlack), each * (here * growthHere + later * growthLater) * (1 + kSlack)};
}

} // namespace cw
