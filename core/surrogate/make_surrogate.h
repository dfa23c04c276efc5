#pragma once
#include <memory>

#include "core/search/surrogate.h"

namespace cw {

/// An ensemble of the kind that the settings name, not fitted yet; null when there is no such kind. Plain vector code on the
/// calling thread: its results do not depend on how many threads the process uses. Cells may have up to the larger of
/// settings.maxBlocks and space.blocks blocks; predict() gives not-a-number for cells it cannot read and before the first fit.
///
/// save(): "member<i>.<parameter>", weights as [inputs][outputs]; LSTM gates in the order input, forget, candidate, output.
/// restore() takes only what save() wrote for the same kind, members and blocks, and numbers that are finite.
std::unique_ptr<Surrogate> makeSurrogate(const PnasSpace& space, const SurrogateSettings& settings);

} // namespace cw
