#include "tests/core/dataset_samples.h"

#include <atomic>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <unistd.h>

#include <jpeglib.h>
#include <png.h>
#include <webp/encode.h>
#include <zlib.h>

namespace cw::test {
namespace fs = std::filesystem;

TempFolder::TempFolder()
{
    static std::atomic<int> number{0};
    m_path = fs::temp_directory_path() / ("cellwright-test-" + std::to_string(::getpid()) + "-" + std::to_string(++number));
    fs::create_directories(data());
}

TempFolder::~TempFolder()
{
    std::error_code ec;
    fs::remove_all(m_path, ec);
}

std::size_t TempFolder::cacheFiles() const
{
    std::error_code ec;
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(cache(), ec), fs::directory_iterator()));
}

Picture samplePicture(int width, int height, int channels, unsigned seed)
{
    Picture picture{width, height, channels, {}};
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x)
            for (int c = 0; c < channels; ++c)
                picture.pixels.push_back(static_cast<std::uint8_t>(127 + 60 * std::sin(0.1 * x * (c + 1) + seed) + 60 * std::cos(0.13 * y + seed * 0.7 + c)));
    return picture;
}

Picture plainPicture(int width, int height, int channels, std::uint8_t value)
{
    return {width, height, channels, ByteVector(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * static_cast<std::size_t>(channels), value)};
}

ByteVector encodeJpeg(const Picture& picture, int quality, bool progressive)
{
    jpeg_compress_struct info{};
    jpeg_error_mgr errors{};
    info.err = jpeg_std_error(&errors);
    jpeg_create_compress(&info);
    unsigned char* memory = nullptr;
    unsigned long bytes = 0;
    jpeg_mem_dest(&info, &memory, &bytes);
    info.image_width = static_cast<JDIMENSION>(picture.width);
    info.image_height = static_cast<JDIMENSION>(picture.height);
    info.input_components = picture.channels;
    info.in_color_space = picture.channels == 1 ? JCS_GRAYSCALE : picture.channels == 4 ? JCS_CMYK : JCS_RGB;
    jpeg_set_defaults(&info);
    jpeg_set_quality(&info, quality, TRUE);
    if (progressive)
        jpeg_simple_progression(&info);
    jpeg_start_compress(&info, TRUE);
    while (info.next_scanline < info.image_height) {
        auto* row = const_cast<std::uint8_t*>(picture.pixels.data()) + static_cast<std::size_t>(info.next_scanline) * static_cast<std::size_t>(picture.width * picture.channels);
        jpeg_write_scanlines(&info, &row, 1);
    }
    jpeg_finish_compress(&info);
    jpeg_destroy_compress(&info);
    ByteVector out(memory, memory + bytes);
    std::free(memory);
    return out;
}

ByteVector encodePng(const Picture& picture, bool interlaced, int bits)
{
    ByteVector out;
    auto* png = png_create_write_struct(PNG_LIBPNG_VER_STRING, nullptr, nullptr, nullptr);
    auto* info = png_create_info_struct(png);
    png_set_write_fn(png, &out, [](png_structp p, png_bytep data, png_size_t n) {
        auto& target = *static_cast<ByteVector*>(png_get_io_ptr(p));
        target.insert(target.end(), data, data + n);
    }, nullptr);
    constexpr int kTypes[] = {0, PNG_COLOR_TYPE_GRAY, PNG_COLOR_TYPE_GRAY_ALPHA, PNG_COLOR_TYPE_RGB, PNG_COLOR_TYPE_RGBA};
    png_set_IHDR(png, info, static_cast<png_uint_32>(picture.width), static_cast<png_uint_32>(picture.height), bits, kTypes[picture.channels],
                 interlaced ? PNG_INTERLACE_ADAM7 : PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    png_write_info(png, info);
    ByteVector wide;
    for (const auto v : picture.pixels)
        wide.insert(wide.end(), static_cast<std::size_t>(bits / 8), v);
    std::vector<png_bytep> rows;
    for (int y = 0; y < picture.height; ++y)
        rows.push_back(wide.data() + static_cast<std::size_t>(y) * static_cast<std::size_t>(picture.width * picture.channels * bits / 8));
    png_write_image(png, rows.data());
    png_write_end(png, info);
    png_destroy_write_struct(&png, &info);
    return out;
}

ByteVector encodeWebp(const Picture& picture)
{
    std::uint8_t* memory = nullptr;
    const auto bytes = picture.channels == 4
        ? WebPEncodeLosslessRGBA(picture.pixels.data(), picture.width, picture.height, picture.width * 4, &memory)
        : WebPEncodeLosslessRGB(picture.pixels.data(), picture.width, picture.height, picture.width * 3, &memory);
    ByteVector out(memory, memory + bytes);
    WebPFree(memory);
    return out;
}

ByteVector encodeBmp(const Picture& picture, bool fromTop)
{
    const auto channels = static_cast<std::size_t>(picture.channels);
    const auto width = static_cast<std::size_t>(picture.width), height = static_cast<std::size_t>(picture.height);
    const auto stride = (width * channels + 3) / 4 * 4;
    ByteVector out;
    const auto put = [&](std::uint32_t value, int bytes) {
        for (int i = 0; i < bytes; ++i)
            out.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
    };
    out = {'B', 'M'};
    put(static_cast<std::uint32_t>(54 + stride * height), 4);
    put(0, 4);
    put(54, 4);
    put(40, 4);
    put(static_cast<std::uint32_t>(width), 4);
    put(fromTop ? 0U - static_cast<std::uint32_t>(height) : static_cast<std::uint32_t>(height), 4);
    put(1, 2);
    put(static_cast<std::uint32_t>(8 * channels), 2);
    for (int i = 0; i < 6; ++i)
        put(0, 4);
    for (std::size_t y = 0; y < height; ++y) {
        const auto* row = picture.pixels.data() + (fromTop ? y : height - 1 - y) * width * channels;
        for (std::size_t x = 0; x < width; ++x) {
            for (std::size_t c = 3; c-- > 0;)
                out.push_back(row[x * channels + c]);
            if (channels == 4)
                out.push_back(row[x * 4 + 3]);
        }
        out.resize(54 + (y + 1) * stride);
    }
    return out;
}

ByteVector gzipped(const ByteVector& bytes)
{
    z_stream stream{};
    deflateInit2(&stream, 9, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY);
    ByteVector out(deflateBound(&stream, bytes.size()) + 64);
    stream.next_in = const_cast<std::uint8_t*>(bytes.data());
    stream.avail_in = static_cast<uInt>(bytes.size());
    stream.next_out = out.data();
    stream.avail_out = static_cast<uInt>(out.size());
    deflate(&stream, Z_FINISH);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    return out;
}

ByteVector idx(const std::vector<std::uint32_t>& dimensions, const ByteVector& elements)
{
    ByteVector out = {0, 0, 8, static_cast<std::uint8_t>(dimensions.size())};
    for (const auto d : dimensions)
        for (int shift = 24; shift >= 0; shift -= 8)
            out.push_back(static_cast<std::uint8_t>(d >> shift));
    out.insert(out.end(), elements.begin(), elements.end());
    return out;
}

void writeBytes(const fs::path& path, const ByteVector& bytes)
{
    fs::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary).write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
}

void writeText(const fs::path& path, const std::string& text) { writeBytes(path, ByteVector(text.begin(), text.end())); }

ByteVector readBytes(const fs::path& path)
{
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

void writeClass(const fs::path& folder, int count, unsigned seed, int width, int height, int channels)
{
    for (int i = 0; i < count; ++i) {
        char name[32];
        std::snprintf(name, sizeof name, "%03d.png", i);
        writeBytes(folder / name, encodePng(samplePicture(width, height, channels, seed * 1000 + static_cast<unsigned>(i))));
    }
}

void writeIdx(const fs::path& folder, const std::string& images, const std::string& labels, std::uint32_t count, bool packed)
{
    ByteVector pixels, classes;
    for (std::uint32_t i = 0; i < count; ++i) {
        classes.push_back(static_cast<std::uint8_t>(i % 3));
        for (std::uint32_t p = 0; p < 20; ++p)
            pixels.push_back(static_cast<std::uint8_t>(i * 7 + p));
    }
    auto imageBytes = idx({count, 4, 5}, pixels), labelBytes = idx({count}, classes);
    writeBytes(folder / images, packed ? gzipped(imageBytes) : imageBytes);
    writeBytes(folder / labels, packed ? gzipped(labelBytes) : labelBytes);
}

Result<std::shared_ptr<const ImageData>> prepare(const TempFolder& folder, const fs::path& path, PrepareOptions options)
{
    Control control;
    if (options.cacheDirectory.empty())
        options.cacheDirectory = folder.cache();
    return prepareDataset(path, options, control);
}

std::string reasonFor(const DatasetInfo& info, const std::string& pathEnd)
{
    for (const auto& problem : info.problems)
        if (problem.path.ends_with(pathEnd))
            return problem.reason;
    return {};
}

bool hasNote(const DatasetInfo& info, const std::string& part)
{
    for (const auto& note : info.notes)
        if (note.find(part) != std::string::npos)
            return true;
    return false;
}

} // namespace cw::test
