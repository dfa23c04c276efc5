#pragma once
#include <cstdint>
#include <variant>

#include "core/arch/architecture.h"

namespace cw {

/// Prediction of any cell, e.g. one made by hand. Answer: {"mean":…,"spread":…}, or {"error":…} before the first fit.
struct PredictQuery {
    Architecture arch;
};
/// Ablation by the surrogate: for each block, readers rewired to its first input, the block removed.
/// Answer: {"blocks":[{"block":1,"difference":…,"spread":…},…]}; empty for one-block cells. Always a prediction.
struct AblationQuery {
    Architecture arch;
};
/// What the controller thinks at each decision of an architecture; with a decision, that one is forced, those before it stay and
/// those after it are the most probable. Answer: core/search/controller_answer.h.
struct ForcedChoiceQuery {
    Architecture arch;
    int decision = -1; ///< -1: none
    int choice = 0;
};
/// Samples candidates now and scores them with the shared weights, besides what the strategy does by itself (ENAS).
/// Answer: {"accepted":true}; the candidates come as events.
struct DeriveQuery {};
/// What a window asks of a live engine: put into the session, run between mini-batches, answered by QueryAnswered.
struct Query {
    std::uint64_t id = 0;
    std::variant<PredictQuery, AblationQuery, ForcedChoiceQuery, DeriveQuery> body;
};

} // namespace cw
