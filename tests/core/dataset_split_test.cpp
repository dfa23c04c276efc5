#include <algorithm>
#include <limits>
#include <map>
#include <set>

#include <gtest/gtest.h>

#include "core/dataset/dataset.h"
#include "core/dataset/duplicates.h"

namespace cw::test {
namespace {

/// Labels, hashes and origins without pixels.
class FakeImages final : public ImageData {
public:
    void add(std::int32_t label, std::uint64_t hash, Split origin)
    {
        m_labels.push_back(label);
        m_hashes.push_back(hash);
        m_origins.push_back(origin);
        while (static_cast<int>(m_info.classes.size()) <= label)
            m_info.classes.push_back(std::to_string(m_info.classes.size()));
    }
    const DatasetInfo& info() const override { return m_info; }
    ImageShape shape() const override { return {1, 1, 1}; }
    std::int64_t size() const override { return static_cast<std::int64_t>(m_labels.size()); }
    const std::uint8_t* pixels(std::int64_t) const override { return nullptr; }
    std::span<const std::uint8_t> allPixels() const override { return {}; }
    std::span<const std::int32_t> labels() const override { return m_labels; }
    std::span<const std::uint64_t> hashes() const override { return m_hashes; }
    std::span<const Split> origins() const override { return m_origins; }
    std::array<double, 3> mean() const override { return {}; }
    std::array<double, 3> deviation() const override { return {}; }
    std::string fingerprint() const override { return {}; }
    std::filesystem::path cacheFile() const override { return {}; }

private:
    DatasetInfo m_info;
    std::vector<std::int32_t> m_labels;
    std::vector<std::uint64_t> m_hashes;
    std::vector<Split> m_origins;
};

/// Classes of 100, 50, 10 training images in turn, 20 test images; every content once.
FakeImages unevenImages()
{
    FakeImages images;
    std::uint64_t hash = 1;
    const int counts[] = {100, 50, 10};
    for (int i = 0; i < 100; ++i)
        for (int c = 0; c < 3; ++c)
            if (i < counts[c])
                images.add(c, hash++, Split::Train);
    for (int i = 0; i < 20; ++i)
        images.add(i % 3, hash++, Split::Test);
    return images;
}

std::map<int, int> perClass(const ImageData& images, const std::vector<std::int64_t>& indices)
{
    std::map<int, int> counts;
    for (const auto i : indices)
        ++counts[images.labels()[static_cast<std::size_t>(i)]];
    return counts;
}

TEST(Split, TakesTheSameShareOfEachClass)
{
    const auto images = unevenImages();
    const auto split = splitDataset(images, 0.1, 7);
    EXPECT_EQ(perClass(images, split.validation), (std::map<int, int>{{0, 10}, {1, 5}, {2, 1}}));
    EXPECT_EQ(perClass(images, split.train), (std::map<int, int>{{0, 90}, {1, 45}, {2, 9}}));
    EXPECT_EQ(split.test.size(), 20U);
    EXPECT_EQ(split.duplicatesAcross, 0);
}

TEST(Split, IsDisjointCompleteAndAscending)
{
    const auto images = unevenImages();
    for (std::uint64_t seed = 0; seed < 50; ++seed) {
        const auto split = splitDataset(images, 0.01 * static_cast<double>(seed) + 0.05, seed);
        std::set<std::int64_t> all;
        for (const auto* part : {&split.train, &split.validation, &split.test}) {
            EXPECT_TRUE(std::is_sorted(part->begin(), part->end()));
            all.insert(part->begin(), part->end());
        }
        EXPECT_EQ(all.size(), split.train.size() + split.validation.size() + split.test.size());
        EXPECT_EQ(static_cast<std::int64_t>(all.size()), images.size());
        for (const auto i : split.test)
            EXPECT_EQ(images.origins()[static_cast<std::size_t>(i)], Split::Test);
    }
}

TEST(Split, FollowsTheSeed)
{
    const auto images = unevenImages();
    EXPECT_EQ(splitDataset(images, 0.2, 3).validation, splitDataset(images, 0.2, 3).validation);
    EXPECT_NE(splitDataset(images, 0.2, 3).validation, splitDataset(images, 0.2, 4).validation);
}

TEST(Split, LimitsAreStratifiedSamples)
{
    const auto images = unevenImages();
    const auto whole = splitDataset(images, 0.2, 5);
    const auto split = splitDataset(images, 0.2, 5, 64, 16);
    EXPECT_EQ(perClass(images, split.train), (std::map<int, int>{{0, 40}, {1, 20}, {2, 4}}));
    EXPECT_EQ(perClass(images, split.validation), (std::map<int, int>{{0, 10}, {1, 5}, {2, 1}}));
    EXPECT_TRUE(std::includes(whole.train.begin(), whole.train.end(), split.train.begin(), split.train.end()));
    EXPECT_TRUE(std::includes(whole.validation.begin(), whole.validation.end(), split.validation.begin(), split.validation.end()));
    EXPECT_EQ(splitDataset(images, 0.2, 5, 100000).train, whole.train);
}

TEST(Split, DuplicatesOfTrainingImagesLeaveTheValidation)
{
    FakeImages images;
    for (int i = 0; i < 100; ++i)
        images.add(i % 2, static_cast<std::uint64_t>(i / 4), Split::Train); // every content four times
    const auto split = splitDataset(images, 0.3, 1);
    EXPECT_GT(split.duplicatesAcross, 0);
    EXPECT_EQ(split.train.size() + split.validation.size(), 100U);
    EXPECT_EQ(static_cast<std::int64_t>(split.validation.size()) + split.duplicatesAcross, 30);
    std::set<std::uint64_t> trained;
    for (const auto i : split.train)
        trained.insert(images.hashes()[static_cast<std::size_t>(i)]);
    for (const auto i : split.validation)
        EXPECT_FALSE(trained.contains(images.hashes()[static_cast<std::size_t>(i)]));
}

TEST(Split, TheDatasOwnValidationPartIsUsed)
{
    FakeImages images;
    for (int i = 0; i < 20; ++i)
        images.add(i % 2, static_cast<std::uint64_t>(i), Split::Train);
    for (int i = 15; i < 30; ++i) // 15 to 19 are in the training part too
        images.add(i % 2, static_cast<std::uint64_t>(i), Split::Validation);
    const auto split = splitDataset(images, 0.5, 1);
    EXPECT_EQ(split.train.size(), 20U);
    EXPECT_EQ(split.validation.size(), 10U);
    EXPECT_EQ(split.duplicatesAcross, 5);
    const auto duplicates = countDuplicates(images);
    EXPECT_EQ(duplicates.extra, 5);
    EXPECT_EQ(duplicates.inValidation, 5);
    EXPECT_EQ(duplicates.inTest, 0);
    EXPECT_EQ(duplicates.conflicting, 0);
}

TEST(Split, OddFractionsAreHeldInRange)
{
    const auto images = unevenImages();
    EXPECT_TRUE(splitDataset(images, 0, 1).validation.empty());
    EXPECT_TRUE(splitDataset(images, -3, 1).validation.empty());
    EXPECT_TRUE(splitDataset(images, 9, 1).train.empty());
    EXPECT_TRUE(splitDataset(images, std::numeric_limits<double>::quiet_NaN(), 1).validation.empty());
}

} // namespace
} // namespace cw::test
