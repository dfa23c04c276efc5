#include "core/search/process_pool.h"

#include <algorithm>
#include <cstdlib>
#include <deque>
#include <mutex>
#include <optional>
#include <poll.h>
#include <unistd.h>
#include <utility>

#include "core/base/files.h"
#include "core/base/log.h"
#include "core/search/worker_process.h"

namespace cw {
namespace {

using nlohmann::json;
constexpr int kWaitMilliseconds = 20; ///< how soon stop, and questions to the session, are seen

enum class Stage { Waiting, Training, Done };
struct Entry {
    EvaluationRequest request;
    Stage stage = Stage::Waiting;
    int attempts = 0;
    bool skipped = false;
    bool dropped = false; ///< by clear(): what comes of it is not told
    Evaluation result;
};
struct Worker {
    WorkerProcess process;
    bool ready = false;
    std::shared_ptr<Entry> job; ///< what it trains; kept after clear(), so that its late answer finds nothing to change
};

Result<std::vector<std::string>> defaultCommand()
{
    const char* given = std::getenv("CELLWRIGHT_CLI");
    const auto program = given && *given ? std::filesystem::path(given) : programDirectory() / "cellwright-cli";
    if (::access(program.c_str(), X_OK) != 0)
        return Error{ErrorCode::NotFound, "The worker program " + program.string() + " is missing or may not be started. Use one worker, or install Cellwright again.", {}};
    return std::vector<std::string>{program.string(), "worker"};
}

} // namespace

struct ProcessPool::Impl {
    std::vector<std::string> command;
    json setup;
    Evaluator::Progress progress;
    Arrival arrival;

    mutable std::mutex mutex; // of all below; never held while progress or arrival is called
    std::deque<std::shared_ptr<Entry>> entries;
    std::vector<Worker> workers;
    bool paused = false;
    int vainStarts = 0; ///< workers that ended without a child, since the last result
    std::optional<Error> error;

    Status startWorkers(int count);
    Result<Worker> makeWorker() const;
    void assign();
    std::vector<std::shared_ptr<Entry>> settleSkipped();
    void wait();
    void serve(std::size_t index);
    void take(Worker& worker, const std::string& line, std::vector<TrainingProgress>& told, std::vector<std::shared_ptr<Entry>>& done);
    void replace(Worker& worker, std::vector<std::shared_ptr<Entry>>& done);
    void announce(const std::vector<std::shared_ptr<Entry>>& done);
    std::shared_ptr<Entry> takeFront();
};

Result<Worker> ProcessPool::Impl::makeWorker() const
{
    auto process = WorkerProcess::spawn(command);
    if (!process)
        return process.error();
    Worker worker{*std::move(process), false, nullptr};
    if (paused)
        worker.process.send({{"command", "pause"}});
    worker.process.send(setup);
    return worker;
}

Status ProcessPool::Impl::startWorkers(int count)
{
    for (int i = 0; i < count; ++i) {
        auto worker = makeWorker();
        if (!worker)
            return worker.error();
        workers.push_back(*std::move(worker));
    }
    return {};
}

/// Free workers take the oldest waiting children.
void ProcessPool::Impl::assign()
{
    if (paused)
        return;
    auto next = entries.begin();
    for (auto& worker : workers) {
        if (!worker.ready || worker.job)
            continue;
        next = std::find_if(next, entries.end(), [](const auto& e) { return e->stage == Stage::Waiting && !e->skipped; });
        if (next == entries.end())
            return;
        worker.job = *next;
        worker.job->stage = Stage::Training;
        ++worker.job->attempts;
        worker.process.send(protocol::trainMessage(worker.job->request));
    }
}

std::vector<std::shared_ptr<Entry>> ProcessPool::Impl::settleSkipped()
{
    std::vector<std::shared_ptr<Entry>> done;
    for (auto& entry : entries)
        if (entry->skipped && entry->stage == Stage::Waiting) {
            entry->stage = Stage::Done;
            entry->result.id = entry->request.id;
            entry->result.outcome = Outcome::Skipped;
            done.push_back(entry);
        }
    return done;
}

/// Waits a moment for what the workers have to say, and hears it.
void ProcessPool::Impl::wait()
{
    std::vector<pollfd> polled;
    {
        const std::scoped_lock lock(mutex);
        for (const auto& worker : workers)
            polled.push_back({worker.process.fd(), static_cast<short>(POLLIN | (worker.process.hasUnsent() ? POLLOUT : 0)), 0});
    }
    if (::poll(polled.data(), polled.size(), kWaitMilliseconds) <= 0)
        return;
    for (std::size_t i = 0; i < polled.size(); ++i)
        if (polled[i].revents)
            serve(i);
}

void ProcessPool::Impl::serve(std::size_t index)
{
    std::vector<TrainingProgress> told;
    std::vector<std::shared_ptr<Entry>> done;
    {
        const std::scoped_lock lock(mutex);
        auto& worker = workers[index];
        worker.process.flush();
        pollfd readable{worker.process.fd(), POLLIN, 0};
        if (::poll(&readable, 1, 0) <= 0)
            return;
        const bool alive = worker.process.lines().fill();
        try {
            while (const auto line = worker.process.lines().next())
                take(worker, *line, told, done);
            if (!alive)
                replace(worker, done);
        } catch (const json::exception& e) { // it speaks nonsense: as good as dead
            log::warning(std::string("A worker process sent a message that cannot be read: ") + e.what());
            replace(worker, done);
        }
    }
    if (progress)
        for (const auto& p : told)
            progress(p);
    announce(done);
}

void ProcessPool::Impl::take(Worker& worker, const std::string& line, std::vector<TrainingProgress>& told, std::vector<std::shared_ptr<Entry>>& done)
{
    const auto message = json::parse(line);
    const auto answer = message.at("answer").get<std::string>();
    if (answer == "ready") {
        worker.ready = true;
    } else if (answer == "progress") {
        told.push_back(protocol::progressFromMessage(message));
    } else if (answer == "error") {
        if (!error)
            error = protocol::errorFromMessage(message);
    } else if (answer == "result" && worker.job) {
        const auto entry = std::exchange(worker.job, nullptr);
        vainStarts = 0;
        auto result = evaluationFromJson(message.at("evaluation"));
        if (result) {
            entry->result = *std::move(result);
        } else {
            entry->result.outcome = Outcome::Failed;
            entry->result.message = result.error().message;
        }
        entry->result.id = entry->request.id;
        entry->stage = Stage::Done;
        done.push_back(entry);
    }
}

/// A worker has died: another takes its place; its child is tried again, but not for ever.
void ProcessPool::Impl::replace(Worker& worker, std::vector<std::shared_ptr<Entry>>& done)
{
    const auto how = worker.process.end();
    if (const auto entry = std::exchange(worker.job, nullptr)) {
        if (entry->skipped || entry->attempts >= kAttempts) {
            entry->stage = Stage::Done;
            entry->result.id = entry->request.id;
            entry->result.outcome = entry->skipped ? Outcome::Skipped : Outcome::Failed;
            if (!entry->skipped)
                entry->result.message = "The worker process that trained it ended " + std::to_string(entry->attempts) + " times: the last time " + how + ".";
            done.push_back(entry);
        } else {
            entry->stage = Stage::Waiting;
        }
    } else if (++vainStarts >= kAttempts * static_cast<int>(workers.size()) && !error) {
        error = Error{ErrorCode::Engine, "The worker processes end before they train anything: the last time " + how
                          + ". What was measured is kept; the run can be resumed, with one worker if need be.", {}};
    }
    worker.ready = false;
    if (error)
        return;
    auto fresh = makeWorker();
    if (fresh)
        worker = *std::move(fresh);
    else
        error = fresh.error();
}

void ProcessPool::Impl::announce(const std::vector<std::shared_ptr<Entry>>& done)
{
    if (arrival)
        for (const auto& entry : done)
            if (!entry->dropped)
                arrival(entry->request, entry->result);
}

std::shared_ptr<Entry> ProcessPool::Impl::takeFront()
{
    const std::scoped_lock lock(mutex);
    if (entries.empty() || entries.front()->stage != Stage::Done)
        return nullptr;
    auto entry = entries.front();
    entries.pop_front();
    return entry;
}

Result<std::unique_ptr<EvaluationPool>> ProcessPool::start(const EvaluatorSetup& setup, int workers, Evaluator::Progress progress, std::vector<std::string> command)
{
    auto impl = std::make_unique<Impl>();
    if (command.empty()) {
        auto found = defaultCommand();
        if (!found)
            return found.error();
        command = *std::move(found);
    }
    impl->command = std::move(command);
    impl->setup = protocol::setupMessage(setup);
    impl->progress = std::move(progress);
    if (auto status = impl->startWorkers(workers); !status)
        return status.error();
    return std::unique_ptr<EvaluationPool>(new ProcessPool(std::move(impl)));
}

ProcessPool::ProcessPool(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}
ProcessPool::~ProcessPool() = default;

void ProcessPool::submit(EvaluationRequest request)
{
    const std::scoped_lock lock(m_impl->mutex);
    auto entry = std::make_shared<Entry>();
    entry->request = std::move(request);
    m_impl->entries.push_back(std::move(entry));
    m_impl->assign();
}

void ProcessPool::setArrival(Arrival arrival) { m_impl->arrival = std::move(arrival); }

Result<Evaluation> ProcessPool::collect(Control& control)
{
    if (pending() == 0)
        return Error{ErrorCode::Internal, "There is no child to wait for.", {}};
    for (;;) {
        const bool paused = control.poll(); // while paused, late results are still heard, and stored
        std::vector<std::shared_ptr<Entry>> skipped;
        {
            const std::scoped_lock lock(m_impl->mutex);
            if (m_impl->error)
                return *m_impl->error;
            skipped = m_impl->settleSkipped();
            m_impl->assign();
        }
        m_impl->announce(skipped);
        if (!paused)
            if (const auto entry = m_impl->takeFront())
                return entry->result;
        m_impl->wait();
    }
}

std::size_t ProcessPool::pending() const
{
    const std::scoped_lock lock(m_impl->mutex);
    return m_impl->entries.size();
}

int ProcessPool::concurrency() const { return static_cast<int>(m_impl->workers.size()); }

void ProcessPool::skip(CandidateId id)
{
    const std::scoped_lock lock(m_impl->mutex);
    for (auto& entry : m_impl->entries)
        if (entry->request.id == id)
            entry->skipped = true;
    for (auto& worker : m_impl->workers)
        if (worker.job && worker.job->request.id == id)
            worker.process.send({{"command", "skip"}, {"id", id}});
}

void ProcessPool::setPaused(bool paused)
{
    const std::scoped_lock lock(m_impl->mutex);
    m_impl->paused = paused;
    for (auto& worker : m_impl->workers)
        worker.process.send({{"command", paused ? "pause" : "resume"}});
}

void ProcessPool::clear()
{
    const std::scoped_lock lock(m_impl->mutex);
    m_impl->entries.clear();
    for (auto& worker : m_impl->workers)
        if (worker.job) { // whatever it still says is of a child nobody waits for
            worker.job->skipped = worker.job->dropped = true;
            worker.process.send({{"command", "skip"}, {"id", worker.job->request.id}});
        }
}

} // namespace cw
