#pragma once
#include "core/dataset/image_decoder.h"

// What the format files share; each of them offers one row of the table in image_decoder.cpp.

namespace cw {

using Bytes = std::span<const std::uint8_t>;

inline Error damaged(std::string message) { return {ErrorCode::Corrupt, std::move(message), {}}; }
inline Error unsupported(std::string message) { return {ErrorCode::Unsupported, std::move(message), {}}; }
inline Error truncated() { return damaged("Truncated: the file ends before the picture does."); }
/// Error where a size is zero or beyond kMaxImageSide or kMaxImagePixels.
Status checkImageSize(std::int64_t width, std::int64_t height);
/// Picture with pixels allocated.
Picture makePicture(int width, int height, int channels);

bool matchesJpeg(Bytes bytes);
Result<ImageHeader> jpegHeader(Bytes bytes);
Result<Picture> decodeJpeg(Bytes bytes, int sideHint);

bool matchesPng(Bytes bytes);
Result<ImageHeader> pngHeader(Bytes bytes);
Result<Picture> decodePng(Bytes bytes, int sideHint);

bool matchesBmp(Bytes bytes);
Result<ImageHeader> bmpHeader(Bytes bytes);
Result<Picture> decodeBmp(Bytes bytes, int sideHint);

bool matchesWebp(Bytes bytes);
Result<ImageHeader> webpHeader(Bytes bytes);
Result<Picture> decodeWebp(Bytes bytes, int sideHint);

/// 1 to 8 as EXIF counts them; 1 (upright) where there is none. `segment` is the content of a JPEG's APP1 marker.
int exifOrientation(Bytes segment);
/// Turns and mirrors so that the picture stands upright.
void applyOrientation(Picture& picture, int orientation);

} // namespace cw
