#pragma once
#include <string>

#include "core/arch/architecture.h"
#include "core/base/random.h"
#include "core/base/result.h"

namespace cw {

/// The three spaces of ENAS (Pham et al. 2018). size: nodes that choose in a cell (micro), layers (macro), nodes (recurrent).
inline constexpr int kMicroNodes = 5, kMacroLayers = 12, kRecurrentNodes = 12;

/// Every decision uniform and independent, as a controller that has learned nothing. Requires a size within the space's bounds.
Architecture sampleMicro(int nodes, Random& random);
Architecture sampleMacro(int layers, Random& random, double skipProbability = 0.5);
Architecture sampleRecurrent(int nodes, Random& random);

/// Exact sizes as decimal digits, and the paper's formula with its value.
struct EnasCount {
    std::string raw;          ///< strings of decisions
    std::string unique;       ///< architectures that differ; empty where it is not known exactly
    std::string uniqueMeans;  ///< up to what, or why unique is empty
    std::string paperFormula;
};
Result<EnasCount> countMicroSpace(int nodes);
Result<EnasCount> countMacroSpace(int layers);
Result<EnasCount> countRecurrentSpace(int nodes);

} // namespace cw
