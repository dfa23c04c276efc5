#pragma once
#include <cstdint>
#include <string>

#include "core/arch/architecture.h"
#include "core/search/parameters.h"

namespace cw {

/// What a space holds, for people who are about to search it: one architecture drawn uniformly with a seed (pnas: over unique cells;
/// micro, macro, recurrent: every choice for itself).
/// By the settings of a search over the space; a plain refusal in words where they make no space. Milliseconds.
Result<Architecture> drawFromSpace(const std::string& space, const Settings& settings, std::uint64_t seed);
/// How many there are of the largest kind that the search ends with: "10979688" (pnas: unique cells; else rows of
/// choices, as the papers count). Empty where nobody counts them.
std::string spaceSize(const std::string& space, const Settings& settings);

} // namespace cw
