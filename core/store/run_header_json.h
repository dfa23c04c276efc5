#pragma once
#include <nlohmann/json_fwd.hpp>

#include "core/base/result.h"
#include "core/store/run_store.h"

namespace cw {

/// A run's header as it stands in the meta table. The version stands beside it, so that it can be read from newer runs too.
nlohmann::json toJson(const RunHeader& header);
Result<RunHeader> runHeaderFromJson(const nlohmann::json& value);

} // namespace cw
