#pragma once
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>

#include "core/base/control.h"
#include "core/base/result.h"
#include "core/dataset/dataset.h"

namespace cw {

struct TextOptions {
    std::int64_t vocabulary = 10000;  ///< most words, <unk> and <eos> among them; rarer ones become <unk>
    double validationFraction = 0.1;  ///< where the text brings no validation part
    std::uint64_t seed = 1;           ///< of that split; counts only where there is one
    std::filesystem::path cacheDirectory = {}; ///< empty: cw::cacheDirectory() / "datasets"
};

/// A text as numbers: words by white space, <eos> after each line, the vocabulary from the training part (Mikolov's custom).
/// Immutable and thread-safe after opening; mapped or in memory as long as the object lives.
class TextData {
public:
    virtual ~TextData() = default;
    virtual const DatasetInfo& info() const = 0;
    virtual std::int64_t words() const = 0;               ///< size of the vocabulary
    virtual std::string word(std::int64_t index) const = 0; ///< by falling frequency in the training part
    virtual std::span<const std::int32_t> tokens(Split split) const = 0;
    virtual std::string fingerprint() const = 0;
    virtual std::filesystem::path cacheFile() const = 0; ///< for openTextCache, in other processes too while this object lives
};

/// True when a path that holds no pictures is text (a file, or a folder with text files): looks at names and first bytes only.
bool looksLikeText(const std::filesystem::path& path);
/// Reads, counts, splits and numbers a text into the cache, or maps the cache when it is fresh; in memory where the cache cannot be
/// written (a note says so). Which files are its parts: text_layout.h. A text without a validation part is cut into runs of lines, of
/// which validationFraction, drawn by seed, validate, and as many test where it is one file (text_deal.h). Vocabulary: text_vocabulary.h.
/// Progress in kilobytes. Blocking; throws Cancelled. Pictures and bad input are refused in words.
Result<std::shared_ptr<const TextData>> prepareText(const std::filesystem::path& path, const TextOptions& options, Control& control,
                                                    const LoadProgress& progress = {});
/// Maps what prepareText wrote. Checks everything; never trusts it.
Result<std::shared_ptr<const TextData>> openTextCache(const std::filesystem::path& cacheFile);

/// Where the sample text lies; empty when it is not installed.
std::filesystem::path sampleTextPath();

} // namespace cw
