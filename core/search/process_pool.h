#pragma once
#include <memory>
#include <string>
#include <vector>

#include "core/search/engine.h"
#include "core/search/evaluation.h"

namespace cw {

/// Trains children in worker processes, one each, at low priority, with the protocol of worker_protocol.h. A worker that dies is
/// replaced; its child is tried kAttempts times in all, then it is recorded as failed and the search goes on.
/// Engine thread, but skip() and setPaused(). The workers end with the pool, and with this process however it ends.
class ProcessPool : public EvaluationPool {
public:
    static constexpr int kAttempts = 3;
    /// command: the worker's program and arguments; empty: $CELLWRIGHT_CLI, else cellwright-cli beside this program, with "worker".
    static Result<std::unique_ptr<EvaluationPool>> start(const EvaluatorSetup& setup, int workers, Evaluator::Progress progress,
                                                         std::vector<std::string> command = {});
    ~ProcessPool() override;
    void submit(EvaluationRequest request) override;
    void setArrival(Arrival arrival) override;
    Result<Evaluation> collect(Control& control) override;
    std::size_t pending() const override;
    int concurrency() const override;
    void skip(CandidateId id) override;
    void setPaused(bool paused) override;
    void clear() override;

private:
    struct Impl;
    explicit ProcessPool(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

} // namespace cw
