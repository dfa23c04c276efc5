#include "app/cli/run_search.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

#include <nlohmann/json.hpp>

#include "app/cli/interrupt.h"
#include "app/cli/progress_bar.h"
#include "app/cli/run_report.h"

namespace cw::cli {
namespace {

constexpr auto kLook = std::chrono::milliseconds(100); ///< at most this long until Ctrl-C is seen
constexpr int kMostWorkers = 16;                       ///< by default: each holds a copy of the libraries

/// What the person in front of the terminal sees of a running search.
class Watcher {
public:
    explicit Watcher(RunWords words) : m_words(std::move(words)) {}

    void take(const Event& event)
    {
        m_tally.add(event);
        if (const auto* e = std::get_if<PreparationProgress>(&event.body)) {
            m_preparing = e->what;
            m_preparedShare = e->total > 0 ? static_cast<double>(e->done) / static_cast<double>(e->total) : -1;
        } else if (const auto* failed = std::get_if<SessionFailed>(&event.body)) {
            m_error = failed->error;
        } else if (const auto* level = std::get_if<LevelFinished>(&event.body)) {
            const auto s = m_tally.summary();
            for (const auto& row : s.levels)
                if (row.blocks == level->level)
                    m_bar.say(levelText(row, m_words) + (m_words.shared ? "" : ", best " + m_words.value(level->best)));
        } else if (const auto* policy = std::get_if<PolicyUpdated>(&event.body)) {
            const auto s = m_tally.summary();
            if (m_words.shared && policy->step == policy->steps && !s.rounds.empty())
                m_bar.say(roundText(s.rounds.back(), s.roundsPlanned, m_words));
            const auto alarm = m_words.alarm(s);
            if (alarm && !m_alarmed)
                m_bar.say("Warning: " + *alarm);
            m_alarmed = alarm.has_value();
        }
    }

    void draw(bool stopping)
    {
        if (!m_bar.shown())
            return;
        const auto s = m_tally.summary();
        if (stopping)
            return m_bar.update(-1, "Stopping safely; Ctrl-C again ends at once …");
        if (s.levels.empty() && s.rounds.empty())
            return m_bar.update(m_preparedShare, m_preparing);
        auto text = placeText(s, m_words);
        if (s.best)
            text += "  best " + m_words.value(s.bestAccuracy);
        if (const auto left = timeLeftText(estimateTimeLeft(s, m_words.levels)); !left.empty())
            text += "  " + left;
        m_bar.update(s.shared || s.modelsPlanned > 0 ? s.share() : -1, text);
    }

    void say(const std::string& line) { m_bar.say(line); }
    void clear() { m_bar.clear(); }
    const std::optional<Error>& error() const { return m_error; }

private:
    RunWords m_words;
    bool m_alarmed = false;
    RunTally m_tally;
    ProgressBar m_bar;
    std::string m_preparing = "Preparing …";
    double m_preparedShare = -1;
    std::optional<Error> m_error;
};

/// Wakes the loop below; the queue calls it from the engine thread.
class Bell {
public:
    void ring()
    {
        const std::scoped_lock lock(m_mutex);
        m_rung = true;
        m_changed.notify_one();
    }
    void wait()
    {
        std::unique_lock lock(m_mutex);
        m_changed.wait_for(lock, kLook, [this] { return m_rung; });
        m_rung = false;
    }

private:
    std::mutex m_mutex;
    std::condition_variable m_changed;
    bool m_rung = false;
};

} // namespace

void addMachineOptions(CLI::App& command, MachineOptions& options)
{
    command.add_option("--device", options.device, "Where children train: auto, cpu or cuda")->check(CLI::IsMember({"auto", "cpu", "cuda"}));
    command.add_option("--threads", options.threads, "Cores to use (default: all); a child always trains with one thread, so that results do not depend on this")
        ->check(CLI::Range(1, 256));
    command.add_option("--workers", options.workers, "Children trained at once (default: one a core on a CPU, one on a GPU)")->check(CLI::Range(1, 256));
}

void applyMachineOptions(const MachineOptions& options, SessionConfig& config)
{
    config.device = options.device;
    config.workers = options.workers;
    if (options.workers > 0)
        return;
    config.workers = 1;
    if (options.device != "cpu")
        if (const auto engine = loadEngine(); !engine || (*engine)->info().cudaUsable)
            return; // one child fills a GPU; without an engine the session says so
    const int cores = std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
    config.workers = options.threads > 0 ? options.threads : std::min(cores, kMostWorkers);
}

void runSearch(Cli& cli, SessionConfig config)
{
    const Interrupt interrupt;
    const auto run = config.run;
    Watcher watcher(RunWords(config.space, config.settings.toJson()));
    Bell bell;
    Session session;
    session.events().setWakeup([&] { bell.ring(); });
    if (const auto started = session.start(std::move(config)); !started)
        return cli.fail(started.error());
    bool stopping = false;
    for (bool active = true; active;) {
        bell.wait();
        active = isActive(session.state()); // before draining, so that the last words are heard
        for (const auto& event : session.events().drain())
            watcher.take(event);
        if (Interrupt::requested() && !stopping) {
            stopping = true;
            session.stop();
        }
        watcher.draw(stopping);
    }
    session.wait();
    session.events().setWakeup({});
    for (const auto& event : session.events().drain())
        watcher.take(event);
    watcher.clear();

    if (session.state() == SessionState::Failed)
        return cli.fail(watcher.error().value_or(Error{ErrorCode::Internal, "The search ended without a reason. What was stored is kept.", {}}));
    const auto report = readRun(run);
    if (!report && session.state() == SessionState::Stopped) // interrupted before there was a run
        return cli.fail({ErrorCode::Io, "Interrupted before the search began: nothing was written.", {}}, kInterrupted);
    if (!report)
        return cli.fail(report.error());
    cli.answer(reportJson(*report), reportText(*report));
    if (session.state() == SessionState::Stopped && cli.status == kDone)
        cli.status = kInterrupted;
}

} // namespace cw::cli
