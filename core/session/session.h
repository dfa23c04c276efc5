#pragma once
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "core/base/control.h"
#include "core/search/strategy.h"
#include "core/session/event_queue.h"

namespace cw {

/// What to run and where to keep it.
struct SessionConfig {
    std::string strategy = "pnas";
    std::string space = "pnas";
    std::string preset = "quick";
    Settings settings;
    std::uint64_t seed = 1;
    std::filesystem::path data;
    std::filesystem::path run; ///< NAME.cwrun to make, or to continue when resume is set
    bool resume = false;       ///< everything but run, device and workers comes from the stored run; data only where it is given (moved since)
    std::string device = "auto";
    int workers = 1; ///< children at once; 1 trains on the engine thread, more in worker processes
    bool lowPriority = true;
    double checkpointSeconds = 120;
    bool tellHistory = false; ///< on resume the stored events that stand come through events() first (but changes of state)
    /// Tests bring fakes; empty: loadEngine(). Called on the engine thread.
    std::function<Result<Engine*>()> engine;
    /// Tests bring fakes; empty: prepareDataset with the settings' image size.
    std::function<Result<std::shared_ptr<const ImageData>>(Control&, const LoadProgress&)> dataset;
    /// The same for spaces that learn from text; empty: prepareText.
    std::function<Result<std::shared_ptr<const TextData>>(Control&, const LoadProgress&)> text;
    /// Tests bring fakes; empty: inline for one worker, processes for more.
    std::function<Result<std::unique_ptr<EvaluationPool>>(const EvaluatorSetup&, const Evaluator::Progress&)> pool;
    /// Tests bring strategies that are not in the registry; empty: the registry's.
    std::function<Result<std::unique_ptr<Strategy>>(const StrategySetup&)> strategyFactory;
};

/// Runs one search at a time on its own thread and keeps it in a run folder. Call from one thread (the UI thread).
/// No member blocks except wait() and the destructor. What happens is told by events() only.
/// Events come stored and numbered, but three kinds: progress and answers are told and not stored, and a change of state is told
/// at once without a number and stored when the engine thread next passes.
class Session {
public:
    Session();
    ~Session(); ///< stops (keeping the run resumable) and joins
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    /// Refused when one is active or the configuration is impossible.
    Status start(SessionConfig config);
    void pause();     ///< acts within a mini-batch; writes a checkpoint
    void resume();
    void stop();      ///< within a mini-batch; the run stays resumable (state stopped)
    void finishNow(); ///< keeps the best of the highest completed level, writes, ends as finished
    void discard();   ///< stop, then removes the run folder
    void skip(CandidateId id);
    void ask(Query query); ///< answered by QueryAnswered between mini-batches; by an "error" when the run ends before
    void wait();

    SessionState state() const;
    EventQueue& events() { return m_events; }

private:
    struct Impl;
    EventQueue m_events;
    std::unique_ptr<Impl> m_impl; // last: joined first
};

} // namespace cw
