#include <algorithm>
#include <chrono>

#include <gtest/gtest.h>

#include "core/dataset/text.h"
#include "core/dataset/text_cache.h"
#include "tests/core/dataset_samples.h"
#include "tests/core/full_disk.h"

namespace cw::test {
namespace fs = std::filesystem;
namespace {

/// Three parts: 7, 4 and 3 tokens of a vocabulary of five.
class TextCache : public ::testing::Test {
protected:
    void SetUp() override
    {
        writeText(m_folder / "train.txt", "a b c\na b\n");
        writeText(m_folder / "valid.txt", "c a b\n");
        writeText(m_folder / "test.txt", "b a\n");
    }
    Result<std::shared_ptr<const TextData>> read(Control& control, const LoadProgress& progress = {}, TextOptions options = {}) const
    {
        if (options.cacheDirectory.empty())
            options.cacheDirectory = m_folder.cache();
        return prepareText(m_folder.data(), options, control, progress);
    }
    /// The text, and whether it was read (and not found in the cache).
    std::pair<std::shared_ptr<const TextData>, bool> load(TextOptions options = {}) const
    {
        Control control;
        bool read = false;
        auto text = this->read(control, [&](auto, auto, const std::string& what) { read = read || what == "Kilobytes of text read"; }, std::move(options));
        EXPECT_TRUE(text) << text.error().message << text.error().detail;
        return {text ? *text : nullptr, read};
    }
    static bool same(const TextData& a, const TextData& b)
    {
        return a.words() == b.words() && std::ranges::all_of(std::array{Split::Train, Split::Validation, Split::Test}, [&](Split s) { return std::ranges::equal(a.tokens(s), b.tokens(s)); });
    }
    TempFolder m_folder;
};

TEST_F(TextCache, TheSecondTimeComesFromTheFile)
{
    const auto [first, read] = load();
    ASSERT_TRUE(first);
    EXPECT_TRUE(read);
    EXPECT_EQ(first->tokens(Split::Train).size(), 7U);
    const auto [second, again] = load();
    EXPECT_FALSE(again);
    EXPECT_EQ(first->fingerprint(), second->fingerprint());
    EXPECT_EQ(m_folder.cacheFiles(), 1U);
    const auto opened = openTextCache(first->cacheFile());
    ASSERT_TRUE(opened) << opened.error().message;
    EXPECT_TRUE(same(*first, **opened));
    EXPECT_EQ((*opened)->word(1), "b");
    EXPECT_EQ((*opened)->info().words, 5);
    EXPECT_EQ((*opened)->info().splits[2].total, 3);
}

TEST_F(TextCache, ChangedTextIsReadAnewAndItsOldCacheGoes)
{
    const auto before = load().first;
    fs::last_write_time(m_folder / "valid.txt", fs::file_time_type::clock::now() + std::chrono::hours(1));
    const auto [after, read] = load();
    EXPECT_TRUE(read);
    EXPECT_NE(after->fingerprint(), before->fingerprint());
    EXPECT_EQ(m_folder.cacheFiles(), 1U);
    EXPECT_TRUE(same(*before, *after)); // what is mapped stays
}

TEST_F(TextCache, OptionsThatMatterHaveCachesOfTheirOwn)
{
    EXPECT_TRUE(load().second);
    EXPECT_TRUE(load({.vocabulary = 20}).second);
    EXPECT_FALSE(load({.seed = 9}).second); // nothing is dealt: the text brings its parts
    EXPECT_EQ(m_folder.cacheFiles(), 2U);
    fs::remove(m_folder / "valid.txt");
    writeText(m_folder / "train.txt", "a b c d e f g\na b c d e f g h\na b c d e f g\na b c d e f g h\n");
    EXPECT_TRUE(load({.seed = 1}).second);
    EXPECT_TRUE(load({.seed = 2}).second);
}

TEST_F(TextCache, NoByteOfADamagedFileIsTrusted)
{
    const auto text = load().first;
    const auto path = text->cacheFile();
    const auto good = readBytes(path);
    const auto tryWith = [&](const ByteVector& bytes) {
        const auto copy = m_folder.cache() / "copy";
        writeBytes(copy, bytes);
        return static_cast<bool>(openTextCache(copy));
    };
    ASSERT_TRUE(tryWith(good));
    const auto damaged = [&](std::size_t at) {
        auto bad = good;
        bad[at] ^= 0x81;
        return bad;
    };
    for (std::size_t at = 0; at < sizeof(TextCacheHeader); ++at)
        EXPECT_FALSE(tryWith(damaged(at))) << at;
    for (std::size_t at = kCacheHeaderRoom; at < good.size(); at += 3) // numbers, words, description
        EXPECT_FALSE(tryWith(damaged(at))) << at;
    for (const std::size_t length : {std::size_t{0}, std::size_t{10}, std::size_t{4096}, good.size() - 1})
        EXPECT_FALSE(tryWith({good.begin(), good.begin() + static_cast<std::ptrdiff_t>(length)})) << length;
    auto longer = good;
    longer.push_back(0);
    EXPECT_FALSE(tryWith(longer));
    EXPECT_FALSE(openTextCache(m_folder.cache() / "nowhere"));
    EXPECT_FALSE(openTextCache(m_folder.cache()));
    EXPECT_FALSE(openCache(path)); // pictures are not text

    writeBytes(path, damaged(4100));
    const auto [again, read] = load();
    EXPECT_TRUE(read);
    EXPECT_EQ(again->tokens(Split::Train).size(), 7U);
    EXPECT_EQ(readBytes(path), good);
}

TEST_F(TextCache, NumbersFillWholeBlocks)
{
    // 65,536 tokens are one block of the hash; the parts meet within one.
    for (const int lines : {32767, 32768, 40000}) {
        std::string train;
        for (int i = 0; i < lines; ++i)
            train += i % 2 ? "a\n" : "b\n";
        writeText(m_folder / "train.txt", train);
        const auto text = load().first;
        ASSERT_TRUE(text);
        EXPECT_EQ(text->tokens(Split::Train).size(), 2U * static_cast<std::size_t>(lines));
        EXPECT_EQ(text->tokens(Split::Test).size(), 3U);
        EXPECT_TRUE(openTextCache(text->cacheFile()));
    }
}

TEST_F(TextCache, AFullDiskLeavesNothingBehind)
{
    {
        const FullDisk full(2000); // memory takes no more either
        Control control;
        const auto text = read(control);
        ASSERT_FALSE(text);
        EXPECT_EQ(text.error().code, ErrorCode::DiskFull);
    }
    EXPECT_EQ(m_folder.cacheFiles(), 0U);
    EXPECT_TRUE(load().first);
}

TEST_F(TextCache, AFolderThatCannotBeWrittenIsReplacedByMemory)
{
    writeText(m_folder / "../file", "not a folder");
    const auto [text, read] = load({.cacheDirectory = m_folder / "../file/cache"});
    ASSERT_TRUE(text);
    EXPECT_TRUE(read);
    EXPECT_TRUE(hasNote(text->info(), "kept in memory only"));
    const auto shared = openTextCache(text->cacheFile()); // as a worker would
    ASSERT_TRUE(shared) << shared.error().message;
    EXPECT_TRUE(same(*text, **shared));
}

TEST_F(TextCache, CancellingLeavesNothingBehind)
{
    std::string train;
    for (int i = 0; i < 40'000; ++i)
        train += "some words of number " + std::to_string(i % 100) + "\n";
    writeText(m_folder / "train.txt", train);
    std::int64_t last = 0, total = 0;
    for (const std::int64_t share : {0, 50, 90}) {
        Control control;
        const auto stop = [&](std::int64_t done, std::int64_t all, const std::string&) {
            if (all > 0 && done * 100 >= share * all)
                control.requestStop();
        };
        EXPECT_THROW((void)read(control, stop), Cancelled) << share;
        EXPECT_EQ(m_folder.cacheFiles(), 0U) << share;
    }
    Control control;
    EXPECT_TRUE(read(control, [&](std::int64_t done, std::int64_t all, const std::string&) { last = done, total = all; }));
    EXPECT_EQ(last, total);
    EXPECT_GT(total, 0);
}

} // namespace
} // namespace cw::test
