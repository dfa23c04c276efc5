#pragma once
#include <memory>

#include "core/search/engine.h"

namespace cw {

/// The evaluator of child networks on images: builds, trains, recalibrates and scores (Evaluator says what it promises).
/// Made, used and destroyed on one thread, which from then on computes each operation with one thread.
Result<std::unique_ptr<Evaluator>> makeChildEvaluator(const EvaluatorSetup& setup);

} // namespace cw
