#include "ui/models/run_model.h"

#include <algorithm>
#include <cmath>

#include "ui/util/text.h"

namespace cw::ui {
namespace {

template<class... F>
struct Overloaded : F... {
    using F::operator()...;
};
template<class... F>
Overloaded(F...) -> Overloaded<F...>;

} // namespace

RunModel::RunModel(QObject* parent)
    : QObject(parent)
{
}

void RunModel::begin(RunInfo info, bool live)
{
    forget();
    m_info = std::move(info);
    m_hasRun = true;
    m_live = live;
    Q_EMIT changed();
    Q_EMIT stateChanged(m_state);
}

void RunModel::clear()
{
    forget();
    Q_EMIT changed();
    Q_EMIT stateChanged(m_state);
}

void RunModel::forget()
{
    m_info = {};
    m_hasRun = m_live = false;
    m_state = SessionState::Idle;
    m_levels.clear(), m_levelOf.clear(), m_progress.clear();
    m_level = m_evaluated = m_measured = m_modelsPlanned = 0;
    m_best.reset(), m_finished.reset(), m_error.reset();
    m_preparation = {};
    m_phase = {}, m_sharedPace = {}, m_policyPace = {};
    m_lastTime = 0, m_seconds = 0;
}

void RunModel::apply(std::span<const Event> events)
{
    if (events.empty())
        return;
    const auto before = m_state;
    bool failing = false;
    for (const auto& event : events) {
        apply(event);
        failing = failing || std::holds_alternative<SessionFailed>(event.body);
    }
    Q_EMIT changed();
    if (m_state != before)
        Q_EMIT stateChanged(m_state);
    if (m_error && failing) // also where a run that had failed is continued and fails again at once
        Q_EMIT failed(*m_error);
}

void RunModel::apply(const Event& event)
{
    if (!isLossy(event.body) && event.unixMilliseconds > 0) {
        // Only time between two events of one sitting counts: a closed program is not a slow one.
        const double passed = static_cast<double>(event.unixMilliseconds - m_lastTime) / 1000;
        if (m_lastTime > 0 && m_state == SessionState::Running && passed > 0 && !std::holds_alternative<StateChanged>(event.body)) {
            m_seconds += passed;
            if (const auto level = m_levels.find(m_level); level != m_levels.end())
                level->second.seconds += passed;
        }
        m_lastTime = event.unixMilliseconds;
    }
    std::visit(Overloaded{
                   [this](const StateChanged& e) {
                       m_state = e.to;
                       if (e.to == SessionState::Preparing)
                           m_error.reset();
                       if (!isActive(e.to))
                           m_progress.clear();
                   },
                   [this](const LevelStarted& e) {
                       m_level = e.level;
                       auto& level = m_levels[e.level];
                       level.level = e.level;
                       level.toTrain = e.toTrain;
                       m_modelsPlanned = std::max(m_modelsPlanned, e.modelsPlanned);
                       if (m_phase.kind != Phase::Kind::None && words().kind().shares)
                           m_phase.kind = Phase::Kind::Deriving;
                   },
                   [this](const SharedWeightsTrained& e) { pass(Phase::Kind::SharedWeights, m_sharedPace, e.round, e.rounds, e.step, e.steps, e.seconds); },
                   [this](const PolicyUpdated& e) { pass(Phase::Kind::Policy, m_policyPace, e.round, e.rounds, e.step, e.steps, e.seconds); },
                   [this](const CandidateProposed& e) {
                       m_levelOf[e.id] = e.level;
                       m_level = std::max(m_level, e.level);
                       auto& level = m_levels[e.level];
                       level.level = e.level;
                       level.proposed.insert(e.id);
                   },
                   [this](const CandidateEvaluated& e) { measure(e.evaluation); },
                   [this](const LevelFinished& e) {
                       auto& level = m_levels[e.level];
                       level.level = e.level;
                       level.finished = e;
                   },
                   [this](const SearchFinished& e) { m_finished = e; },
                   [this](const SessionFailed& e) { m_error = e.error; },
                   [this](const TrainingProgress& e) { m_progress[e.id] = e; },
                   [this](const PreparationProgress& e) { m_preparation = e; },
                   [](const auto&) {},
               },
               event.body);
}

void RunModel::measure(const Evaluation& evaluation)
{
    m_progress.erase(evaluation.id);
    const auto at = m_levelOf.find(evaluation.id);
    if (at == m_levelOf.end())
        return;
    auto& level = m_levels[at->second];
    if (level.done.insert(evaluation.id).second) {
        ++m_evaluated;
        m_measured += evaluation.outcome == Outcome::Measured;
    }
    if (evaluation.outcome == Outcome::Measured && (!m_best || evaluation.accuracy > m_best->accuracy))
        m_best = Best{evaluation.id, evaluation.accuracy};
}

void RunModel::endOfRecording()
{
    if (m_live || !m_hasRun || (!isActive(m_state) && m_state != SessionState::Idle))
        return;
    m_state = SessionState::Stopped;
    m_progress.clear();
    Q_EMIT changed();
    Q_EMIT stateChanged(m_state);
}

void RunModel::goLive()
{
    m_live = true;
    m_lastTime = 0;
    Q_EMIT changed();
}

bool RunModel::resumable() const { return m_hasRun && (m_state == SessionState::Stopped || m_state == SessionState::Failed) && !m_finished; }

const RunModel::Level* RunModel::currentLevel() const
{
    const auto found = m_levels.find(m_level);
    return found == m_levels.end() ? nullptr : &found->second;
}

bool RunModel::isDone(CandidateId id) const
{
    const auto at = m_levelOf.find(id);
    return at != m_levelOf.end() && m_levels.at(at->second).done.contains(id);
}

int RunModel::planned() const
{
    int known = 0;
    for (const auto& [number, level] : m_levels)
        known += std::max(level.toTrain, static_cast<int>(level.proposed.size()));
    return std::max(known, m_modelsPlanned);
}

CandidateId RunModel::training() const { return m_progress.empty() ? 0 : m_progress.rbegin()->first; }

double RunModel::progress() const
{
    if (m_finished || m_state == SessionState::Finished)
        return 1;
    if (m_state == SessionState::Preparing)
        return m_preparation.total > 0 ? static_cast<double>(m_preparation.done) / static_cast<double>(m_preparation.total) : 0;
    if (words().kind().shares)
        return m_phase.rounds > 0 ? std::clamp((m_phase.round - 1 + roundShare()) / m_phase.rounds, 0.0, 1.0) : 0;
    double done = m_evaluated;
    for (const auto& [id, p] : m_progress)
        if (p.steps > 0)
            done += std::min(1.0, static_cast<double>(p.step) / static_cast<double>(p.steps));
    const int all = planned();
    return all > 0 ? std::min(1.0, done / all) : 0;
}

void RunModel::pass(Phase::Kind kind, Pace& pace, int round, int rounds, std::int64_t step, std::int64_t steps, double seconds)
{
    const bool same = m_phase.kind == kind && m_phase.round == round && step > pace.last;
    const auto passed = same ? step - pace.last : step;
    if (std::isfinite(seconds) && seconds > 0 && passed > 0) {
        pace.counted += passed;
        pace.seconds += seconds;
    }
    pace.perRound = std::max(pace.perRound, steps);
    pace.last = step;
    m_phase = {kind, round, rounds, step, steps};
}

/// Both phases by the seconds that they take, as far as these are known.
double RunModel::roundShare() const
{
    const double shared = m_sharedPace.each() * static_cast<double>(m_sharedPace.perRound);
    const double policy = m_policyPace.each() * static_cast<double>(m_policyPace.perRound);
    const double part = m_phase.steps > 0 ? std::min(1.0, static_cast<double>(m_phase.step) / static_cast<double>(m_phase.steps)) : 0;
    const double first = shared + policy > 0 ? shared / (shared + (policy > 0 ? policy : shared)) : 0.5;
    switch (m_phase.kind) {
    case Phase::Kind::SharedWeights: return first * part;
    case Phase::Kind::Policy: return first + (1 - first) * part;
    case Phase::Kind::Deriving: return part >= 1 ? 1 : first * part;
    case Phase::Kind::None: break;
    }
    return 0;
}

std::optional<RunModel::Range> RunModel::timeLeftOfRounds() const
{
    if (m_phase.rounds <= 0 || m_sharedPace.counted == 0)
        return {};
    const double shared = m_sharedPace.each() * static_cast<double>(m_sharedPace.perRound);
    const double policy = m_policyPace.each() * static_cast<double>(m_policyPace.perRound);
    const double left = m_phase.rounds - (m_phase.round - 1) - roundShare();
    // How long the second phase takes is seen in the first round only: until then up to as long as the first.
    const bool settled = m_policyPace.counted > 0;
    const double low = left * (shared + policy), high = left * (shared + (settled ? policy : shared));
    return Range{low * (settled ? 0.85 : 0.75), high * (settled ? 1.2 : 1.35)};
}

std::optional<RunModel::Range> RunModel::timeLeft() const
{
    if (m_state != SessionState::Running && m_state != SessionState::Paused && m_state != SessionState::Pausing)
        return {};
    if (words().kind().shares)
        return timeLeftOfRounds();
    const auto* now = currentLevel();
    if (!now || m_evaluated < 2 || m_seconds <= 0)
        return {};
    // A child of b blocks costs about b times one of a single block. The pace comes from this level, before that from all.
    const double cost = std::max(1, now->level);
    double units = 0;
    for (const auto& [number, level] : m_levels)
        units += static_cast<double>(level.done.size()) * std::max(1, number);
    const bool settled = now->done.size() >= 4 && now->seconds > 0;
    const double perChild = settled ? now->seconds / static_cast<double>(now->done.size()) : m_seconds / units * cost;
    const int here = std::max(0, std::max(now->toTrain, static_cast<int>(now->proposed.size())) - static_cast<int>(now->done.size()));
    const int later = std::max(0, planned() - m_evaluated - here);
    const double deepest = std::max<double>(cost, m_info.levels()) / cost;
    const double margin = settled ? 0.15 : 0.35;
    return Range{(here + later) * perChild * (1 - margin), (here + later * deepest) * perChild * (1 + margin)};
}

} // namespace cw::ui
