#include "core/dataset/cache_folder.h"

#include <algorithm>
#include <chrono>
#include <fcntl.h>
#include <string_view>
#include <sys/stat.h>
#include <vector>

#include "core/dataset/cache_file.h"

namespace cw {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t kDigits = 16, kStem = 2 * kDigits + 1;

bool isHex(std::string_view text)
{
    return std::all_of(text.begin(), text.end(), [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

bool isOurs(const std::string& name)
{
    return name.size() > kStem && isHex(name.substr(0, kDigits)) && name[kDigits] == '-' && isHex(name.substr(kDigits + 1, kDigits))
        && name.compare(kStem, std::string_view(kCacheEnding).size(), kCacheEnding) == 0;
}

struct CacheEntry {
    fs::path path;
    fs::file_time_type used;
    std::uintmax_t bytes = 0;
};

} // namespace

fs::path cachePath(const fs::path& directory, const std::string& place, const std::string& fingerprint)
{
    return directory / (place + "-" + fingerprint + kCacheEnding);
}

void touchCache(const fs::path& file) { ::utimensat(AT_FDCWD, file.c_str(), nullptr, 0); }

void pruneCaches(const fs::path& kept)
{
    const auto keptName = kept.filename().string();
    const auto now = fs::file_time_type::clock::now();
    std::vector<CacheEntry> entries;
    std::error_code ec;
    for (auto it = fs::directory_iterator(kept.parent_path(), ec); !ec && it != fs::directory_iterator(); it.increment(ec)) {
        const auto name = it->path().filename().string();
        std::error_code entryError;
        if (!isOurs(name) || name == keptName || it->is_symlink(entryError) || !it->is_regular_file(entryError))
            continue;
        const auto used = it->last_write_time(entryError);
        const bool temporary = !name.ends_with(kCacheEnding);
        if (temporary) {
            if (now - used > std::chrono::hours(24))
                fs::remove(it->path(), entryError);
        } else if (name.compare(0, kDigits, keptName, 0, kDigits) == 0) {
            fs::remove(it->path(), entryError);
        } else {
            entries.push_back({it->path(), used, it->file_size(entryError)});
        }
    }
    std::sort(entries.begin(), entries.end(), [](const auto& a, const auto& b) { return a.used > b.used; });
    std::uintmax_t bytes = fs::file_size(kept, ec);
    int files = 1;
    for (const auto& entry : entries)
        if (++files > kMaxCacheFiles || (bytes += entry.bytes) > kMaxCacheBytes)
            fs::remove(entry.path, ec);
}

} // namespace cw
