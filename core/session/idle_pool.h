#pragma once
#include "core/search/evaluation.h"

namespace cw {

/// The pool of a search that trains no child by itself: no process, no evaluator.
class IdlePool final : public EvaluationPool {
public:
    void submit(EvaluationRequest) override {}
    Result<Evaluation> collect(Control&) override { return Error{ErrorCode::Internal, "This search trains no children from scratch.", {}}; }
    std::size_t pending() const override { return 0; }
    int concurrency() const override { return 1; }
    void skip(CandidateId) override {}
    void setPaused(bool) override {}
    void clear() override {}
};

} // namespace cw
