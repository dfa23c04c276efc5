#include "core/dataset/image_decoder.h"

#include <algorithm>
#include <array>

#include "core/dataset/image_formats.h"

namespace cw {
namespace {

// A new picture format is one file and one row.
constexpr std::array<ImageFormat, 4> kFormats = {{
    {"JPEG", ".jpg.jpeg.jpe.jfif", matchesJpeg, jpegHeader, decodeJpeg},
    {"PNG", ".png", matchesPng, pngHeader, decodePng},
    {"BMP", ".bmp.dib", matchesBmp, bmpHeader, decodeBmp},
    {"WebP", ".webp", matchesWebp, webpHeader, decodeWebp},
}};

struct Stranger {
    std::size_t at;
    std::string_view magic;
    std::string_view reason;
};
constexpr std::array<Stranger, 11> kStrangers = {{
    {0, "GIF8", "A GIF picture: convert it to PNG or JPEG."},
    {0, std::string_view("II*\0", 4), "A TIFF picture: convert it to PNG or JPEG."},
    {0, std::string_view("MM\0*", 4), "A TIFF picture: convert it to PNG or JPEG."},
    {4, "ftypheic", "A HEIC picture: convert it to JPEG."},
    {4, "ftypmif1", "A HEIF picture: convert it to JPEG."},
    {4, "ftypavif", "An AVIF picture: convert it to PNG or JPEG."},
    {0, std::string_view("\0\0\0\x0cJXL ", 8), "A JPEG XL picture: convert it to PNG or JPEG."},
    {0, "\xff\x0a", "A JPEG XL picture: convert it to PNG or JPEG."},
    {0, std::string_view("\0\0\0\x0cjP  ", 8), "A JPEG 2000 picture: convert it to PNG or JPEG."},
    {0, "<svg", "An SVG drawing: convert it to PNG."},
    {0, "%PDF", "A PDF document, not a picture."},
}};

} // namespace

const ImageFormat* recogniseImage(Bytes bytes)
{
    const auto it = std::find_if(kFormats.begin(), kFormats.end(), [&](const auto& format) { return format.matches(bytes); });
    return it == kFormats.end() ? nullptr : &*it;
}

std::string_view whyNotAnImage(Bytes bytes)
{
    if (bytes.empty())
        return "The file is empty.";
    const std::string_view text(reinterpret_cast<const char*>(bytes.data()), std::min<std::size_t>(bytes.size(), 64));
    for (const auto& stranger : kStrangers)
        if (text.size() > stranger.at && text.substr(stranger.at).starts_with(stranger.magic))
            return stranger.reason;
    return "Not a picture: its content is not JPEG, PNG, BMP or WebP.";
}

Result<ImageHeader> readImageHeader(Bytes bytes)
{
    const auto* format = recogniseImage(bytes);
    if (!format)
        return unsupported(std::string(whyNotAnImage(bytes)));
    return format->header(bytes);
}

Result<Picture> decodeImage(Bytes bytes, int sideHint)
{
    const auto* format = recogniseImage(bytes);
    if (!format)
        return unsupported(std::string(whyNotAnImage(bytes)));
    return format->decode(bytes, sideHint);
}

Status checkImageSize(std::int64_t width, std::int64_t height)
{
    if (width <= 0 || height <= 0)
        return damaged("The picture has no pixels.");
    if (width > kMaxImageSide || height > kMaxImageSide || width * height > kMaxImagePixels)
        return unsupported("Enormous: " + std::to_string(width) + "x" + std::to_string(height) + " pixels; up to " + std::to_string(kMaxImagePixels / 1'000'000)
                           + " megapixels are read.");
    return {};
}

Picture makePicture(int width, int height, int channels)
{
    Picture picture{width, height, channels, {}};
    picture.pixels.resize(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * static_cast<std::size_t>(channels));
    return picture;
}

} // namespace cw
