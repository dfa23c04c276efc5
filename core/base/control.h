#pragma once
#include <condition_variable>
#include <functional>
#include <mutex>
#include <stop_token>

namespace cw {

/// Thrown by Control::check() and caught in one place (the session, a worker's loop): unwinds deep loops. Not an error.
struct Cancelled {};

/// Pause and stop of one piece of work, polled at least once a mini-batch.
/// One thread calls check(), poll() and setHook(); any thread may call the others. Never blocks except check() while paused.
class Control {
public:
    /// A control with a parent (borrowed) also obeys the parent's pause and stop; its own stop ends only its own piece.
    explicit Control(Control* parent = nullptr) : m_parent(parent) {}
    Control(const Control&) = delete;
    Control& operator=(const Control&) = delete;

    /// Waits while paused; throws Cancelled when stop was asked for.
    void check();
    /// Like check(), but does not wait: true while paused.
    bool poll();
    void pause();
    void resume();
    void requestStop();
    bool stopRequested() const; ///< this object's own
    bool paused() const;        ///< this object's own
    std::stop_token token() const;
    /// Makes the object fresh for the next piece of work.
    void reset();

    /// Called within check() and poll(), on their thread, once after each pause() or poke(); also while check() waits.
    void setHook(std::function<void()> hook);
    void poke();

private:
    void runHook();

    Control* const m_parent;
    mutable std::mutex m_mutex;
    std::condition_variable m_changed;
    bool m_paused = false;
    bool m_poked = false;
    std::function<void()> m_hook;
    std::stop_source m_stop;
};

} // namespace cw
