#include "app/cli/progress_bar.h"

#include <algorithm>
#include <cstdio>
#include <sys/ioctl.h>
#include <unistd.h>

namespace cw::cli {
namespace {

constexpr int kBarWidth = 24, kDefaultColumns = 80;

std::size_t columns()
{
    winsize size{};
    return ::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : kDefaultColumns;
}

} // namespace

ProgressBar::ProgressBar() : m_terminal(::isatty(STDERR_FILENO) != 0) {}

ProgressBar::~ProgressBar() { clear(); }

void ProgressBar::update(double share, std::string_view text)
{
    if (!m_terminal)
        return;
    std::string line;
    if (share >= 0) {
        const auto full = static_cast<std::size_t>(std::clamp(share, 0.0, 1.0) * kBarWidth + 0.5);
        line = "[" + std::string(full, '#') + std::string(kBarWidth - full, '.') + "] ";
    }
    line += text;
    line.resize(std::min(line.size(), columns() - 1)); // a line that wraps could not be drawn over
    if (line == m_line)
        return;
    m_line = std::move(line);
    std::fprintf(stderr, "\r%s\033[K", m_line.c_str());
    std::fflush(stderr);
}

void ProgressBar::say(std::string_view line)
{
    const auto waiting = m_line;
    clear();
    std::fprintf(stderr, "%.*s\n", static_cast<int>(line.size()), line.data());
    if (!waiting.empty()) {
        m_line = waiting;
        std::fputs(m_line.c_str(), stderr);
        std::fflush(stderr);
    }
}

void ProgressBar::clear()
{
    if (!m_line.empty())
        std::fputs("\r\033[K", stderr);
    m_line.clear();
}

} // namespace cw::cli
