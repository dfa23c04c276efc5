#include "core/base/control.h"

namespace cw {

void Control::check()
{
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, [this] { return !m_paused || m_stop.stop_requested(); });
    if (m_stop.stop_requested())
        throw Cancelled{};
}

void Control::pause()
{
    const std::scoped_lock lock(m_mutex);
    m_paused = true;
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
    m_paused = false;
    m_stop = {};
}

} // namespace cw
