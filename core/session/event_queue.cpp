#include "core/session/event_queue.h"

#include <utility>

namespace cw {
namespace {

/// A newer lossy event makes the waiting one worthless: same kind and, for training, same candidate.
bool supersedes(const EventBody& newer, const EventBody& waiting)
{
    if (newer.index() != waiting.index() || !isLossy(newer))
        return false;
    const auto* progress = std::get_if<TrainingProgress>(&newer);
    return !progress || progress->id == std::get<TrainingProgress>(waiting).id;
}

} // namespace

void EventQueue::setWakeup(Wakeup wakeup)
{
    const std::scoped_lock lock(m_mutex);
    m_wakeup = std::move(wakeup);
    if (m_wakeup && !m_events.empty())
        m_wakeup();
}

void EventQueue::push(Event event)
{
    const std::scoped_lock lock(m_mutex);
    if (isLossy(event.body))
        // Only the tail of lossy events is looked at: order against stored events stays true.
        for (auto waiting = m_events.rbegin(); waiting != m_events.rend() && isLossy(waiting->body); ++waiting)
            if (supersedes(event.body, waiting->body)) {
                *waiting = std::move(event);
                return;
            }
    const bool wasEmpty = m_events.empty();
    m_events.push_back(std::move(event));
    if (wasEmpty && m_wakeup)
        m_wakeup();
}

std::vector<Event> EventQueue::drain()
{
    const std::scoped_lock lock(m_mutex);
    return std::exchange(m_events, {});
}

} // namespace cw
