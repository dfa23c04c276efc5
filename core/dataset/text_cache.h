#pragma once
#include <array>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

#include "core/dataset/cache_output.h"
#include "core/dataset/text.h"
#include "core/dataset/text_survey.h"

namespace cw {

/// The first bytes of a text's cache file; little-endian, fixed for a version. Behind kCacheHeaderRoom follow the tokens, int32, of
/// training, validation and test; the words, each ended by a line feed; the description as JSON.
struct TextCacheHeader {
    char magic[8];
    std::uint32_t version = 0, words = 0;
    std::array<std::uint64_t, 3> tokens{};
    std::uint64_t wordsBytes = 0, infoBytes = 0, fileBytes = 0;
    std::uint64_t tokenHash = 0; ///< of the tokens, block by block
    std::uint64_t tailHash = 0;  ///< of everything after them
    std::uint64_t headerHash = 0; ///< of the fields before this one
};
inline constexpr char kTextCacheMagic[8] = {'C', 'W', 'W', 'O', 'R', 'D', 'S', '\n'};
inline constexpr std::uint32_t kTextCacheVersion = 1;
std::uint64_t headerHash(const TextCacheHeader& header);

/// Running hash of tokens in blocks of a fixed size, so that writer and reader need no second pass.
class TokenHash {
public:
    static constexpr std::size_t kBlock = 1 << 16; ///< tokens in every block but the last
    void add(std::span<const std::int32_t> block);
    std::uint64_t value() const { return m_value; }

private:
    std::uint64_t m_value = 0x746f6b656e73ULL;
};

/// Reads the text once more and writes its numbers. Io and DiskFull: the output failed, other errors are of the text.
/// Blocking; may throw Cancelled.
Result<std::shared_ptr<const TextData>> writeTextCache(const TextSurvey& survey, const DatasetInfo& info, const std::string& fingerprint, CacheOutput& output,
                                                       TextMeter& meter);
/// Maps a file after checking everything in it. Takes the descriptor over; keeps it open for anonymous memory.
Result<std::shared_ptr<const TextData>> mapTextCache(int fd, const std::filesystem::path& shownPath, bool keepOpen);

} // namespace cw
