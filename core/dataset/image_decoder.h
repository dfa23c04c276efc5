#pragma once
#include <cstdint>
#include <span>
#include <string_view>

#include "core/base/result.h"
#include "core/dataset/picture.h"

namespace cw {

/// What a picture file says of itself before anything is decoded. Width and height as shown (after a camera's rotation).
struct ImageHeader {
    int width = 0, height = 0;
    int channels = 3; ///< 1: grey
};

/// Larger ones are refused before memory is taken for them.
inline constexpr std::int64_t kMaxImagePixels = 64'000'000;
inline constexpr std::int64_t kMaxImageSide = 65'535;
inline constexpr std::uint64_t kMaxImageFileBytes = 320ULL << 20;

/// One picture format; recognised by content, never by name. Reasons are sentences; the bytes are borrowed for the call.
struct ImageFormat {
    const char* name;
    const char* extensions; ///< ".jpg.jpeg", lower case
    bool (*matches)(std::span<const std::uint8_t> bytes);
    Result<ImageHeader> (*header)(std::span<const std::uint8_t> bytes);
    /// sideHint > 0: width and height both at least that are enough, so less may be decoded than there is.
    Result<Picture> (*decode)(std::span<const std::uint8_t> bytes, int sideHint);
};

/// JPEG, PNG, BMP or WebP by the first bytes; null for anything else.
const ImageFormat* recogniseImage(std::span<const std::uint8_t> bytes);
/// Why bytes that no format recognises cannot be read: names well-known kinds ("A GIF picture: …").
std::string_view whyNotAnImage(std::span<const std::uint8_t> bytes);

/// Thread-safe, no global state. Truncated and damaged files are errors, never half a picture. Transparency is shown on
/// white (BMP: dropped); 16 bits become 8; palettes become grey or RGB; CMYK becomes RGB; rotation noted by a camera is
/// applied. Under 1 GB for the largest picture allowed.
Result<ImageHeader> readImageHeader(std::span<const std::uint8_t> bytes);
Result<Picture> decodeImage(std::span<const std::uint8_t> bytes, int sideHint = 0);

} // namespace cw
