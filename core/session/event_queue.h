#pragma once
#include <functional>
#include <mutex>
#include <vector>

#include "core/session/events.h"

namespace cw {

/// Engine threads push, one consumer drains. Thread-safe; nothing blocks.
/// A lossy event replaces the waiting one of the same kind (and candidate); nothing else is ever dropped.
class EventQueue {
public:
    /// Called from the pushing thread when the queue goes from empty to non-empty.
    /// Must not block and must not call back into the queue; runs under the lock, so clearing it is a barrier.
    using Wakeup = std::function<void()>;
    void setWakeup(Wakeup wakeup);
    void push(Event event);
    std::vector<Event> drain();

private:
    std::mutex m_mutex;
    Wakeup m_wakeup;
    std::vector<Event> m_events;
};

} // namespace cw
