#pragma once
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "core/dataset/cache_output.h"
#include "core/dataset/dataset.h"

namespace cw {

/// The first bytes of a cache file; little-endian, fixed for a version. Then follow, at the offsets given: pixels uint8
/// [N, H, W, C], labels int32, hashes uint64, origins uint8, description JSON.
struct CacheHeader {
    char magic[8];
    std::uint32_t version = 0, channels = 0, height = 0, width = 0;
    std::uint64_t count = 0;
    std::uint64_t labelsAt = 0, hashesAt = 0, originsAt = 0, infoAt = 0, infoBytes = 0, fileBytes = 0;
    std::uint64_t tailHash = 0;   ///< of everything after the pixels
    std::uint64_t headerHash = 0; ///< of the fields before this one
};
inline constexpr char kCacheMagic[8] = {'C', 'W', 'I', 'M', 'A', 'G', 'E', 'S'};
inline constexpr std::uint32_t kCacheVersion = 1;
inline constexpr std::uint64_t kPixelsAt = kCacheHeaderRoom;
inline constexpr const char* kCacheEnding = ".cwdata";
std::uint64_t headerHash(const CacheHeader& header);

/// What stands in the description besides DatasetInfo.
struct CacheSummary {
    DatasetInfo info;
    std::array<double, 3> mean{}, deviation{};
    std::string fingerprint;
};

/// Writes the cache file of pictures: pixels as they come, the rest at the end.
class CacheWriter {
public:
    /// Beside `target`; InvalidArgument, Io or DiskFull when it cannot be written.
    static Result<std::unique_ptr<CacheWriter>> onDisk(const std::filesystem::path& target);
    static Result<std::unique_ptr<CacheWriter>> inMemory();

    Status add(std::span<const std::uint8_t> pixels, int label, Split origin);
    const std::vector<std::int32_t>& labels() const { return m_labels; }
    const std::vector<Split>& origins() const { return m_origins; }
    /// Gives the images other class numbers; -1 is not allowed.
    void relabel(std::span<const int> newClassOf);
    /// Writes the rest; then the file is whole and the object holds nothing any more. Returns the mapped images.
    Result<std::shared_ptr<ImageData>> finish(const ImageShape& shape, const CacheSummary& summary);

private:
    explicit CacheWriter(std::unique_ptr<CacheOutput> output) : m_output(std::move(output)) {}

    std::unique_ptr<CacheOutput> m_output;
    std::vector<std::int32_t> m_labels;
    std::vector<std::uint64_t> m_hashes;
    std::vector<Split> m_origins;
};

/// Maps a file after checking everything in it against its length. Takes the descriptor over; keeps it open for
/// anonymous memory, where `shownPath` (of /proc) is how workers reach it.
Result<std::shared_ptr<ImageData>> mapCache(int fd, const std::filesystem::path& shownPath, bool keepOpen);

} // namespace cw
