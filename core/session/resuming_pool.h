#pragma once
#include <deque>
#include <functional>
#include <memory>
#include <optional>

#include "core/search/evaluation.h"
#include "core/store/run_store.h"

namespace cw {

/// A pool in front of another: what the run's results table knows is given without training, identical cells train once, and
/// every result is stored as soon as it arrives, whatever its turn. Engine thread, but skip() and setPaused().
class ResumingPool : public EvaluationPool {
public:
    /// store is borrowed. waiting(true) is called before collect() begins to wait, waiting(false) after.
    ResumingPool(std::unique_ptr<EvaluationPool> inner, RunStore& store, std::function<void(bool)> waiting);
    void submit(EvaluationRequest request) override;
    Result<Evaluation> collect(Control& control) override;
    std::size_t pending() const override { return m_entries.size(); }
    int concurrency() const override { return m_inner->concurrency(); }
    void skip(CandidateId id) override { m_inner->skip(id); }
    void setPaused(bool paused) override { m_inner->setPaused(paused); }
    void clear() override;

private:
    struct Entry {
        CandidateId id = 0;
        std::uint64_t hash = 0;
        bool trains = false; ///< the inner pool has it; else its result is stored, or will be when its twin is collected
    };
    Result<Evaluation> train(const Entry& entry, Control& control);

    std::unique_ptr<EvaluationPool> m_inner;
    RunStore& m_store;
    std::function<void(bool)> m_waiting;
    std::deque<Entry> m_entries;
    std::optional<Error> m_storeError; ///< of an arrival, handed over by collect()
};

} // namespace cw
