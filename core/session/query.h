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
/// A controller's choice forced at one decision (ENAS). Answer as its strategy says.
struct ForcedChoiceQuery {
    int decision = 0, choice = 0;
};
/// What a window asks of a live engine: put into the session, run between mini-batches, answered by QueryAnswered.
struct Query {
    std::uint64_t id = 0;
    std::variant<PredictQuery, AblationQuery, ForcedChoiceQuery> body;
};

} // namespace cw
