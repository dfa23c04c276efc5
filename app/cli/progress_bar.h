#pragma once
#include <string>
#include <string_view>

namespace cw::cli {

/// One line on standard error that is drawn over and over; nothing at all where that is no terminal.
/// One thread. Clears itself when destroyed.
class ProgressBar {
public:
    ProgressBar();
    ~ProgressBar();
    ProgressBar(const ProgressBar&) = delete;
    ProgressBar& operator=(const ProgressBar&) = delete;

    bool shown() const { return m_terminal; }
    /// share: 0..1, negative when it is not known. Cut to the width of the terminal.
    void update(double share, std::string_view text);
    /// A line that stays, above the bar; also where there is no terminal.
    void say(std::string_view line);
    void clear();

private:
    bool m_terminal = false;
    std::string m_line;
};

} // namespace cw::cli
