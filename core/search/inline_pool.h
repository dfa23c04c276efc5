#pragma once
#include <deque>
#include <memory>
#include <mutex>

#include "core/search/evaluation.h"

namespace cw {

/// Trains one child after the other on the engine thread, within collect(). Pause reaches it by the control it is given.
class InlinePool : public EvaluationPool {
public:
    InlinePool(std::unique_ptr<Evaluator> evaluator, Evaluator::Progress progress);
    void submit(EvaluationRequest request) override;
    void setArrival(Arrival arrival) override { m_arrival = std::move(arrival); }
    Result<Evaluation> collect(Control& control) override;
    std::size_t pending() const override;
    int concurrency() const override { return 1; }
    void skip(CandidateId id) override;
    void setPaused(bool) override {}
    void clear() override;

private:
    struct Entry {
        EvaluationRequest request;
        bool skipped = false;
    };
    Evaluation train(const EvaluationRequest& request, Control& control);

    std::unique_ptr<Evaluator> m_evaluator;
    Evaluator::Progress m_progress;
    Arrival m_arrival;
    mutable std::mutex m_mutex;
    std::deque<Entry> m_entries;  ///< the front one trains while m_training is set
    Control* m_training = nullptr;
};

} // namespace cw
