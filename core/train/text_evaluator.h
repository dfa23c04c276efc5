#pragma once
#include <memory>

#include "core/search/engine.h"

namespace cw {

/// The evaluator of recurrent cells on text (setup.text): builds the stand-alone network of each, trains it by plain SGD for `epochs` or
/// `steps`, and measures it over the whole validation part (Evaluator says what it promises): accuracy is 80 / perplexity, the perplexity
/// never clamped; correct is 0, total counts words. The curve has the validation measured at the end of each pass, and of the last
/// interval only where steps are counted. Made, used and destroyed on one thread, which from then on computes each operation with one thread.
Result<std::unique_ptr<Evaluator>> makeTextEvaluator(const EvaluatorSetup& setup);

} // namespace cw
