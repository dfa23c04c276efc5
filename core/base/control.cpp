#include "core/base/control.h"

#include <utility>

namespace cw {

void Control::check()
{
    for (;;) {
        if (m_parent)
            m_parent->check();
        runHook();
        std::unique_lock lock(m_mutex);
        if (m_stop.stop_requested())
            throw Cancelled{};
        if (!m_paused)
            return;
        m_changed.wait(lock, [this] { return !m_paused || m_poked || m_stop.stop_requested(); });
    }
}

bool Control::poll()
{
    const bool above = m_parent && m_parent->poll();
    runHook();
    const std::scoped_lock lock(m_mutex);
    if (m_stop.stop_requested())
        throw Cancelled{};
    return above || m_paused;
}

void Control::runHook()
{
    {
        const std::scoped_lock lock(m_mutex);
        if (!std::exchange(m_poked, false) || m_stop.stop_requested())
            return;
    }
    if (m_hook) // set by this thread only; runs without the lock, so that it may ask for a stop
        m_hook();
}

void Control::pause()
{
    const std::scoped_lock lock(m_mutex);
    m_paused = m_poked = true;
    m_changed.notify_all();
}

void Control::resume()
{
    const std::scoped_lock lock(m_mutex);
    m_paused = false;
    m_changed.notify_all();
}

void Control::requestStop()
{
    const std::scoped_lock lock(m_mutex);
    m_stop.request_stop();
    m_changed.notify_all();
}

bool Control::stopRequested() const
{
    const std::scoped_lock lock(m_mutex);
    return m_stop.stop_requested();
}

bool Control::paused() const
{
    const std::scoped_lock lock(m_mutex);
    return m_paused;
}

std::stop_token Control::token() const
{
    const std::scoped_lock lock(m_mutex);
    return m_stop.get_token();
}

void Control::reset()
{
    const std::scoped_lock lock(m_mutex);
    m_paused = m_poked = false;
    m_stop = {};
}

void Control::setHook(std::function<void()> hook) { m_hook = std::move(hook); }

void Control::poke()
{
    const std::scoped_lock lock(m_mutex);
    m_poked = true;
    m_changed.notify_all();
}

} // namespace cw
