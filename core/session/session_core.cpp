#include "core/session/session_core.h"

#include <utility>

namespace cw {

std::int64_t unixMilliseconds()
{
    using namespace std::chrono;
    return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
}

bool SessionCore::move(SessionState to)
{
    if (!canMove(m_state, to))
        return false;
    const StateChanged change{m_state, to};
    m_state = to;
    m_changes.push_back(change);
    m_queue.push({0, unixMilliseconds(), change});
    return true;
}

bool SessionCore::start()
{
    const std::scoped_lock lock(m_mutex);
    if (!canStart(m_state))
        return false;
    control.reset();
    m_ending = Ending::None;
    m_changes.clear();
    m_paused = {};
    return move(SessionState::Preparing);
}

void SessionCore::pause()
{
    const std::scoped_lock lock(m_mutex);
    if (!canPause(m_state) || !move(SessionState::Pausing))
        return;
    control.pause();
    if (m_pool)
        m_pool->setPaused(true);
}

void SessionCore::noteResumed()
{
    if (m_state == SessionState::Paused)
        m_paused += Clock::now() - m_pausedAt;
}

void SessionCore::resume()
{
    const std::scoped_lock lock(m_mutex);
    if (!canResume(m_state))
        return;
    noteResumed();
    move(SessionState::Running);
    if (m_pool)
        m_pool->setPaused(false);
    control.resume();
}

void SessionCore::end(Ending how)
{
    const std::scoped_lock lock(m_mutex);
    if (m_state == SessionState::Stopping && (how == Ending::Discard || (how == Ending::Stop && m_ending == Ending::Finish))) {
        m_ending = how; // a second thought
        control.requestStop(); // what is still to be measured before the end may take its time
    }
    if (!canStop(m_state))
        return;
    noteResumed();
    m_ending = how;
    move(SessionState::Stopping);
    control.requestStop();
}

void SessionCore::skip(CandidateId id)
{
    const std::scoped_lock lock(m_mutex);
    if (m_pool)
        m_pool->skip(id);
}

void SessionCore::ask(Query query)
{
    {
        const std::scoped_lock lock(m_mutex);
        if (!isActive(m_state))
            return refuse(query);
        m_queries.push_back(std::move(query));
    }
    control.poke();
}

void SessionCore::refuse(const Query& query)
{
    m_queue.push({0, unixMilliseconds(),
                  QueryAnswered{query.id, R"({"error":{"code":"not-found","message":"The search has ended before the question could be answered."}})"}});
}

SessionState SessionCore::state() const
{
    const std::scoped_lock lock(m_mutex);
    return m_state;
}

bool SessionCore::running()
{
    const std::scoped_lock lock(m_mutex);
    return move(SessionState::Running);
}

bool SessionCore::pausing() const { return state() == SessionState::Pausing; }

void SessionCore::standStill()
{
    const std::scoped_lock lock(m_mutex);
    if (m_state == SessionState::Pausing && move(SessionState::Paused))
        m_pausedAt = Clock::now();
}

void SessionCore::ended(SessionState to)
{
    const std::scoped_lock lock(m_mutex);
    for (const auto& query : std::exchange(m_queries, {}))
        refuse(query);
    if (m_state == SessionState::Paused) // an error while standing still
        move(SessionState::Running);
    if (to == SessionState::Stopped)
        move(SessionState::Stopping); // refused where it is so already
    move(to);
}

std::vector<StateChanged> SessionCore::takeChanges()
{
    const std::scoped_lock lock(m_mutex);
    return std::exchange(m_changes, {});
}

std::vector<Query> SessionCore::takeQueries()
{
    const std::scoped_lock lock(m_mutex);
    return std::exchange(m_queries, {});
}

bool SessionCore::finishing()
{
    const std::scoped_lock lock(m_mutex);
    if (m_ending != Ending::Finish)
        return false;
    control.reset();
    return true;
}

Ending SessionCore::ending() const
{
    const std::scoped_lock lock(m_mutex);
    return m_ending;
}

std::chrono::duration<double> SessionCore::pausedFor() const
{
    const std::scoped_lock lock(m_mutex);
    return m_paused + (m_state == SessionState::Paused ? Clock::now() - m_pausedAt : Clock::duration{});
}

void SessionCore::setPool(EvaluationPool* pool)
{
    const std::scoped_lock lock(m_mutex);
    m_pool = pool;
}

} // namespace cw
