#pragma once
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "core/base/result.h"

namespace cw {

/// Whole file, refused with a sentence when larger than maxBytes or unreadable.
Result<std::string> readFile(const std::filesystem::path& path, std::uint64_t maxBytes = 64ULL << 20);
/// Writes to a temporary name beside the target, syncs, renames, syncs the folder: the target is the old file or the
/// whole new one, never half. A full disk gives ErrorCode::DiskFull and leaves nothing behind.
Status writeFileAtomically(const std::filesystem::path& path, std::string_view content);
Result<nlohmann::json> readJson(const std::filesystem::path& path, std::uint64_t maxBytes = 64ULL << 20);
Status writeJsonAtomically(const std::filesystem::path& path, const nlohmann::json& value);
/// Parses text that comes from outside; depth is bounded, errors are values.
Result<nlohmann::json> parseJson(std::string_view text, std::string_view what);
/// XDG places: ~/.cache/cellwright, ~/.local/share/cellwright (or their environment variables).
std::filesystem::path cacheDirectory();
std::filesystem::path dataDirectory();
/// Folder of the running program.
std::filesystem::path programDirectory();
/// An Error for errno with what was being done, "Could not <doing> <path>: <reason>."; ENOSPC becomes DiskFull.
Error systemError(std::string_view doing, const std::filesystem::path& path, int errorNumber);

} // namespace cw
