#pragma once
#include "core/arch/graph.h"
#include "core/arch/macro.h"
#include "core/arch/recurrent.h"

namespace cw {

/// A whole network, layer after layer; selected skips are `skip` edges. Ids: "stem", "layer1", …, "out".
Graph macroGraph(const MacroNetwork& network);

/// A recurrent cell from x_t and h_{t-1} to h_t; the label of h_t names the nodes it is the mean of. Ids: "x", "h", "node1", …, "out".
Graph recurrentGraph(const RecurrentCell& cell);

} // namespace cw
