#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <limits>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/base/files.h"
#include "core/dataset/fingerprint.h"
#include "core/dataset/info_json.h"
#include "core/dataset/text_cache.h"

namespace cw {
namespace fs = std::filesystem;
namespace {

constexpr std::uint64_t kMaxInfoBytes = 64ULL << 20;

class MappedText final : public TextData {
public:
    ~MappedText() override
    {
        if (m_base)
            ::munmap(m_base, m_bytes);
        if (m_fd >= 0)
            ::close(m_fd);
    }
    const DatasetInfo& info() const override { return m_info; }
    std::int64_t words() const override { return static_cast<std::int64_t>(m_words.size()); }
    std::string word(std::int64_t index) const override { return m_words.at(static_cast<std::size_t>(index)); }
    std::span<const std::int32_t> tokens(Split split) const override { return m_tokens[static_cast<std::size_t>(split)]; }
    std::string fingerprint() const override { return m_fingerprint; }
    fs::path cacheFile() const override { return m_path; }

    bool map(int fd, fs::path path, bool keepOpen);

private:
    bool check();
    bool checkTokens(const TextCacheHeader& header) const;
    bool readWords(std::string_view text, std::size_t count);
    bool readInfo(std::string_view json);

    void* m_base = nullptr;
    std::size_t m_bytes = 0;
    int m_fd = -1;
    fs::path m_path;
    std::array<std::span<const std::int32_t>, 3> m_tokens;
    std::vector<std::string> m_words;
    DatasetInfo m_info;
    std::string m_fingerprint;
};

bool MappedText::map(int fd, fs::path path, bool keepOpen)
{
    m_path = std::move(path);
    struct stat st {};
    const bool usable = ::fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && static_cast<std::uint64_t>(st.st_size) >= kCacheHeaderRoom;
    void* base = usable ? ::mmap(nullptr, static_cast<std::size_t>(st.st_size), PROT_READ, MAP_SHARED, fd, 0) : MAP_FAILED;
    if (keepOpen && base != MAP_FAILED)
        m_fd = fd;
    else
        ::close(fd);
    if (base == MAP_FAILED)
        return false;
    m_base = base;
    m_bytes = static_cast<std::size_t>(st.st_size);
    return check();
}

bool MappedText::check()
{
    TextCacheHeader h{};
    std::memcpy(&h, m_base, sizeof h);
    if (std::memcmp(h.magic, kTextCacheMagic, sizeof kTextCacheMagic) != 0 || h.version != kTextCacheVersion || h.headerHash != headerHash(h) || h.fileBytes != m_bytes)
        return false;
    // Each size is bounded by the file before it is added, so that no sum can wrap round.
    std::uint64_t left = m_bytes - kCacheHeaderRoom;
    const auto* at = static_cast<const std::uint8_t*>(m_base) + kCacheHeaderRoom;
    for (std::size_t part = 0; part < 3; ++part) {
        if (h.tokens[part] > left / sizeof(std::int32_t) || h.tokens[part] > static_cast<std::uint64_t>(std::numeric_limits<std::int32_t>::max()))
            return false;
        m_tokens[part] = {reinterpret_cast<const std::int32_t*>(at), static_cast<std::size_t>(h.tokens[part])};
        at += h.tokens[part] * sizeof(std::int32_t);
        left -= h.tokens[part] * sizeof(std::int32_t);
    }
    if (h.wordsBytes > left || h.infoBytes != left - h.wordsBytes || h.infoBytes > kMaxInfoBytes || h.words > h.wordsBytes)
        return false;
    if (contentHash({at, static_cast<std::size_t>(left)}) != h.tailHash || !checkTokens(h))
        return false;
    const auto* text = reinterpret_cast<const char*>(at);
    return readWords({text, static_cast<std::size_t>(h.wordsBytes)}, h.words) && readInfo({text + h.wordsBytes, static_cast<std::size_t>(h.infoBytes)});
}

/// All numbers in one row: they stand one behind the other.
bool MappedText::checkTokens(const TextCacheHeader& header) const
{
    const std::span<const std::int32_t> all(m_tokens[0].data(), m_tokens[0].size() + m_tokens[1].size() + m_tokens[2].size());
    TokenHash hash;
    std::size_t from = 0;
    do { // an empty last block counts too, as in writing
        const auto block = all.subspan(from, std::min(TokenHash::kBlock, all.size() - from));
        if (!std::all_of(block.begin(), block.end(), [&](auto t) { return t >= 0 && static_cast<std::uint32_t>(t) < header.words; }))
            return false;
        hash.add(block);
        from += TokenHash::kBlock;
    } while (from <= all.size());
    return !m_tokens[0].empty() && !m_tokens[1].empty() && hash.value() == header.tokenHash;
}

bool MappedText::readWords(std::string_view text, std::size_t count)
{
    m_words.reserve(count);
    while (!text.empty()) {
        const auto end = text.find('\n');
        if (end == 0 || end == std::string_view::npos)
            return false;
        m_words.emplace_back(text.substr(0, end));
        text.remove_prefix(end + 1);
    }
    return m_words.size() == count;
}

bool MappedText::readInfo(std::string_view text)
{
    const auto json = parseJson(text, "cache");
    if (!json)
        return false;
    auto info = infoFromJson(*json);
    const auto fingerprint = json->find("fingerprint");
    if (!info || !info->isText() || info->words != words() || fingerprint == json->end() || !fingerprint->is_string())
        return false;
    m_info = std::move(*info);
    m_fingerprint = fingerprint->get<std::string>();
    return std::all_of(m_info.splits.begin(), m_info.splits.end(), [&](const auto& s) { return s.total == static_cast<std::int64_t>(tokens(s.split).size()); });
}

} // namespace

Result<std::shared_ptr<const TextData>> mapTextCache(int fd, const fs::path& shownPath, bool keepOpen)
{
    auto text = std::make_shared<MappedText>();
    if (!text->map(fd, shownPath, keepOpen))
        return Error{ErrorCode::Corrupt, "The cache file " + shownPath.string() + " is damaged or of another version. It is made anew from the text when a run is started.", {}};
    return std::shared_ptr<const TextData>(std::move(text));
}

Result<std::shared_ptr<const TextData>> openTextCache(const fs::path& cacheFile)
{
    const int fd = ::open(cacheFile.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (fd < 0)
        return systemError("read", cacheFile, errno);
    try {
        return mapTextCache(fd, cacheFile, false);
    } catch (const std::bad_alloc&) {
        return Error{ErrorCode::Corrupt, "There is not enough memory to open " + cacheFile.string() + ".", {}};
    }
}

} // namespace cw
