#pragma once

namespace cw::cli {

/// While it lives, the first Ctrl-C (or SIGTERM, SIGHUP) is only noted, so that a run can be left safely; the second ends the
/// program at once with status 130. One object at a time.
class Interrupt {
public:
    Interrupt();
    ~Interrupt();
    Interrupt(const Interrupt&) = delete;
    Interrupt& operator=(const Interrupt&) = delete;
    static bool requested();
};

} // namespace cw::cli
