#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <cstring>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <nlohmann/json.hpp>

#include "core/base/files.h"
#include "core/dataset/cache_file.h"
#include "core/dataset/fingerprint.h"
#include "core/dataset/info_json.h"

namespace cw {
namespace fs = std::filesystem;
namespace {

constexpr std::uint64_t kMaxInfoBytes = 64ULL << 20;
constexpr std::uint32_t kMaxSide = 65536;

class MappedImages final : public ImageData {
public:
    ~MappedImages() override
    {
        if (m_base)
            ::munmap(m_base, m_bytes);
        if (m_fd >= 0)
            ::close(m_fd);
    }
    const DatasetInfo& info() const override { return m_summary.info; }
    ImageShape shape() const override { return m_shape; }
    std::int64_t size() const override { return static_cast<std::int64_t>(m_header.count); }
    const std::uint8_t* pixels(std::int64_t index) const override { return bytes() + kPixelsAt + static_cast<std::uint64_t>(index) * m_imageBytes; }
    std::span<const std::uint8_t> allPixels() const override { return {bytes() + kPixelsAt, m_header.count * m_imageBytes}; }
    std::span<const std::int32_t> labels() const override { return part<std::int32_t>(m_header.labelsAt); }
    std::span<const std::uint64_t> hashes() const override { return part<std::uint64_t>(m_header.hashesAt); }
    std::span<const Split> origins() const override { return part<Split>(m_header.originsAt); }
    std::array<double, 3> mean() const override { return m_summary.mean; }
    std::array<double, 3> deviation() const override { return m_summary.deviation; }
    std::string fingerprint() const override { return m_summary.fingerprint; }
    fs::path cacheFile() const override { return m_path; }

    bool map(int fd, fs::path path, bool keepOpen);

private:
    bool check(std::uint64_t fileBytes);
    const std::uint8_t* bytes() const { return static_cast<const std::uint8_t*>(m_base); }
    template<class T>
    std::span<const T> part(std::uint64_t at) const
    {
        return {reinterpret_cast<const T*>(bytes() + at), m_header.count};
    }

    void* m_base = nullptr;
    std::size_t m_bytes = 0;
    int m_fd = -1;
    fs::path m_path;
    CacheHeader m_header{};
    std::uint64_t m_imageBytes = 0;
    ImageShape m_shape;
    CacheSummary m_summary;
};

bool MappedImages::map(int fd, fs::path path, bool keepOpen)
{
    m_path = std::move(path);
    struct stat st {};
    const bool usable = ::fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && static_cast<std::uint64_t>(st.st_size) >= kPixelsAt;
    void* base = usable ? ::mmap(nullptr, static_cast<std::size_t>(st.st_size), PROT_READ, MAP_SHARED, fd, 0) : MAP_FAILED;
    if (keepOpen && base != MAP_FAILED)
        m_fd = fd;
    else
        ::close(fd);
    if (base == MAP_FAILED)
        return false;
    m_base = base;
    m_bytes = static_cast<std::size_t>(st.st_size);
    return check(m_bytes);
}

bool MappedImages::check(std::uint64_t fileBytes)
{
    std::memcpy(&m_header, m_base, sizeof m_header);
    const auto& h = m_header;
    if (std::memcmp(h.magic, kCacheMagic, sizeof kCacheMagic) != 0 || h.version != kCacheVersion || h.headerHash != headerHash(h) || h.fileBytes != fileBytes)
        return false;
    if ((h.channels != 1 && h.channels != 3) || h.height == 0 || h.width == 0 || h.height > kMaxSide || h.width > kMaxSide)
        return false;
    // Every quotient is taken before a product, so that no sum can wrap round.
    m_imageBytes = std::uint64_t{h.channels} * h.height * h.width;
    if (h.count == 0 || h.count > (fileBytes - kPixelsAt) / m_imageBytes)
        return false;
    const auto aligned = [](std::uint64_t x) { return (x + 7) / 8 * 8; };
    const bool placed = h.labelsAt == aligned(kPixelsAt + h.count * m_imageBytes) && h.hashesAt == aligned(h.labelsAt + 4 * h.count)
        && h.originsAt == h.hashesAt + 8 * h.count && h.infoAt == aligned(h.originsAt + h.count);
    if (!placed || h.infoAt > fileBytes || h.infoBytes > kMaxInfoBytes || h.infoBytes != fileBytes - h.infoAt)
        return false;
    const auto* raw = reinterpret_cast<const char*>(bytes());
    if (contentHash({bytes() + h.labelsAt, fileBytes - h.labelsAt}) != h.tailHash)
        return false;

    const auto json = parseJson({raw + h.infoAt, h.infoBytes}, "cache");
    if (!json)
        return false;
    auto info = infoFromJson(*json);
    if (!info)
        return false;
    m_summary.info = std::move(*info);
    try {
        m_summary.mean = json->at("mean").get<std::array<double, 3>>();
        m_summary.deviation = json->at("deviation").get<std::array<double, 3>>();
        m_summary.fingerprint = json->at("fingerprint").get<std::string>();
    } catch (const nlohmann::json::exception&) {
        return false;
    }
    m_shape = {static_cast<int>(h.channels), static_cast<int>(h.height), static_cast<int>(h.width)};
    const auto classes = static_cast<std::int64_t>(m_summary.info.classes.size());
    return std::all_of(labels().begin(), labels().end(), [&](auto label) { return label >= 0 && label < classes; })
        && std::all_of(origins().begin(), origins().end(), [](Split s) { return s <= Split::Test; });
}

} // namespace

std::uint64_t headerHash(const CacheHeader& header)
{
    return contentHash({reinterpret_cast<const std::uint8_t*>(&header), offsetof(CacheHeader, headerHash)});
}

Result<std::shared_ptr<ImageData>> mapCache(int fd, const fs::path& shownPath, bool keepOpen)
{
    auto images = std::make_shared<MappedImages>();
    if (!images->map(fd, shownPath, keepOpen))
        return Error{ErrorCode::Corrupt, "The cache file " + shownPath.string() + " is damaged or of another version. It is made anew from the data when a run is started.", {}};
    return std::shared_ptr<ImageData>(std::move(images));
}

Result<std::shared_ptr<const ImageData>> openCache(const fs::path& cacheFile)
{
    const int fd = ::open(cacheFile.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (fd < 0)
        return systemError("read", cacheFile, errno);
    try {
        auto images = mapCache(fd, cacheFile, false);
        if (!images)
            return images.error();
        return std::shared_ptr<const ImageData>(std::move(*images));
    } catch (const std::bad_alloc&) {
        return Error{ErrorCode::Corrupt, "There is not enough memory to open " + cacheFile.string() + ".", {}};
    }
}

} // namespace cw
