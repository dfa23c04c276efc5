#pragma once
#include <filesystem>

#include "core/arch/network_plan.h"
#include "core/search/parameters.h"

namespace cw {

/// The network that a child of a search is: settings `repeats`, `filters`, `layout` and `stem` over the given images.
/// One place, so that strategies, counts and the evaluator agree. Whether it can be built, planNetwork() says.
NetworkShape networkShape(const Settings& settings, ImageShape image, int classes);

/// Where a long child keeps its own checkpoint in EvaluatorSetup::scratch. It is removed when the child is done; whoever drops
/// a child for good (skip) removes it too. A file of other data or settings is never used.
std::filesystem::path childCheckpointPath(const std::filesystem::path& scratch, const Architecture& arch);

} // namespace cw
