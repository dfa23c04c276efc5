#pragma once
#include <chrono>
#include <cstdint>
#include <string>

#include "core/dataset/dataset.h"

namespace cw {

/// Polls the control at every image and passes progress on at most 20 times a second.
class ProgressMeter {
public:
    ProgressMeter(Control& control, const LoadProgress& progress) : m_control(control), m_progress(progress) {}
    /// Throws Cancelled. `total` 0: not known.
    void tick(std::int64_t done, std::int64_t total, const char* what)
    {
        m_control.check();
        if (!m_progress)
            return;
        const auto now = std::chrono::steady_clock::now();
        if (now < m_next && done != total)
            return;
        m_next = now + std::chrono::milliseconds(50);
        m_progress(done, total, what);
        m_control.check(); // the callback may have asked to stop
    }

private:
    Control& m_control;
    const LoadProgress& m_progress;
    std::chrono::steady_clock::time_point m_next{};
};

} // namespace cw
