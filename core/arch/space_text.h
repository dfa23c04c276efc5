#pragma once
#include <string>
#include <string_view>

#include "core/arch/architecture.h"

namespace cw {

/// The string forms of each space without the name of the space, behind arch_text.h. Readers return a sentence when the text
/// is not that form, and leave checks of the whole to validityProblem.
std::string cellText(const Cell& cell);
std::string cellFromText(std::string_view text, Cell& cell);

/// Two cells divided by '@'; the output after '=' unless it is the loose ends: "…@…=all", "…@…=c-1,b2".
std::string microText(const Architecture& arch);
std::string microFromText(std::string_view text, Architecture& arch);

/// Layers by '/', skips by '+': 0 the stem, j layer j: "conv3/sep3/sep5+0/max3+0+1".
std::string macroText(const Architecture& arch);
std::string macroFromText(std::string_view text, Architecture& arch);

/// Nodes by '/', previous (1-based).activation: "tanh/1.relu/2.relu/1.tanh"; "=rest" where all nodes but the first are averaged.
std::string recurrentText(const Architecture& arch);
std::string recurrentFromText(std::string_view text, Architecture& arch);

} // namespace cw
