#include <algorithm>
#include <array>
#include <csetjmp>
#include <cstring>

#include <png.h>

#include "core/dataset/image_formats.h"

// libpng reports errors by a function that must not return: it jumps back here. Nothing with a destructor lives between
// setjmp and the jump; all state is in PngReader, outside of it.

namespace cw {
namespace {

constexpr png_alloc_size_t kMaxChunkBytes = 8 << 20;

struct PngReader {
    png_structp png = nullptr;
    png_infop info = nullptr;
    Bytes rest;
    std::string message;
    bool truncated = false;
    bool greyPalette = false;
    int channels = 0; ///< as libpng gives them: 1 grey, 2 grey+alpha, 3, 4
    std::vector<std::uint8_t> pixels;
    std::vector<png_bytep> rows;

    explicit PngReader(Bytes bytes) : rest(bytes) {}
    ~PngReader() { png_destroy_read_struct(&png, &info, nullptr); }
    PngReader(const PngReader&) = delete;

    bool readHeader();
    bool prepareRows();
    bool readRows();
    int width() const { return static_cast<int>(png_get_image_width(png, info)); }
    int height() const { return static_cast<int>(png_get_image_height(png, info)); }
    bool grey() const { return greyPalette || (png_get_color_type(png, info) & PNG_COLOR_MASK_COLOR) == 0; }
    Error why() const { return truncated ? cw::truncated() : damaged("Damaged PNG: " + (message.empty() ? "its data does not make sense" : message) + "."); }
    Status checkSize() const { return checkImageSize(png_get_image_width(png, info), png_get_image_height(png, info)); }
    Picture takePicture() const;
};

[[noreturn]] void onError(png_structp png, png_const_charp text)
{
    static_cast<PngReader*>(png_get_error_ptr(png))->message = text;
    png_longjmp(png, 1);
}

void onWarning(png_structp, png_const_charp) {} // of profiles and texts; damage of pixels is an error

void onRead(png_structp png, png_bytep out, png_size_t bytes)
{
    auto& reader = *static_cast<PngReader*>(png_get_io_ptr(png));
    if (bytes > reader.rest.size()) {
        reader.truncated = true;
        png_error(png, "truncated");
    }
    std::memcpy(out, reader.rest.data(), bytes);
    reader.rest = reader.rest.subspan(bytes);
}

bool PngReader::readHeader()
{
    png = png_create_read_struct(PNG_LIBPNG_VER_STRING, this, onError, onWarning);
    info = png ? png_create_info_struct(png) : nullptr;
    if (!info)
        return false;
    if (setjmp(png_jmpbuf(png)) != 0)
        return false;
    png_set_read_fn(png, this, onRead);
    png_set_user_limits(png, 0x7fffffff, 0x7fffffff); // checkSize has the words for the user
    png_set_chunk_malloc_max(png, kMaxChunkBytes);
    // Texts and profiles are not wanted, and each compressed one may be a bomb of its own.
    png_set_keep_unknown_chunks(png, PNG_HANDLE_CHUNK_NEVER, nullptr, -1);
    png_read_info(png, info);
    png_colorp palette = nullptr;
    int colours = 0;
    if (png_get_color_type(png, info) == PNG_COLOR_TYPE_PALETTE && png_get_PLTE(png, info, &palette, &colours) != 0)
        greyPalette = std::all_of(palette, palette + colours, [](const png_color& c) { return c.red == c.green && c.green == c.blue; });
    return true;
}

bool PngReader::prepareRows()
{
    if (setjmp(png_jmpbuf(png)) != 0)
        return false;
    png_set_expand(png);
    png_set_scale_16(png);
    png_set_interlace_handling(png);
    png_read_update_info(png, info);
    channels = png_get_channels(png, info);
    return png_get_rowbytes(png, info) == static_cast<std::size_t>(width()) * static_cast<std::size_t>(channels);
}

bool PngReader::readRows()
{
    if (setjmp(png_jmpbuf(png)) != 0)
        return false;
    png_read_image(png, rows.data());
    png_read_end(png, nullptr);
    return true;
}

Picture PngReader::takePicture() const
{
    auto picture = makePicture(width(), height(), grey() ? 1 : 3);
    const auto in = static_cast<std::size_t>(channels), out = static_cast<std::size_t>(picture.channels);
    const bool alpha = in == 2 || in == 4;
    const auto count = pixels.size() / in;
    for (std::size_t i = 0; i < count; ++i) {
        const auto* from = pixels.data() + i * in;
        const unsigned cover = alpha ? from[in - 1] : 255;
        for (std::size_t c = 0; c < out; ++c) // on white
            picture.pixels[i * out + c] = static_cast<std::uint8_t>((from[c] * cover + 255 * (255 - cover) + 127) / 255);
    }
    return picture;
}

} // namespace

bool matchesPng(Bytes bytes)
{
    constexpr std::array<std::uint8_t, 8> kMagic = {0x89, 'P', 'N', 'G', 0x0d, 0x0a, 0x1a, 0x0a};
    return bytes.size() >= kMagic.size() && std::equal(kMagic.begin(), kMagic.end(), bytes.begin());
}

Result<ImageHeader> pngHeader(Bytes bytes)
{
    PngReader reader(bytes);
    if (!reader.readHeader())
        return reader.why();
    if (auto status = reader.checkSize(); !status)
        return status.error();
    return ImageHeader{reader.width(), reader.height(), reader.grey() ? 1 : 3};
}

Result<Picture> decodePng(Bytes bytes, int)
{
    PngReader reader(bytes);
    if (!reader.readHeader())
        return reader.why();
    if (auto status = reader.checkSize(); !status)
        return status.error();
    const bool grey = reader.grey(); // of the file, before palettes are expanded
    reader.greyPalette = grey;
    if (!reader.prepareRows())
        return reader.why();
    const auto stride = static_cast<std::size_t>(reader.width()) * static_cast<std::size_t>(reader.channels);
    reader.pixels.resize(stride * static_cast<std::size_t>(reader.height()));
    for (std::size_t y = 0; y < static_cast<std::size_t>(reader.height()); ++y)
        reader.rows.push_back(reader.pixels.data() + y * stride);
    if (!reader.readRows())
        return reader.why();
    return reader.takePicture();
}

} // namespace cw
