#pragma once
#include <filesystem>
#include <string>

namespace cw {

inline constexpr int kMaxCacheFiles = 8;
inline constexpr std::uintmax_t kMaxCacheBytes = 20ULL << 30;

/// Where the images of one data set, read in one way, are cached: "<place>-<fingerprint>.cwdata", both 16 hex digits.
/// `place` stands for path and options, so an older state of the same data is recognised by its name.
std::filesystem::path cachePath(const std::filesystem::path& directory, const std::string& place, const std::string& fingerprint);
/// Makes a file the most recently used one.
void touchCache(const std::filesystem::path& file);
/// Removes older states of the same data as `kept`, left-over temporary files of more than a day, and the longest unused
/// files beyond kMaxCacheFiles or kMaxCacheBytes; never `kept`, and never a file whose name is not of this form.
/// Nothing of it is worth an error.
void pruneCaches(const std::filesystem::path& kept);

} // namespace cw
