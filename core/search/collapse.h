#pragma once
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/session/events.h"

namespace cw {

/// How many of the newest PolicyUpdated events must agree before anybody is alarmed.
inline constexpr std::size_t kCollapseEvents = 5;

/// Names of a space's operations as people read them, in the order given: "sep 3×3", "tanh". Unknown ones as they are.
std::vector<std::string> operationLabels(std::string_view space, std::span<const std::string> operations);

/// Plain words when a search with shared weights has collapsed: one operation has most of the choices, skips (or identity) have taken
/// over, or nothing is left to chance. Looks at the last kCollapseEvents of `newest` (oldest first) and wants all of them to say so; nothing
/// where there are fewer. labels: of the operations, in the order of operationShares. Pure; any thread.
std::optional<std::string> collapseAlarm(std::span<const PolicyUpdated> newest, std::span<const std::string> labels);

} // namespace cw
