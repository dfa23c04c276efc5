#include "app/cli/interrupt.h"

#include <array>
#include <csignal>
#include <unistd.h>

#include "app/cli/cli.h"

namespace cw::cli {
namespace {

constexpr std::array kSignals{SIGINT, SIGTERM, SIGHUP};
std::array<struct sigaction, kSignals.size()> before;
volatile std::sig_atomic_t count = 0;

void noted(int)
{
    if (count > 0)
        ::_exit(kInterrupted);
    count = 1;
}

} // namespace

Interrupt::Interrupt()
{
    count = 0;
    struct sigaction action {};
    action.sa_handler = noted;
    action.sa_flags = SA_RESTART;
    for (std::size_t i = 0; i < kSignals.size(); ++i)
        ::sigaction(kSignals[i], &action, &before[i]);
}

Interrupt::~Interrupt()
{
    for (std::size_t i = 0; i < kSignals.size(); ++i)
        ::sigaction(kSignals[i], &before[i], nullptr);
}

bool Interrupt::requested() { return count > 0; }

} // namespace cw::cli
