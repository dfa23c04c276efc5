#pragma once
#include <span>
#include <string_view>
#include <vector>

#include "core/base/random.h"
#include "core/search/parameters.h"
#include "core/space/decisions.h"

namespace cw {

/// The decisions of a search over a space with these settings (their size and operations); a refusal in words where they make no space.
Result<DecisionSpace> decisionSpace(std::string_view space, const Settings& settings);
/// Blocks, nodes or layers by the settings.
int spaceSizeSetting(std::string_view space, const Settings& settings);

/// Every choice uniform and independent: the policy of chance.
std::vector<int> drawUniform(const DecisionSpace& space, Random& random);
/// One for each decision, each within its options.
bool areChoices(const DecisionSpace& space, std::span<const int> choices);
/// The entropy of that, nats: the greatest that any policy can have.
double uniformEntropy(const DecisionSpace& space);
/// Rows of choices that there are; `most` where there are more.
std::int64_t rowsOfChoices(const DecisionSpace& space, std::int64_t most);

} // namespace cw
