#include <algorithm>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "core/base/random.h"
#include "core/dataset/image_decoder.h"
#include "core/dataset/info_json.h"
#include "tests/core/dataset_samples.h"

// The same mutations in every run: what fails here once fails until it is mended. Worth most under the sanitizers.

namespace cw::test {
namespace {

/// Flips, overwrites, removes, doubles and swaps bytes at a few places.
ByteVector mutated(ByteVector bytes, Random& random)
{
    const auto position = [&] { return static_cast<std::size_t>(random.below(bytes.size())); };
    for (auto changes = 1 + random.below(6); changes-- > 0 && !bytes.empty();) {
        // Half of the changes hit the first 64 bytes: headers are where sizes stand.
        const auto at = random.below(2) ? position() : std::min<std::size_t>(position(), static_cast<std::size_t>(random.below(64)));
        constexpr std::uint8_t kEdges[] = {0, 1, 0x7f, 0x80, 0xff};
        switch (random.below(6)) {
        case 0: bytes[at] ^= static_cast<std::uint8_t>(1U << random.below(8)); break;
        case 1: bytes[at] = static_cast<std::uint8_t>(random.next()); break;
        case 2: bytes[at] = kEdges[random.below(5)]; break;
        case 3: bytes.resize(at); break;
        case 4: bytes.insert(bytes.begin() + static_cast<std::ptrdiff_t>(at), bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(at)); break;
        default: std::swap(bytes[at], bytes[position()]);
        }
        if (bytes.size() > 100'000)
            bytes.resize(100'000);
    }
    return bytes;
}

TEST(DatasetFuzz, DecodersReturnAPictureOrAReason)
{
    const auto colour = samplePicture(31, 19, 3), grey = samplePicture(16, 16, 1), alpha = samplePicture(12, 20, 4);
    const std::vector<ByteVector> seeds = {encodeJpeg(colour), encodeJpeg(colour, 70, true), encodeJpeg(grey), encodeJpeg(alpha), encodePng(colour), encodePng(grey, true),
                                           encodePng(alpha), encodePng(colour, false, 16), encodeWebp(colour), encodeWebp(alpha), encodeBmp(colour), encodeBmp(alpha, true)};
    Random random(20240501);
    int whole = 0, refused = 0;
    for (int round = 0; round < 400; ++round)
        for (const auto& seed : seeds) {
            const auto bytes = mutated(seed, random);
            const auto picture = decodeImage(bytes, round % 3 == 0 ? 8 : 0);
            if (!picture) {
                ++refused;
                EXPECT_FALSE(picture.error().message.empty());
                continue;
            }
            ++whole;
            ASSERT_GT(picture->width, 0);
            ASSERT_GT(picture->height, 0);
            ASSERT_LE(std::int64_t{picture->width} * picture->height, kMaxImagePixels);
            ASSERT_TRUE(picture->channels == 1 || picture->channels == 3);
            ASSERT_EQ(picture->pixels.size(), static_cast<std::size_t>(picture->width) * static_cast<std::size_t>(picture->height) * static_cast<std::size_t>(picture->channels));
        }
    EXPECT_GT(whole, 50);
    EXPECT_GT(refused, 1000);
}

TEST(DatasetFuzz, MutatedIdxAndCifarFilesNeverBreakTheReader)
{
    Random random(7);
    int read = 0, refused = 0;
    for (int round = 0; round < 150; ++round) {
        const TempFolder folder;
        if (round % 3 == 2) {
            ByteVector bytes;
            for (std::uint8_t i = 0; i < 12; ++i) {
                bytes.push_back(i % 10);
                bytes.insert(bytes.end(), 3072, i);
            }
            writeBytes(folder / "data_batch_1.bin", mutated(bytes, random));
        } else {
            const bool packed = round % 3 == 1;
            writeIdx(folder.data(), "train-images-idx3-ubyte", "train-labels-idx1-ubyte", 30, packed);
            const char* victim = random.below(2) ? "train-images-idx3-ubyte" : "train-labels-idx1-ubyte";
            writeBytes(folder / victim, mutated(readBytes(folder / victim), random));
        }
        const auto images = prepare(folder, folder.data(), {.size = 8});
        if (!images) {
            ++refused;
            EXPECT_FALSE(images.error().message.empty());
            EXPECT_NE(images.error().code, ErrorCode::Internal) << images.error().detail;
            continue;
        }
        ++read;
        for (const auto label : (*images)->labels())
            ASSERT_LT(static_cast<std::size_t>(label), (*images)->info().classes.size());
    }
    EXPECT_GT(read, 10);
    EXPECT_GT(refused, 10);
}

TEST(DatasetFuzz, MutatedCacheFilesAreNeverTrusted)
{
    const TempFolder folder;
    writeClass(folder / "a", 2, 1);
    writeClass(folder / "b", 2, 2);
    const auto images = prepare(folder, folder.data());
    ASSERT_TRUE(images);
    const auto good = readBytes((*images)->cacheFile());
    Random random(3);
    const auto copy = folder.cache() / "copy";
    for (int round = 0; round < 400; ++round) {
        const auto bytes = mutated(good, random);
        writeBytes(copy, bytes);
        const auto opened = openCache(copy);
        if (opened) { // the change was in the pixels, or in the empty space before them
            ASSERT_EQ(bytes.size(), good.size());
        }
    }
}

TEST(DatasetFuzz, DescriptionsOfAnyJsonAreReadOrRefused)
{
    DatasetInfo info;
    info.kind = "idx";
    info.classes = {"a", "b"};
    info.splits.push_back({Split::Train, {1, 2}, 3});
    info.problems.push_back({"p", "r"});
    info.notes.push_back("n");
    const auto text = toJson(info).dump();
    Random random(11);
    int refused = 0;
    for (int round = 0; round < 3000; ++round) {
        const auto bytes = mutated(ByteVector(text.begin(), text.end()), random);
        const auto json = nlohmann::json::parse(bytes, nullptr, false);
        if (!json.is_discarded())
            refused += !infoFromJson(json);
    }
    EXPECT_GT(refused, 20);
    EXPECT_TRUE(infoFromJson(toJson(info)));
}

} // namespace
} // namespace cw::test
