#include <algorithm>
#include <chrono>

#include <gtest/gtest.h>

#include "core/dataset/cache_file.h"
#include "tests/core/dataset_samples.h"

namespace cw::test {
namespace fs = std::filesystem;
namespace {

/// Two classes of five pictures each.
class DatasetCache : public ::testing::Test {
protected:
    void SetUp() override
    {
        writeClass(m_folder / "a", 5, 1);
        writeClass(m_folder / "b", 5, 2);
    }
    /// Images, and whether they were decoded (and not found in the cache).
    std::pair<std::shared_ptr<const ImageData>, bool> load(PrepareOptions options = {})
    {
        Control control;
        if (options.cacheDirectory.empty())
            options.cacheDirectory = m_folder.cache();
        bool decoded = false;
        auto images = prepareDataset(m_folder.data(), options, control, [&](auto, auto, const std::string& what) { decoded = decoded || what == "Reading the pictures"; });
        EXPECT_TRUE(images) << images.error().message << images.error().detail;
        return {images ? *images : nullptr, decoded};
    }
    TempFolder m_folder;
};

TEST_F(DatasetCache, TheSecondTimeComesFromTheFile)
{
    const auto [first, decoded] = load();
    ASSERT_TRUE(first);
    EXPECT_TRUE(decoded);
    const auto [second, again] = load();
    ASSERT_TRUE(second);
    EXPECT_FALSE(again);
    EXPECT_EQ(first->fingerprint(), second->fingerprint());
    EXPECT_TRUE(std::ranges::equal(first->allPixels(), second->allPixels()));
    EXPECT_TRUE(std::ranges::equal(first->hashes(), second->hashes()));
    EXPECT_EQ(first->mean(), second->mean());
    EXPECT_EQ(m_folder.cacheFiles(), 1U);

    const auto opened = openCache(first->cacheFile());
    ASSERT_TRUE(opened);
    EXPECT_TRUE(std::ranges::equal(first->labels(), (*opened)->labels()));
    EXPECT_EQ((*opened)->info().classes, first->info().classes);
    EXPECT_EQ((*opened)->info().splits[0].perClass, first->info().splits[0].perClass);
}

TEST_F(DatasetCache, ChangedDataIsReadAnewAndItsOldCacheGoes)
{
    const auto before = load().first;
    writeBytes(m_folder / "a/new.png", encodePng(samplePicture(8, 8, 3, 99)));
    const auto [after, decoded] = load();
    EXPECT_TRUE(decoded);
    EXPECT_EQ(after->size(), 11);
    EXPECT_NE(after->fingerprint(), before->fingerprint());
    EXPECT_EQ(m_folder.cacheFiles(), 1U);
    EXPECT_EQ(before->labels().size(), 10U); // what is mapped stays

    fs::last_write_time(m_folder / "a/new.png", fs::file_time_type::clock::now() + std::chrono::hours(1));
    EXPECT_TRUE(load().second);
}

TEST_F(DatasetCache, OptionsHaveCachesOfTheirOwn)
{
    EXPECT_TRUE(load({.size = 4}).second);
    EXPECT_TRUE(load({.size = 6}).second);
    EXPECT_FALSE(load({.size = 4}).second);
    EXPECT_EQ(m_folder.cacheFiles(), 2U);
}

TEST_F(DatasetCache, NoByteOfADamagedFileIsTrusted)
{
    const auto images = load().first;
    const auto path = images->cacheFile();
    const auto good = readBytes(path);
    const auto pixelsEnd = 4096 + static_cast<std::size_t>(images->allPixels().size());
    const auto tryWith = [&](const ByteVector& bytes) {
        const auto copy = m_folder.cache() / "copy";
        writeBytes(copy, bytes);
        return static_cast<bool>(openCache(copy));
    };
    ASSERT_TRUE(tryWith(good));
    for (std::size_t at = 0; at < sizeof(CacheHeader); ++at) { // every byte of the header
        auto bad = good;
        bad[at] ^= 0x81;
        EXPECT_FALSE(tryWith(bad)) << at;
    }
    for (std::size_t at = pixelsEnd; at < good.size(); at += 7) { // labels, hashes, origins, description
        auto bad = good;
        bad[at] ^= 0x81;
        EXPECT_FALSE(tryWith(bad)) << at;
    }
    for (const std::size_t length : {std::size_t{0}, std::size_t{10}, std::size_t{4096}, good.size() - 1})
        EXPECT_FALSE(tryWith({good.begin(), good.begin() + static_cast<std::ptrdiff_t>(length)})) << length;
    auto longer = good;
    longer.push_back(0);
    EXPECT_FALSE(tryWith(longer));
    EXPECT_FALSE(openCache(m_folder.cache() / "nowhere"));
    EXPECT_FALSE(openCache(m_folder.cache()));

    auto bad = good;
    bad[20] ^= 1;
    writeBytes(path, bad);
    const auto [again, decoded] = load();
    EXPECT_TRUE(decoded);
    EXPECT_EQ(again->size(), 10);
    EXPECT_EQ(readBytes(path), good);
}

TEST_F(DatasetCache, CancellingLeavesNothingBehind)
{
    const auto large = encodePng(samplePicture(1200, 1200, 3)); // slow enough for several reports
    for (int i = 0; i < 8; ++i)
        writeBytes(m_folder / ("b/large" + std::to_string(i) + ".png"), large);
    std::int64_t cancelledAt = -1;
    for (const int report : {1, 2, 3, 100}) {
        Control control;
        int seen = 0;
        std::size_t filesThen = 0;
        PrepareOptions options;
        options.cacheDirectory = m_folder.cache();
        const auto stop = [&](std::int64_t done, std::int64_t total, const std::string& what) {
            if (what == "Reading the pictures" && (++seen == report || done == total)) {
                cancelledAt = done;
                filesThen = m_folder.cacheFiles();
                control.requestStop();
            }
        };
        EXPECT_THROW((void)prepareDataset(m_folder.data(), options, control, stop), Cancelled);
        EXPECT_EQ(filesThen, 1U);
        EXPECT_EQ(m_folder.cacheFiles(), 0U) << report;
    }
    EXPECT_EQ(cancelledAt, 18);
    EXPECT_TRUE(load().second);
}

TEST_F(DatasetCache, AFolderThatCannotBeWrittenIsReplacedByMemory)
{
    writeText(m_folder / "../file", "not a folder");
    const auto [images, decoded] = load({.cacheDirectory = m_folder / "../file/cache"});
    ASSERT_TRUE(images);
    EXPECT_TRUE(decoded);
    EXPECT_TRUE(hasNote(images->info(), "kept in memory only"));
    EXPECT_EQ(images->size(), 10);
    const auto shared = openCache(images->cacheFile()); // as a worker would
    ASSERT_TRUE(shared);
    EXPECT_TRUE(std::ranges::equal((*shared)->allPixels(), images->allPixels()));
}

TEST_F(DatasetCache, TheNumberOfCachesIsBoundedAndForeignFilesStay)
{
    writeText(m_folder.cache() / "notes.txt", "mine");
    writeText(m_folder.cache() / "0123456789abcdef.cwdata", "mine too");
    for (int size = 4; size < 16; ++size) {
        const auto images = load({.size = size}).first;
        // An hour between each, so that the order of use is clear.
        fs::last_write_time(images->cacheFile(), fs::file_time_type::clock::now() - std::chrono::hours(100 - size));
    }
    EXPECT_EQ(m_folder.cacheFiles(), 10U); // eight and the two that are not ours
    EXPECT_FALSE(load({.size = 15}).second);
    EXPECT_TRUE(load({.size = 4}).second);
    EXPECT_TRUE(fs::exists(m_folder.cache() / "notes.txt"));
}

TEST_F(DatasetCache, ProgressIsBoundedAndReachesTheEnd)
{
    Control control;
    std::int64_t last = -1, total = 0;
    PrepareOptions options;
    options.cacheDirectory = m_folder.cache();
    const auto images = prepareDataset(m_folder.data(), options, control, [&](std::int64_t done, std::int64_t all, const std::string&) {
        last = done;
        total = all;
    });
    ASSERT_TRUE(images);
    EXPECT_EQ(last, 10);
    EXPECT_EQ(total, 10);
}

TEST(SampleData, IsFoundWhereDebianPutsIt)
{
    const auto path = sampleDataPath();
    if (path.empty())
        GTEST_SKIP() << "dataset-fashion-mnist is not installed";
    const TempFolder folder;
    const auto images = prepare(folder, path);
    ASSERT_TRUE(images) << images.error().message;
    EXPECT_EQ((*images)->info().classes[9], "Ankle boot");
    EXPECT_EQ((*images)->size(), 70000);
    EXPECT_EQ((*images)->shape(), (ImageShape{1, 28, 28}));
    EXPECT_EQ((*images)->info().splits[0].perClass, std::vector<std::int64_t>(10, 6000));
    EXPECT_NEAR((*images)->mean()[0], 0.2860406, 1e-6);
    EXPECT_NEAR((*images)->deviation()[0], 0.3530242, 1e-6);
    const auto split = splitDataset(**images, 0.1, 1);
    EXPECT_EQ(split.validation.size(), 6000U);
    EXPECT_EQ(split.test.size(), 10000U);
}

} // namespace
} // namespace cw::test
