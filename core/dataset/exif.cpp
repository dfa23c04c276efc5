#include <algorithm>
#include <array>

#include "core/dataset/image_formats.h"

// Exif 2.3: "Exif\0\0", then a TIFF: byte order, 42, offset of a directory of 12-byte entries; tag 0x0112 is the orientation.

namespace cw {

int exifOrientation(Bytes segment)
{
    constexpr std::array<std::uint8_t, 6> kStart = {'E', 'x', 'i', 'f', 0, 0};
    if (segment.size() < 14 || !std::equal(kStart.begin(), kStart.end(), segment.begin()))
        return 1;
    const auto tiff = segment.subspan(kStart.size());
    const bool little = tiff[0] == 'I';
    const auto number = [&](std::size_t at, int bytes) {
        std::uint32_t value = 0;
        for (int i = 0; i < bytes; ++i)
            value = value << 8 | tiff[at + static_cast<std::size_t>(little ? bytes - 1 - i : i)];
        return value;
    };
    const std::size_t directory = number(4, 4);
    if (directory > tiff.size() || tiff.size() - directory < 2)
        return 1;
    const auto entries = number(directory, 2);
    for (std::size_t i = 0; i < entries; ++i) {
        const auto at = directory + 2 + 12 * i;
        if (at + 12 > tiff.size())
            return 1;
        if (number(at, 2) == 0x0112) {
            const auto value = number(at + 8, 2);
            return value >= 1 && value <= 8 ? static_cast<int>(value) : 1;
        }
    }
    return 1;
}

void applyOrientation(Picture& picture, int orientation)
{
    if (orientation <= 1 || orientation > 8)
        return;
    const bool turned = orientation >= 5; // rows become columns
    const bool mirrorX = orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
    const bool mirrorY = orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
    auto out = makePicture(turned ? picture.height : picture.width, turned ? picture.width : picture.height, picture.channels);
    auto* target = out.pixels.data();
    const auto channels = static_cast<std::size_t>(picture.channels);
    for (int y = 0; y < out.height; ++y)
        for (int x = 0; x < out.width; ++x, target += channels) {
            int sx = turned ? y : x, sy = turned ? x : y;
            sx = mirrorX ? picture.width - 1 - sx : sx;
            sy = mirrorY ? picture.height - 1 - sy : sy;
            const auto at = (static_cast<std::size_t>(sy) * static_cast<std::size_t>(picture.width) + static_cast<std::size_t>(sx)) * channels;
            std::copy_n(picture.pixels.data() + at, channels, target);
        }
    picture = std::move(out);
}

} // namespace cw
