#pragma once
#include "core/nn/search_network_internal.h"

namespace cw::nn {

/// Stem, layers, global average pool, linear without bias. A layer's operation reads what stands right before it; selected skips are
/// added to its output, then BN (the first layer has neither). only: null for the weights of every child.
std::unique_ptr<SearchNetwork> makeMacroNetwork(const SearchPlan& plan, const Architecture* only, const SearchOptions& options);

} // namespace cw::nn
