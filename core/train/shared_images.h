#pragma once
#include <memory>

#include "core/search/engine.h"

namespace cw {

/// The weights that all children over pictures share, of the spaces micro and macro (SharedWeights says what it promises).
/// The network is of search form (core/arch/search_form.h); settings hold the space's, sharedImageSettings()' and `filters`, `repeats`.
/// A step is plain SGD over all shared weights: those that the child does not use have no gradient, yet decay and keep the momentum of
/// the steps that used them, as in the released code; clipping is by the norm of what the child's own gradient is.
/// The rate follows restartRate() step by step; dropout, augmentation and the second classifier are in training only. A step whose
/// loss or gradient is not finite changes no weight, but takes its mini-batch and its place in the schedule.
/// parameters() and childSize() do not count the second classifier.
/// Made, used and destroyed on one thread, which from then on computes each operation with one thread.
Result<std::unique_ptr<SharedWeights>> makeSharedImages(const EvaluatorSetup& setup);

} // namespace cw
