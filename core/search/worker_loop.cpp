#include "core/search/worker_loop.h"

#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <csignal>
#include <deque>
#include <fcntl.h>
#include <mutex>
#include <optional>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <thread>
#include <unistd.h>

#include "core/base/files.h"
#include "core/search/strategy.h"
#include "core/search/worker_protocol.h"

namespace cw {
namespace {

using nlohmann::json;
constexpr int kPriority = 10;
constexpr auto kProgressEvery = std::chrono::milliseconds(50);

class Worker {
public:
    Worker(WorkerStreams streams, const WorkerParts& parts) : m_streams(streams), m_parts(parts) {}

    int run()
    {
        std::thread reader([this] { read(); });
        while (const auto message = nextWork())
            serve(*message);
        reader.join(); // its input has ended, or the other side is gone
        return m_broken ? 1 : 0;
    }

private:
    // ---- the reader's thread
    void read()
    {
        protocol::LineReader lines(m_streams.in);
        while (lines.fill())
            while (const auto line = lines.next()) {
                try {
                    take(*line);
                } catch (const json::exception&) { // a field of another type: as good as an unknown command
                }
            }
        const std::scoped_lock lock(m_mutex);
        m_ended = true;
        m_all.requestStop();
        m_changed.notify_all();
    }

    void take(const std::string& line)
    {
        auto message = parseJson(line, "A command");
        const auto command = message && message->is_object() ? message->value("command", json()) : json();
        if (command == "pause")
            return m_all.pause();
        if (command == "resume")
            return m_all.resume();
        const std::scoped_lock lock(m_mutex);
        if (command == "skip") {
            m_skip = message->value("id", CandidateId{0});
            if (m_training && m_trainingId == m_skip)
                m_training->requestStop();
        } else if (command == "setup" || command == "train") {
            m_work.push_back(*std::move(message));
            m_changed.notify_all();
        }
    }

    // ---- the calling thread
    std::optional<json> nextWork()
    {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [this] { return m_ended || !m_work.empty(); });
        if (m_ended || m_broken)
            return std::nullopt;
        auto message = std::move(m_work.front());
        m_work.pop_front();
        return message;
    }

    void serve(const json& message)
    {
        if (message.at("command") == "setup") {
            const auto status = setUp(message);
            return send(status ? json{{"answer", "ready"}} : protocol::errorMessage(status.error()));
        }
        const auto request = protocol::requestFromMessage(message);
        if (!request)
            return send(protocol::errorMessage(request.error()));
        if (!m_evaluator)
            return send(protocol::errorMessage({ErrorCode::Internal, "A worker was told to train before it was set up.", {}}));
        try {
            send({{"answer", "result"}, {"evaluation", toJson(train(*request))}});
        } catch (const Cancelled&) { // the input has ended: nobody waits for this child
        }
    }

    Status setUp(const json& message)
    {
        try {
            auto setup = protocol::setupFromMessage(message);
            if (!setup)
                return setup.error();
            EvaluatorSetup parts{nullptr, std::move(setup->settings), setup->runSeed, setup->device, setup->scratch, setup->space, nullptr};
            if (auto status = openData(setup->cacheFile, parts); !status)
                return status;
            auto engine = m_parts.engine();
            if (!engine)
                return engine.error();
            auto evaluator = (*engine)->makeEvaluator(parts);
            if (!evaluator)
                return evaluator.error();
            m_evaluator = *std::move(evaluator);
            return {};
        } catch (const std::exception& e) {
            return Error{ErrorCode::Internal, "A worker process could not be set up.", e.what()};
        }
    }

    Status openData(const std::string& cacheFile, EvaluatorSetup& parts) const
    {
        const auto take = [](auto opened, auto& into) -> Status {
            if (!opened)
                return opened.error();
            into = *std::move(opened);
            return {};
        };
        return learnsFromText(parts.space) ? take(m_parts.text(cacheFile), parts.text) : take(m_parts.data(cacheFile), parts.data);
    }

    Evaluation train(const EvaluationRequest& request)
    {
        Control child(&m_all);
        {
            const std::scoped_lock lock(m_mutex);
            m_training = &child;
            m_trainingId = request.id;
            if (m_skip == request.id)
                child.requestStop();
        }
        Evaluation result;
        result.outcome = Outcome::Failed;
        try {
            auto measured = m_evaluator->evaluate(request, child, [this](const TrainingProgress& p) { tellProgress(p); });
            if (measured)
                result = *std::move(measured);
            else
                result.message = measured.error().message;
        } catch (const Cancelled&) {
            if (m_all.stopRequested()) {
                forget();
                throw;
            }
            result.outcome = Outcome::Skipped;
        } catch (const std::exception& e) {
            result.message = std::string("Its training ended because of an internal error: ") + e.what();
        }
        forget();
        result.id = request.id;
        return result;
    }

    void forget()
    {
        const std::scoped_lock lock(m_mutex);
        m_training = nullptr;
    }

    void tellProgress(const TrainingProgress& progress)
    {
        const auto now = std::chrono::steady_clock::now();
        if (now - m_told < kProgressEvery)
            return;
        m_told = now;
        send(protocol::progressMessage(progress));
    }

    void send(const json& message)
    {
        const auto text = protocol::line(message);
        for (std::size_t at = 0; at < text.size();) {
            const auto n = ::write(m_streams.out, text.data() + at, text.size() - at);
            if (n < 0 && errno == EINTR)
                continue;
            if (n < 0) { // the search is gone
                m_broken = true;
                m_all.requestStop();
                return;
            }
            at += static_cast<std::size_t>(n);
        }
    }

    const WorkerStreams m_streams;
    const WorkerParts& m_parts;
    std::unique_ptr<Evaluator> m_evaluator;
    Control m_all; ///< pause, and the end
    std::chrono::steady_clock::time_point m_told;
    bool m_broken = false;

    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::deque<json> m_work;
    bool m_ended = false;
    CandidateId m_skip = 0;
    Control* m_training = nullptr;
    CandidateId m_trainingId = 0;
};

} // namespace

WorkerStreams becomeWorker()
{
    std::signal(SIGINT, SIG_IGN);
    std::signal(SIGPIPE, SIG_IGN);
    ::prctl(PR_SET_PDEATHSIG, SIGKILL); // the end of the input is the second net, should the parent be gone already
    if (::getpriority(PRIO_PROCESS, 0) < kPriority)
        ::setpriority(PRIO_PROCESS, 0, kPriority);
    const int out = ::fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3);
    ::dup2(STDERR_FILENO, STDOUT_FILENO);
    return {STDIN_FILENO, out};
}

int runWorker(WorkerStreams streams, const WorkerParts& parts) { return Worker(streams, parts).run(); }

} // namespace cw
