#pragma once
#include "core/nn/search_cell_internal.h"

namespace cw::nn {

/// Stem, 3N + 2 cells, ReLU, global average pool, linear without bias. only: null for the weights of every child.
std::unique_ptr<SearchNetwork> makeMicroNetwork(const SearchPlan& plan, const Architecture* only, const SearchOptions& options);

} // namespace cw::nn
