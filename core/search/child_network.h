#pragma once
#include <filesystem>

#include "core/arch/counts.h"
#include "core/search/parameters.h"

namespace cw {

/// The network that a child of a search is: settings `repeats`, `filters`, `layout` and `stem` over the given images.
/// One place, so that strategies, counts and the evaluator agree. Whether it can be built, planNetwork() and planMacro() say.
NetworkShape networkShape(const Settings& settings, ImageShape image, int classes);

/// Exact sizes of a child trained from scratch (final form), of any space: image and classes matter where it learns from pictures,
/// words (of the vocabulary) where it learns from text. Refuses what cannot be built, in words.
Result<NetworkCounts> countChild(const Architecture& arch, const Settings& settings, ImageShape image, int classes, std::int64_t words);
/// Of a network made from cells or layers, by the plan of its space.
Result<NetworkCounts> countImageNetwork(const Architecture& arch, const NetworkShape& shape);

/// Where a long child keeps its own checkpoint in EvaluatorSetup::scratch. It is removed when the child is done; whoever drops
/// a child for good (skip) removes it too. A file of other data or settings is never used.
std::filesystem::path childCheckpointPath(const std::filesystem::path& scratch, const Architecture& arch);

} // namespace cw
