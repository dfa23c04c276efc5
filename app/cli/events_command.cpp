#include <chrono>
#include <cstdio>
#include <memory>
#include <string>
#include <thread>

#include <nlohmann/json.hpp>

#include "app/cli/commands.h"
#include "app/cli/interrupt.h"
#include "core/store/run_store.h"
#include "core/store/writer_probe.h"

namespace cw::cli {
namespace {

constexpr auto kPoll = std::chrono::milliseconds(200);
constexpr std::size_t kAtOnce = 500;

/// Prints events after `last`, one JSON object a line; false when standard output is gone.
Result<bool> printAfter(const RunStore& store, std::uint64_t& last)
{
    for (;;) {
        const auto events = store.events(last, kAtOnce);
        if (!events)
            return events.error();
        for (const auto& event : *events) {
            const auto line = toJson(event).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
            if (std::fwrite(line.data(), 1, line.size(), stdout) != line.size())
                return false;
            last = event.seq;
        }
        if (std::fflush(stdout) != 0)
            return false;
        if (events->empty())
            return true;
    }
}

void tell(const std::string& run, bool follow, Cli& cli)
{
    const Interrupt interrupt;
    const auto store = RunStore::openForReading(run);
    if (!store)
        return cli.fail(store.error());
    std::uint64_t last = 0;
    for (;;) {
        const bool ended = !follow || !isBeingWritten(run); // before reading, so that the last words are told
        const auto told = printAfter(**store, last);
        if (!told)
            return cli.fail(told.error());
        if (!*told)
            return cli.fail({ErrorCode::Io, "Could not write the events to standard output.", {}});
        if (ended)
            return;
        if (Interrupt::requested()) {
            cli.status = kInterrupted;
            return;
        }
        std::this_thread::sleep_for(kPoll);
    }
}

} // namespace

void addEventsCommand(CLI::App& app, Cli& cli)
{
    const auto run = std::make_shared<std::string>();
    const auto follow = std::make_shared<bool>(false);
    auto* command = app.add_subcommand("events", "The event log of a run, one JSON object a line");
    command->add_option("RUN", *run, "Run folder")->required();
    command->add_flag("--follow", *follow, "Go on with what comes, until the run is no longer being written");
    addCommonOptions(*command, cli);
    command->callback([run, follow, &cli] { tell(*run, *follow, cli); });
}

} // namespace cw::cli
