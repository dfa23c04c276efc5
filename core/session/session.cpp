#include "core/session/session.h"

#include <thread>

#include "core/session/search_run.h"
#include "core/session/session_core.h"

namespace cw {
namespace {

constexpr int kMaxWorkers = 256;

Status checkConfig(const SessionConfig& config)
{
    const auto refuse = [](std::string message) { return Error{ErrorCode::InvalidArgument, std::move(message), {}}; };
    if (config.run.empty())
        return refuse("Say where the run is kept: the name of a run folder is missing.");
    if (config.workers < 1 || config.workers > kMaxWorkers)
        return refuse("The number of workers must be between 1 and " + std::to_string(kMaxWorkers) + ".");
    if (config.device != "auto" && config.device != "cpu" && config.device != "cuda")
        return refuse("The device must be auto, cpu or cuda.");
    if (config.resume)
        return {};
    if (config.data.empty() && !config.dataset)
        return refuse("Say which data to search on: the path of a data set is missing.");
    if (config.strategyFactory)
        return {};
    const auto* strategy = findStrategy(config.strategy);
    if (!strategy)
        return refuse("There is no search strategy \"" + config.strategy + "\".");
    if (("," + std::string(strategy->spaces) + ",").find("," + config.space + ",") == std::string::npos)
        return refuse("The strategy " + config.strategy + " does not search the space \"" + config.space + "\".");
    return {};
}

} // namespace

struct Session::Impl {
    explicit Impl(EventQueue& queue) : core(queue) {}
    SessionCore core;
    std::jthread thread; // last: joined first
};

Session::Session() : m_impl(std::make_unique<Impl>(m_events)) {}

Session::~Session()
{
    stop();
    wait();
}

Status Session::start(SessionConfig config)
{
    if (auto status = checkConfig(config); !status)
        return status;
    if (isActive(state()))
        return Error{ErrorCode::Busy, "A search is running already. Stop it first.", {}};
    wait(); // the thread of the last sitting has said its last word
    m_impl->core.start();
    m_impl->thread = std::jthread([&core = m_impl->core, config = std::move(config)]() mutable { SearchRun(core, std::move(config)).run(); });
    return {};
}

void Session::pause() { m_impl->core.pause(); }
void Session::resume() { m_impl->core.resume(); }
void Session::stop() { m_impl->core.end(Ending::Stop); }
void Session::finishNow() { m_impl->core.end(Ending::Finish); }
void Session::discard() { m_impl->core.end(Ending::Discard); }
void Session::skip(CandidateId id) { m_impl->core.skip(id); }
void Session::ask(Query query) { m_impl->core.ask(std::move(query)); }
SessionState Session::state() const { return m_impl->core.state(); }

void Session::wait()
{
    if (m_impl->thread.joinable())
        m_impl->thread.join();
}

} // namespace cw
