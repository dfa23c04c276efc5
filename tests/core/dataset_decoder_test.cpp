#include <algorithm>
#include <cstdlib>
#include <sys/resource.h>

#include <gtest/gtest.h>
#include <zlib.h>

#include "core/dataset/image_decoder.h"
#include "tests/core/dataset_samples.h"

namespace cw::test {
namespace {

Picture decoded(const ByteVector& bytes, int hint = 0)
{
    auto picture = decodeImage(bytes, hint);
    EXPECT_TRUE(picture) << picture.error().message;
    return picture ? std::move(*picture) : Picture{};
}

std::string reason(const ByteVector& bytes)
{
    const auto picture = decodeImage(bytes);
    return picture ? "" : picture.error().message;
}

void expectSame(const Picture& a, const Picture& b)
{
    EXPECT_EQ(a.width, b.width);
    EXPECT_EQ(a.height, b.height);
    EXPECT_EQ(a.channels, b.channels);
    EXPECT_EQ(a.pixels, b.pixels);
}

double meanDifference(const Picture& a, const Picture& b)
{
    EXPECT_EQ(a.pixels.size(), b.pixels.size());
    double sum = 0;
    for (std::size_t i = 0; i < std::min(a.pixels.size(), b.pixels.size()); ++i)
        sum += std::abs(int{a.pixels[i]} - int{b.pixels[i]});
    return sum / static_cast<double>(a.pixels.size());
}

TEST(ImageDecoder, LosslessFormatsKeepEveryPixel)
{
    const auto colour = samplePicture(37, 21, 3), grey = samplePicture(37, 21, 1);
    expectSame(decoded(encodePng(colour)), colour);
    expectSame(decoded(encodePng(grey)), grey);
    expectSame(decoded(encodePng(colour, true)), colour);
    expectSame(decoded(encodePng(colour, false, 16)), colour);
    expectSame(decoded(encodeWebp(colour)), colour);
    expectSame(decoded(encodeBmp(colour)), colour);
    expectSame(decoded(encodeBmp(colour, true)), colour);
}

TEST(ImageDecoder, JpegComesNear)
{
    const auto colour = samplePicture(50, 41, 3), grey = samplePicture(50, 41, 1);
    EXPECT_LT(meanDifference(decoded(encodeJpeg(colour, 95)), colour), 3);
    EXPECT_LT(meanDifference(decoded(encodeJpeg(colour, 95, true)), colour), 3);
    EXPECT_LT(meanDifference(decoded(encodeJpeg(grey, 95)), grey), 2);
}

TEST(ImageDecoder, JpegIsDecodedSmallerOnlyAsFarAsItHelps)
{
    const auto bytes = encodeJpeg(samplePicture(640, 480, 3));
    EXPECT_EQ(decoded(bytes, 32).height, 120); // 1/4 is at least twice 32 and 1/8 is not
    EXPECT_EQ(decoded(bytes, 30).height, 60);
    EXPECT_EQ(decoded(bytes, 400).height, 480);
    EXPECT_EQ(decoded(bytes).width, 640);
}

TEST(ImageDecoder, CmykJpegBecomesRgb)
{
    // Adobe's marker, which libjpeg writes, means inverted inks: 255 is none.
    const auto none = encodeJpeg(plainPicture(16, 16, 4, 255), 100), full = encodeJpeg(plainPicture(16, 16, 4, 0), 100);
    EXPECT_EQ(decoded(none).channels, 3);
    EXPECT_NEAR(decoded(none).pixels[0], 255, 2);
    EXPECT_NEAR(decoded(full).pixels[0], 0, 2);
    const auto unmarked = [](ByteVector bytes) { // without the 16 bytes of that marker
        const ByteVector marker = {0xff, 0xee, 0, 14};
        const auto at = std::search(bytes.begin(), bytes.end(), marker.begin(), marker.end());
        EXPECT_NE(at, bytes.end());
        bytes.erase(at, at + 16);
        return bytes;
    };
    EXPECT_NEAR(decoded(unmarked(none)).pixels[0], 0, 2);
    EXPECT_NEAR(decoded(unmarked(full)).pixels[0], 255, 2);
}

TEST(ImageDecoder, TransparencyIsShownOnWhite)
{
    Picture picture{2, 1, 4, {10, 20, 30, 255, 10, 20, 30, 0}};
    const ByteVector onWhite = {10, 20, 30, 255, 255, 255};
    EXPECT_EQ(decoded(encodePng(picture)).pixels, onWhite);
    EXPECT_EQ(decoded(encodeWebp(picture)).pixels, onWhite);
    EXPECT_EQ(decoded(encodeBmp(picture)).pixels, (ByteVector{10, 20, 30, 10, 20, 30})); // dropped
    EXPECT_EQ(decoded(encodePng({2, 1, 2, {100, 255, 100, 128}})).pixels, (ByteVector{100, 177}));
}

ByteVector paletteBmp(int bits, const ByteVector& row, const ByteVector& palette)
{
    ByteVector bytes = {'B', 'M', 0, 0, 0, 0, 0, 0, 0, 0, static_cast<std::uint8_t>(54 + palette.size()), 0, 0, 0, 40, 0, 0, 0, 4, 0, 0, 0, 1, 0, 0, 0, 1, 0,
                        static_cast<std::uint8_t>(bits), 0};
    bytes.resize(54);
    bytes[46] = static_cast<std::uint8_t>(palette.size() / 4);
    bytes.insert(bytes.end(), palette.begin(), palette.end());
    bytes.insert(bytes.end(), row.begin(), row.end());
    return bytes;
}

TEST(ImageDecoder, BitmapsWithPalettes)
{
    const ByteVector greys = {0, 0, 0, 0, 9, 9, 9, 0, 200, 200, 200, 0}, colours = {1, 2, 3, 0, 4, 5, 6, 0};
    EXPECT_EQ(decoded(paletteBmp(8, {0, 1, 2, 1}, greys)).pixels, (ByteVector{0, 9, 200, 9}));
    EXPECT_EQ(decoded(paletteBmp(4, {0x01, 0x21, 0, 0}, greys)).pixels, (ByteVector{0, 9, 200, 9}));
    EXPECT_EQ(decoded(paletteBmp(1, {0b01010000, 0, 0, 0}, colours)).pixels, (ByteVector{3, 2, 1, 6, 5, 4, 3, 2, 1, 6, 5, 4}));
    // An index beyond the palette is black, not a read beyond it.
    EXPECT_EQ(decoded(paletteBmp(8, {255, 1, 1, 1}, greys)).pixels, (ByteVector{0, 9, 9, 9}));
    EXPECT_NE(reason(paletteBmp(16, ByteVector(8), {})).find("16 bits"), std::string::npos);
}

ByteVector withOrientation(const ByteVector& jpeg, std::uint8_t orientation)
{
    ByteVector exif = {0xff, 0xe1, 0, 34, 'E', 'x', 'i', 'f', 0, 0, 'M', 'M', 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0};
    auto out = jpeg;
    out.insert(out.begin() + 2, exif.begin(), exif.end());
    return out;
}

TEST(ImageDecoder, CameraRotationIsApplied)
{
    // Left half dark, right half light, 32 wide and 16 high.
    Picture picture{32, 16, 1, {}};
    for (int i = 0; i < 32 * 16; ++i)
        picture.pixels.push_back(i % 32 < 16 ? 20 : 230);
    const auto jpeg = encodeJpeg(picture, 100);
    const auto at = [](const Picture& p, int x, int y) { return int{p.pixels[static_cast<std::size_t>(y * p.width + x)]}; };
    EXPECT_NEAR(at(decoded(withOrientation(jpeg, 1)), 2, 8), 20, 3);
    EXPECT_NEAR(at(decoded(withOrientation(jpeg, 2)), 2, 8), 230, 3);
    EXPECT_NEAR(at(decoded(withOrientation(jpeg, 3)), 2, 8), 230, 3);
    EXPECT_NEAR(at(decoded(withOrientation(jpeg, 4)), 2, 8), 20, 3);
    const auto clockwise = decoded(withOrientation(jpeg, 6)), counter = decoded(withOrientation(jpeg, 8));
    EXPECT_EQ(clockwise.width, 16);
    EXPECT_EQ(clockwise.height, 32);
    EXPECT_NEAR(at(clockwise, 8, 2), 20, 3); // left goes up
    EXPECT_NEAR(at(counter, 8, 2), 230, 3);  // right goes up
    EXPECT_EQ(readImageHeader(withOrientation(jpeg, 6))->height, 32);
    EXPECT_EQ(decoded(withOrientation(jpeg, 9)).width, 32);
}

TEST(ImageDecoder, EveryCutOfEveryFormatIsNoticed)
{
    const auto colour = samplePicture(24, 17, 3);
    for (const auto& bytes : {encodeJpeg(colour), encodeJpeg(colour, 90, true), encodePng(colour), encodePng(colour, true), encodeWebp(colour), encodeBmp(colour)}) {
        ASSERT_TRUE(decodeImage(bytes));
        for (std::size_t length = 0; length < bytes.size(); ++length)
            ASSERT_FALSE(decodeImage({bytes.data(), length})) << length << " of " << bytes.size() << " bytes, first " << int{bytes[0]};
        EXPECT_NE(reason({bytes.begin(), bytes.end() - 3}).find("Truncated"), std::string::npos) << int{bytes[0]};
    }
}

TEST(ImageDecoder, HeadersAreReadWithoutThePixels)
{
    const auto header = readImageHeader(encodePng(samplePicture(9, 7, 1)));
    ASSERT_TRUE(header);
    EXPECT_EQ(header->width, 9);
    EXPECT_EQ(header->height, 7);
    EXPECT_EQ(header->channels, 1);
    EXPECT_EQ(readImageHeader(encodeJpeg(samplePicture(9, 7, 3)))->channels, 3);
}

TEST(ImageDecoder, BombsAreRefusedByTheirHeader)
{
    auto png = encodePng(plainPicture(8, 8, 1, 0));
    png[18] = 0xff; // width 0xff08, height 0xff08: 4 gigapixels
    png[22] = 0xff;
    const auto inJpeg = [](ByteVector bytes) {
        for (std::size_t i = 0; i + 9 < bytes.size(); ++i)
            if (bytes[i] == 0xff && bytes[i + 1] == 0xc0) {
                bytes[i + 5] = bytes[i + 7] = 0xff;
                break;
            }
        return bytes;
    };
    auto bmp = encodeBmp(plainPicture(8, 8, 3, 0));
    bmp[20] = bmp[24] = 0x7f; // millions by millions
    // The check sum of the PNG's header is wrong now; that alone must not let anything be allocated.
    EXPECT_FALSE(decodeImage(png));
    EXPECT_NE(reason(inJpeg(encodeJpeg(plainPicture(8, 8, 3, 0)))).find("Enormous"), std::string::npos);
    EXPECT_NE(reason(bmp).find("Enormous"), std::string::npos);
    const auto honest = encodePng(plainPicture(9000, 8000, 1, 0));
    EXPECT_LT(honest.size(), 200'000U);
    EXPECT_NE(reason(honest).find("Enormous: 9000x8000"), std::string::npos);
}

std::int64_t peakMegabytes()
{
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss >> 10;
}

TEST(ImageDecoder, PackedTextsInPngFilesAreNotUnpacked)
{
    auto png = encodePng(samplePicture(8, 8, 3));
    // Twenty texts of 32 MB each, after the header chunk.
    ByteVector zeros(32 << 20), packed(compressBound(zeros.size()));
    auto length = static_cast<uLongf>(packed.size());
    ASSERT_EQ(compress2(packed.data(), &length, zeros.data(), zeros.size(), 9), Z_OK);
    packed.resize(length);
    ByteVector body = {'z', 'T', 'X', 't', 'a', 0, 0};
    body.insert(body.end(), packed.begin(), packed.end());
    const auto number = [](std::uint32_t v) { return ByteVector{static_cast<std::uint8_t>(v >> 24), static_cast<std::uint8_t>(v >> 16), static_cast<std::uint8_t>(v >> 8), static_cast<std::uint8_t>(v)}; };
    auto chunk = number(static_cast<std::uint32_t>(body.size() - 4));
    const auto sum = number(static_cast<std::uint32_t>(crc32(0, body.data(), static_cast<uInt>(body.size()))));
    chunk.insert(chunk.end(), body.begin(), body.end());
    chunk.insert(chunk.end(), sum.begin(), sum.end());
    for (int i = 0; i < 20; ++i)
        png.insert(png.begin() + 33, chunk.begin(), chunk.end());
    const auto before = peakMegabytes();
    EXPECT_EQ(decoded(png).pixels, samplePicture(8, 8, 3).pixels);
    EXPECT_LT(peakMegabytes() - before, 100);
}

TEST(ImageDecoder, StrangersAreNamed)
{
    const auto text = [](const std::string& s) { return ByteVector(s.begin(), s.end()); };
    EXPECT_NE(reason(text("GIF89a.....")).find("GIF"), std::string::npos);
    EXPECT_NE(reason(text(std::string("II*\0....", 8))).find("TIFF"), std::string::npos);
    EXPECT_NE(reason(text("hello, this is no picture")).find("Not a picture"), std::string::npos);
    EXPECT_NE(reason(text("BM and so on, a text of more than thirty bytes")).find("Not a picture"), std::string::npos);
    EXPECT_EQ(reason({}), "The file is empty.");
}

TEST(ImageDecoder, DamagedPixelsAreNoticed)
{
    const auto picture = samplePicture(64, 64, 3);
    auto png = encodePng(picture);
    png[png.size() / 2] ^= 0x55;
    EXPECT_NE(reason(png).find("Damaged PNG"), std::string::npos);
    auto jpeg = encodeJpeg(picture);
    std::fill(jpeg.begin() + static_cast<std::ptrdiff_t>(jpeg.size() / 2), jpeg.end() - 40, std::uint8_t{0xfe});
    EXPECT_NE(reason(jpeg), "");
}

} // namespace
} // namespace cw::test
