#pragma once
#include <filesystem>
#include <map>
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/search/surrogate.h"

namespace cw {

using BufferMetadata = std::map<std::string, std::string>;
struct BufferFile {
    NamedBuffers buffers;
    BufferMetadata metadata;
};

/// Named float buffers as one plain file in the safetensors layout, which other programs read: 8 bytes of header length
/// (little endian), a JSON header with type, shape and place of every buffer and the metadata, then the numbers as 32-bit
/// little-endian floats. Nothing in it is ever executed. Written atomically (core/base/files.h). Block.
Status writeBuffers(const std::filesystem::path& path, const NamedBuffers& buffers, const BufferMetadata& metadata = {});
/// Refuses with ErrorCode::Corrupt whatever is not exactly such a file: sizes, gaps, overlaps, other number types.
Result<BufferFile> readBuffers(const std::filesystem::path& path);

/// The same in memory.
Result<std::string> encodeBuffers(const NamedBuffers& buffers, const BufferMetadata& metadata);
Result<BufferFile> decodeBuffers(std::string_view bytes, const std::string& what);

} // namespace cw
