#pragma once
#include "core/arch/network_plan.h"
#include "core/search/parameters.h"

namespace cw {

/// The network that a child of a search is: settings `repeats`, `filters`, `layout` and `stem` over the given images.
/// One place, so that strategies, counts and the evaluator agree. Whether it can be built, planNetwork() says.
NetworkShape networkShape(const Settings& settings, ImageShape image, int classes);

} // namespace cw
