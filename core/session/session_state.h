#pragma once
#include <array>
#include <cstdint>
#include <string_view>

namespace cw {

enum class SessionState : std::uint8_t { Idle, Preparing, Running, Pausing, Paused, Stopping, Stopped, Finished, Failed };

/// The one transition function; every enabled button derives from it.
constexpr bool canMove(SessionState from, SessionState to)
{
    using S = SessionState;
    switch (from) {
    case S::Idle: return to == S::Preparing;
    case S::Preparing: return to == S::Running || to == S::Stopping || to == S::Failed;
    case S::Running: return to == S::Pausing || to == S::Stopping || to == S::Finished || to == S::Failed;
    case S::Pausing: return to == S::Paused || to == S::Running || to == S::Stopping || to == S::Finished || to == S::Failed;
    case S::Paused: return to == S::Running || to == S::Stopping;
    case S::Stopping: return to == S::Stopped || to == S::Finished || to == S::Failed;
    case S::Stopped:
    case S::Finished:
    case S::Failed: return to == S::Preparing;
    }
    return false;
}
constexpr bool canStart(SessionState s) { return canMove(s, SessionState::Preparing); }
constexpr bool canPause(SessionState s) { return canMove(s, SessionState::Pausing); }
constexpr bool canResume(SessionState s) { return s == SessionState::Paused || s == SessionState::Pausing; }
constexpr bool canStop(SessionState s) { return canMove(s, SessionState::Stopping); }
constexpr bool isActive(SessionState s) { return !canStart(s); }

inline constexpr std::array<std::string_view, 9> kStateKeys{"idle", "preparing", "running", "pausing", "paused", "stopping", "stopped", "finished", "failed"};
constexpr std::string_view key(SessionState s) { return kStateKeys[static_cast<std::size_t>(s)]; }

} // namespace cw
