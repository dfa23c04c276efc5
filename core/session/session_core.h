#pragma once
#include <chrono>
#include <mutex>
#include <vector>

#include "core/base/control.h"
#include "core/search/evaluation.h"
#include "core/session/event_queue.h"
#include "core/session/query.h"

namespace cw {

/// How a session was asked to end.
enum class Ending { None, Stop, Finish, Discard };

/// What the engine thread shares with the callers of Session: state, wishes, questions. Thread-safe; nothing blocks.
class SessionCore {
public:
    explicit SessionCore(EventQueue& queue) : m_queue(queue) {}

    Control control;

    // ---- callers
    bool start(); ///< to Preparing; false when one is active
    void pause();
    void resume();
    void end(Ending how);
    void skip(CandidateId id);
    void ask(Query query); ///< answered by an error at once when nothing runs
    SessionState state() const;

    // ---- engine thread
    bool running(); ///< Preparing to Running; false when the end was asked for
    bool pausing() const;
    void standStill(); ///< Pausing to Paused
    void ended(SessionState state); ///< the very last act; questions still open are answered by an error
    /// Changes of state not taken yet, for the store: they were told when they happened.
    std::vector<StateChanged> takeChanges();
    std::vector<Query> takeQueries();
    Ending ending() const;
    /// Where the end asked for is Finish: makes the control fresh, for what is owed before; only a stop or discard ends that.
    bool finishing();
    std::chrono::duration<double> pausedFor() const; ///< since start
    /// Who skip and pause reach; nullptr before it dies.
    void setPool(EvaluationPool* pool);
    void tell(Event event) { m_queue.push(std::move(event)); }

private:
    bool move(SessionState to); // with m_mutex held, as the next two
    void refuse(const Query& query);
    void noteResumed();

    using Clock = std::chrono::steady_clock;
    EventQueue& m_queue;
    mutable std::mutex m_mutex;
    SessionState m_state = SessionState::Idle;
    Ending m_ending = Ending::None;
    EvaluationPool* m_pool = nullptr;
    std::vector<StateChanged> m_changes;
    std::vector<Query> m_queries;
    Clock::time_point m_pausedAt;
    Clock::duration m_paused{};
};

std::int64_t unixMilliseconds();

} // namespace cw
