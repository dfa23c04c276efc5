#include <algorithm>
#include <array>
#include <bit>

#include "core/dataset/image_formats.h"

// Windows bitmaps: 14 bytes of file header, an information header of 12 or at least 40 bytes, a palette, rows padded to
// four bytes, from the bottom unless the height is negative. Uncompressed with 1, 4, 8, 24 or 32 bits.

namespace cw {
namespace {

constexpr std::uint32_t kNone = 0, kBitFields = 3;

struct Bitmap {
    int width = 0, height = 0, bits = 0;
    bool fromTop = false;
    std::size_t pixelsAt = 0, stride = 0;
    std::array<std::array<std::uint8_t, 3>, 256> palette{}; ///< RGB
    bool grey = false;
    std::array<int, 3> shifts = {16, 8, 0}; ///< of R, G, B in 32 bits
};

std::uint32_t number(Bytes bytes, std::size_t at, std::size_t length)
{
    std::uint32_t value = 0;
    for (std::size_t i = length; i-- > 0;)
        value = value << 8 | bytes[at + i];
    return value;
}

Status readPalette(Bytes bytes, std::size_t at, std::size_t colours, std::size_t entryBytes, Bitmap& map)
{
    if (at + colours * entryBytes > bytes.size())
        return truncated();
    map.grey = true;
    for (std::size_t i = 0; i < colours; ++i) {
        const auto* p = bytes.data() + at + i * entryBytes;
        map.palette[i] = {p[2], p[1], p[0]};
        map.grey = map.grey && p[0] == p[1] && p[1] == p[2];
    }
    return {};
}

Status readMasks(Bytes bytes, Bitmap& map)
{
    if (bytes.size() < 66)
        return truncated();
    for (std::size_t c = 0; c < 3; ++c) {
        const auto mask = number(bytes, 54 + 4 * c, 4);
        map.shifts[c] = std::countr_zero(mask);
        if (map.shifts[c] % 8 != 0 || map.shifts[c] > 24 || mask != 0xffU << map.shifts[c])
            return unsupported("A BMP with unusual colour masks: convert it to PNG.");
    }
    return {};
}

Result<Bitmap> readBitmap(Bytes bytes)
{
    if (bytes.size() < 26)
        return truncated();
    Bitmap map;
    const std::size_t headerBytes = number(bytes, 14, 4);
    const bool old = headerBytes == 12;
    if (!old && (headerBytes < 40 || headerBytes > 256))
        return damaged("Damaged BMP: its header does not make sense.");
    if (bytes.size() < 14 + headerBytes)
        return truncated();
    const std::int32_t width = static_cast<std::int32_t>(number(bytes, 18, old ? 2 : 4));
    const std::int64_t height = static_cast<std::int32_t>(old ? number(bytes, 20, 2) : number(bytes, 22, 4));
    map.bits = static_cast<int>(number(bytes, old ? 24 : 28, 2));
    map.fromTop = height < 0;
    if (auto status = checkImageSize(width, height < 0 ? -height : height); !status)
        return status.error();
    map.width = width;
    map.height = static_cast<int>(height < 0 ? -height : height);
    const auto compression = old ? kNone : number(bytes, 30, 4);
    const bool masked = compression == kBitFields && map.bits == 32;
    if (compression != kNone && !masked)
        return unsupported("A compressed BMP: convert it to PNG.");
    if (map.bits != 1 && map.bits != 4 && map.bits != 8 && map.bits != 24 && map.bits != 32)
        return unsupported("A BMP of " + std::to_string(map.bits) + " bits a pixel: convert it to PNG.");
    if (masked) {
        if (auto status = readMasks(bytes, map); !status)
            return status.error();
    }
    if (map.bits <= 8) {
        const std::size_t most = std::size_t{1} << map.bits;
        std::size_t colours = old ? most : number(bytes, 46, 4);
        colours = colours == 0 ? most : std::min(colours, most);
        if (auto status = readPalette(bytes, 14 + headerBytes, colours, old ? 3 : 4, map); !status)
            return status.error();
    }
    map.pixelsAt = number(bytes, 10, 4);
    map.stride = (static_cast<std::size_t>(map.width) * static_cast<std::size_t>(map.bits) + 31) / 32 * 4;
    return map;
}

} // namespace

bool matchesBmp(Bytes bytes)
{
    if (bytes.size() < 18 || bytes[0] != 'B' || bytes[1] != 'M')
        return false;
    const auto headerBytes = number(bytes, 14, 4); // a text may start with BM, but not go on like this
    return headerBytes == 12 || (headerBytes >= 40 && headerBytes <= 256);
}

Result<ImageHeader> bmpHeader(Bytes bytes)
{
    const auto map = readBitmap(bytes);
    if (!map)
        return map.error();
    return ImageHeader{map->width, map->height, map->grey ? 1 : 3};
}

Result<Picture> decodeBmp(Bytes bytes, int)
{
    const auto map = readBitmap(bytes);
    if (!map)
        return map.error();
    if (map->pixelsAt > bytes.size() || map->stride > (bytes.size() - map->pixelsAt) / static_cast<std::size_t>(map->height))
        return truncated();
    auto picture = makePicture(map->width, map->height, map->grey ? 1 : 3);
    const auto channels = static_cast<std::size_t>(picture.channels);
    auto* target = picture.pixels.data();
    for (int y = 0; y < map->height; ++y) {
        const auto row = bytes.subspan(map->pixelsAt + static_cast<std::size_t>(map->fromTop ? y : map->height - 1 - y) * map->stride, map->stride);
        for (std::size_t x = 0; x < static_cast<std::size_t>(map->width); ++x, target += channels) {
            std::array<std::uint8_t, 3> rgb{};
            if (map->bits <= 8) {
                const auto bit = x * static_cast<std::size_t>(map->bits);
                const int shift = 8 - map->bits - static_cast<int>(bit % 8);
                rgb = map->palette[(row[bit / 8] >> shift) & ((1 << map->bits) - 1)];
            } else if (map->bits == 24) {
                rgb = {row[3 * x + 2], row[3 * x + 1], row[3 * x]};
            } else {
                const auto pixel = number(row, 4 * x, 4);
                for (std::size_t c = 0; c < 3; ++c)
                    rgb[c] = static_cast<std::uint8_t>(pixel >> map->shifts[c]);
            }
            std::copy_n(rgb.begin(), channels, target);
        }
    }
    return picture;
}

} // namespace cw
