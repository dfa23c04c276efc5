#pragma once
#include <nlohmann/json_fwd.hpp>

#include "core/base/result.h"
#include "core/dataset/dataset.h"

namespace cw {

/// "train", "validation", "test".
const char* key(Split split);
/// DatasetInfo as it is kept in the cache file. All text is valid UTF-8 but the path, whose odd bytes are replaced.
nlohmann::json toJson(const DatasetInfo& info);
/// Trusts nothing: wrong types, negative or inconsistent counts are ErrorCode::Corrupt.
Result<DatasetInfo> infoFromJson(const nlohmann::json& value);
/// Smallest class / largest class of the training part; 0 where there is none.
double classBalance(const DatasetInfo& info);

} // namespace cw
