#pragma once
#include <cstdint>
#include <filesystem>
#include <vector>

#include "core/base/result.h"

namespace cw {

/// Reads up to `most` bytes from the front of a regular file into `out` (reused between calls); sets `whole` when that is
/// all of it. Pipes and devices are refused without waiting; files over kMaxImageFileBytes are refused when `most` asks
/// for more. Reasons are sentences without the path.
Status readImageFile(const std::filesystem::path& path, std::uint64_t most, std::vector<std::uint8_t>& out, bool& whole);

} // namespace cw
