#pragma once
#include <filesystem>
#include <vector>

#include "core/arch/architecture.h"
#include "core/base/result.h"
#include "core/search/surrogate.h"

namespace cw::cli {

/// Files of one JSON object a line: {"architecture": <object or "pnas:…">, …}; further keys and empty lines are ignored.
/// The first line that is wrong refuses the whole file, with its number and the reason. An empty file is refused.
Result<std::vector<Architecture>> readCells(const std::filesystem::path& path);
/// The same with "accuracy": 0..1 in each line.
Result<std::vector<MeasuredCell>> readMeasuredCells(const std::filesystem::path& path);

} // namespace cw::cli
