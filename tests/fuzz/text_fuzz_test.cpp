#include <algorithm>

#include <gtest/gtest.h>

#include "core/base/random.h"
#include "core/dataset/text.h"
#include "tests/core/dataset_samples.h"

// The same texts in every run: what fails here once fails until it is mended. Worth most under the sanitizers.

namespace cw::test {
namespace {

/// Words, spaces, odd bytes, broken UTF-8, zeros and long runs.
std::string anyText(Random& random)
{
    static const std::string pieces[] = {"a", "word", " ", "\n", "\r\n", "\t", "<eos>", "<unk>", "\xc3\xa9", "\xe2\x82\xac", " the", "\n\n", " of ", "\f"};
    static const std::string odd[] = {std::string(1, '\0'), "\xff", "\xc3", "\xed\xa0\x80", "\x01", std::string(1001, 'x'), "\xef\xbb\xbf", "\x1f\x8b\x08"};
    const bool clean = random.below(3) > 0;
    std::string text;
    for (auto n = random.below(400); n-- > 0;)
        text += !clean && random.below(100) == 0 ? odd[random.below(std::size(odd))] : pieces[random.below(std::size(pieces))];
    return text;
}

TEST(TextFuzz, AnyBytesAreTextOrARefusal)
{
    Random random(20240601);
    int read = 0, refused = 0;
    for (int round = 0; round < 150; ++round) {
        const TempFolder folder;
        const bool parts = round % 2;
        writeText(folder / (parts ? "x.train.txt" : "x.txt"), anyText(random));
        if (parts)
            writeText(folder / "x.valid.txt", anyText(random));
        Control control;
        TextOptions options;
        options.cacheDirectory = folder.cache();
        options.vocabulary = 10;
        const auto text = prepareText(folder.data(), options, control);
        const auto info = inspectDataset(folder.data(), control);
        EXPECT_EQ(static_cast<bool>(text), static_cast<bool>(info));
        if (!text) {
            ++refused;
            EXPECT_FALSE(text.error().message.empty());
            EXPECT_NE(text.error().code, ErrorCode::Internal) << text.error().detail;
            EXPECT_EQ(folder.cacheFiles(), 0U);
            continue;
        }
        ++read;
        ASSERT_LE((*text)->words(), 10);
        for (const auto split : {Split::Train, Split::Validation, Split::Test})
            ASSERT_TRUE(std::ranges::all_of((*text)->tokens(split), [&](auto t) { return t >= 0 && t < (*text)->words(); }));
        ASSERT_FALSE((*text)->tokens(Split::Train).empty());
        ASSERT_FALSE((*text)->tokens(Split::Validation).empty());
    }
    EXPECT_GT(read, 30);
    EXPECT_GT(refused, 20);
}

TEST(TextFuzz, MutatedCacheFilesAreNeverTrusted)
{
    const TempFolder folder;
    writeText(folder / "train.txt", "one two three four one two\nthree four\n");
    writeText(folder / "valid.txt", "one four five\n");
    Control control;
    TextOptions options;
    options.cacheDirectory = folder.cache();
    const auto text = prepareText(folder.data(), options, control);
    ASSERT_TRUE(text) << text.error().message;
    const auto good = readBytes((*text)->cacheFile());
    constexpr std::size_t kHeader = 4096, kHeaderUsed = 128;
    Random random(5);
    const auto copy = folder.cache() / "copy";
    int refused = 0;
    for (int round = 0; round < 250; ++round) {
        auto bytes = good;
        // The room behind the header is nobody's: changes go to the header and to what follows the room.
        for (auto changes = 1 + random.below(4); changes-- > 0;) {
            const auto at = random.below(2) ? static_cast<std::size_t>(random.below(kHeaderUsed)) : kHeader + static_cast<std::size_t>(random.below(good.size() - kHeader));
            if (random.below(8) == 0)
                bytes.resize(std::max<std::size_t>(at, 1));
            else if (at < bytes.size())
                bytes[at] = static_cast<std::uint8_t>(random.next());
        }
        writeBytes(copy, bytes);
        const auto opened = openTextCache(copy);
        refused += !opened;
        if (opened) { // the bytes were written as they had been, or past the header's fields
            ASSERT_TRUE(std::ranges::equal((*opened)->tokens(Split::Train), (*text)->tokens(Split::Train)));
            ASSERT_EQ((*opened)->word(0), (*text)->word(0));
        }
    }
    EXPECT_GT(refused, 225);
}

} // namespace
} // namespace cw::test
