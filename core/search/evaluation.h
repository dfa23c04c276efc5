#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "core/arch/architecture.h"
#include "core/base/control.h"
#include "core/base/result.h"

namespace cw {

using CandidateId = std::uint32_t; ///< 1, 2, 3 … in the order of proposal

/// One child to train. The result depends only on (run seed, canonical architecture, settings), never on order, place or concurrency.
struct EvaluationRequest {
    CandidateId id = 0;
    Architecture arch; ///< in the order it was scored; trained in canonical form
};

struct EpochPoint {
    int epoch = 0;       ///< 1-based; for budgets of steps, the reporting interval
    double loss = 0;     ///< mean training loss of the interval, nats
    double accuracy = 0; ///< validation accuracy, 0..1; negative where it was not measured
    bool operator==(const EpochPoint&) const = default;
};

enum class Outcome : std::uint8_t { Measured, Skipped, Failed };

/// What came of one child. accuracy = correct / total over the whole validation part (never a mean of batch means); of text it is
/// 80 / perplexity, greater is better there too (core/search/measure.h turns it into words), and correct is 0.
struct Evaluation {
    CandidateId id = 0;
    Outcome outcome = Outcome::Measured;
    double accuracy = 0;
    std::int64_t correct = 0, total = 0;
    double loss = 0;    ///< mean validation loss, nats
    double seconds = 0; ///< wall clock; informational, differs between runs
    double cpuSeconds = 0;
    bool diverged = false; ///< the loss became infinite or not a number; accuracy is what was measured all the same
    std::vector<EpochPoint> curve;
    std::string message; ///< Failed: the reason
};
nlohmann::json toJson(const Evaluation& evaluation);
Result<Evaluation> evaluationFromJson(const nlohmann::json& value);

/// Lossy, per some batches; never stored.
struct TrainingProgress {
    CandidateId id = 0;
    std::int64_t step = 0, steps = 0;
    double loss = 0;
};

/// Trains one child and measures it: the whole science of it lives below the torch line (core/train).
/// Made, used and destroyed on one thread. Blocks; calls control.check() at least once a mini-batch, so it may throw Cancelled.
/// Returned errors are those of this child (it is recorded as failed), not of the run.
class Evaluator {
public:
    virtual ~Evaluator() = default;
    using Progress = std::function<void(const TrainingProgress&)>;
    virtual Result<Evaluation> evaluate(const EvaluationRequest& request, Control& control, const Progress& progress) = 0;
};

/// Where children train: on the engine thread or in worker processes. Results come in order of submission.
/// Used from the engine thread, but skip() and setPaused(), which any thread may call.
class EvaluationPool {
public:
    virtual ~EvaluationPool() = default;
    /// Never blocks; workers may begin at once.
    virtual void submit(EvaluationRequest request) = 0;
    /// Called from within collect() for each result as soon as it is there, which may be long before its turn; so that it can be stored.
    using Arrival = std::function<void(const EvaluationRequest&, const Evaluation&)>;
    virtual void setArrival(Arrival) {}
    /// The outcome of the oldest submission not collected yet. Blocks; throws Cancelled. An Error is the pool's own (no worker can be started).
    virtual Result<Evaluation> collect(Control& control) = 0;
    virtual std::size_t pending() const = 0;
    /// How many children train at once.
    virtual int concurrency() const = 0;
    /// Ends a child that waits or trains; its outcome is Skipped. Unknown ids are ignored.
    virtual void skip(CandidateId id) = 0;
    virtual void setPaused(bool paused) = 0;
    /// Drops everything not collected.
    virtual void clear() = 0;
};

} // namespace cw
