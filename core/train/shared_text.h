#pragma once
#include <memory>

#include "core/search/engine.h"

namespace cw {

/// Shared weights of the space recurrent, over setup.text (SharedWeights says what it promises). Measures with at most 64 rows
/// (or the batch, where it is smaller). A child may have fewer nodes than the setting `nodes`, and any activations.
/// Made, used and destroyed on one thread, which from then on computes each operation with one thread.
Result<std::unique_ptr<SharedWeights>> makeSharedText(const EvaluatorSetup& setup);

} // namespace cw
