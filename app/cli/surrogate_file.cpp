#include "app/cli/surrogate_file.h"

#include <charconv>
#include <optional>
#include <string>

namespace cw::cli {
namespace {

constexpr const char* kFormat = "cellwright-surrogate";
constexpr int kVersion = 1;
constexpr int kMostMembers = 1000;

std::optional<int> number(const BufferMetadata& metadata, const char* key)
{
    const auto found = metadata.find(key);
    if (found == metadata.end())
        return std::nullopt;
    int value = 0;
    const auto& text = found->second;
    const auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), value);
    return ec == std::errc{} && end == text.data() + text.size() ? std::optional(value) : std::nullopt;
}

} // namespace

Status writeSurrogateFile(const std::filesystem::path& path, const SurrogateFile& file)
{
    return writeBuffers(path, file.buffers,
                        {{"format", kFormat},
                         {"version", std::to_string(kVersion)},
                         {"kind", file.settings.kind},
                         {"members", std::to_string(file.settings.members)},
                         {"max_blocks", std::to_string(file.settings.maxBlocks)}});
}

Result<SurrogateFile> readSurrogateFile(const std::filesystem::path& path)
{
    auto file = readBuffers(path);
    if (!file)
        return file.error();
    const auto& metadata = file->metadata;
    const auto version = number(metadata, "version"), members = number(metadata, "members"), blocks = number(metadata, "max_blocks");
    const auto kind = metadata.find("kind"), format = metadata.find("format");
    if (format != metadata.end() && format->second == kFormat && version && *version > kVersion)
        return Error{ErrorCode::NewerVersion, path.string() + " was written by a newer Cellwright.", {}};
    if (format == metadata.end() || format->second != kFormat || !version || kind == metadata.end() || !members || *members < 1 || *members > kMostMembers
        || !blocks || *blocks < 1 || *blocks > kMaxBlocks)
        return Error{ErrorCode::Corrupt, path.string() + " is not a predictor written by surrogate fit.", {}};
    SurrogateFile result;
    result.settings.kind = kind->second;
    result.settings.members = *members;
    result.settings.maxBlocks = *blocks;
    result.buffers = std::move(file->buffers);
    return result;
}

} // namespace cw::cli
