#pragma once
#include <condition_variable>
#include <mutex>
#include <stop_token>

namespace cw {

/// Thrown by Control::check() and caught in one place (the session, a worker's loop): unwinds deep loops. Not an error.
struct Cancelled {};

/// Pause and stop of one piece of work, polled at least once a mini-batch.
/// One thread calls check(); any thread may call the others. Never blocks except check() while paused.
class Control {
public:
    /// Waits while paused; throws Cancelled when stop was asked for.
    void check();
    void pause();
    void resume();
    void requestStop();
    bool stopRequested() const;
    bool paused() const;
    std::stop_token token() const;
    /// Makes the object fresh for the next piece of work.
    void reset();

private:
    mutable std::mutex m_mutex;
    std::condition_variable m_changed;
    bool m_paused = false;
    std::stop_source m_stop;
};

} // namespace cw
