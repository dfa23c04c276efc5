#include <cstring>

#include <webp/decode.h>

#include "core/dataset/image_formats.h"

namespace cw {
namespace {

Result<WebPBitstreamFeatures> readFeatures(Bytes bytes)
{
    WebPBitstreamFeatures features{};
    switch (WebPGetFeatures(bytes.data(), bytes.size(), &features)) {
    case VP8_STATUS_OK: break;
    case VP8_STATUS_NOT_ENOUGH_DATA: return truncated();
    default: return damaged("Damaged WebP: its header does not make sense.");
    }
    if (features.has_animation)
        return unsupported("An animated WebP: only still pictures are read.");
    if (auto status = checkImageSize(features.width, features.height); !status)
        return status.error();
    return features;
}

} // namespace

bool matchesWebp(Bytes bytes)
{
    return bytes.size() >= 12 && std::memcmp(bytes.data(), "RIFF", 4) == 0 && std::memcmp(bytes.data() + 8, "WEBP", 4) == 0;
}

Result<ImageHeader> webpHeader(Bytes bytes)
{
    const auto features = readFeatures(bytes);
    if (!features)
        return features.error();
    return ImageHeader{features->width, features->height, 3};
}

Result<Picture> decodeWebp(Bytes bytes, int)
{
    const auto features = readFeatures(bytes);
    if (!features)
        return features.error();
    const std::uint64_t promised = bytes[4] | std::uint64_t{bytes[5]} << 8 | std::uint64_t{bytes[6]} << 16 | std::uint64_t{bytes[7]} << 24;
    if (promised + 8 > bytes.size())
        return truncated();
    auto picture = makePicture(features->width, features->height, features->has_alpha ? 4 : 3);
    const int stride = picture.width * picture.channels;
    const auto* end = features->has_alpha
        ? WebPDecodeRGBAInto(bytes.data(), bytes.size(), picture.pixels.data(), picture.pixels.size(), stride)
        : WebPDecodeRGBInto(bytes.data(), bytes.size(), picture.pixels.data(), picture.pixels.size(), stride);
    if (!end)
        return damaged("Damaged WebP: its data does not make sense.");
    if (features->has_alpha) { // on white, in place
        auto* target = picture.pixels.data();
        for (std::size_t i = 0; i < picture.pixels.size(); i += 4) {
            const unsigned cover = picture.pixels[i + 3];
            for (std::size_t c = 0; c < 3; ++c)
                *target++ = static_cast<std::uint8_t>((picture.pixels[i + c] * cover + 255 * (255 - cover) + 127) / 255);
        }
        picture.channels = 3;
        picture.pixels.resize(picture.pixels.size() / 4 * 3);
    }
    return picture;
}

} // namespace cw
