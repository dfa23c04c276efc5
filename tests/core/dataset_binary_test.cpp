#include <gtest/gtest.h>

#include "tests/core/dataset_samples.h"

namespace cw::test {
namespace {

using Counts = std::vector<std::int64_t>;

std::shared_ptr<const ImageData> loaded(const TempFolder& folder, const std::string& name = "")
{
    auto images = prepare(folder, folder / name);
    EXPECT_TRUE(images) << images.error().message << " " << images.error().detail;
    return images ? *images : nullptr;
}

std::string refusal(const TempFolder& folder, const std::string& name = "")
{
    const auto images = prepare(folder, folder / name);
    EXPECT_FALSE(images);
    return images ? "" : images.error().message;
}

TEST(IdxData, PlainGzippedAndDottedNamesAreTheSame)
{
    const TempFolder plain, packed, dotted;
    writeIdx(plain.data(), "train-images-idx3-ubyte", "train-labels-idx1-ubyte", 30);
    writeIdx(plain.data(), "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte", 6);
    writeIdx(packed.data(), "train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz", 30, true);
    writeIdx(packed.data(), "t10k-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte.gz", 6, true);
    writeIdx(dotted / "inside", "train-images.idx3-ubyte", "train-labels.idx1-ubyte", 30);
    writeIdx(dotted / "inside", "t10k-images.idx3-ubyte", "t10k-labels.idx1-ubyte", 6);
    for (const auto* folder : {&plain, &packed, &dotted}) {
        const auto images = loaded(*folder);
        ASSERT_TRUE(images);
        EXPECT_EQ(images->info().kind, "idx");
        EXPECT_EQ(images->shape(), (ImageShape{1, 4, 5}));
        EXPECT_EQ(images->info().classes, (std::vector<std::string>{"0", "1", "2"}));
        ASSERT_EQ(images->info().splits.size(), 2U);
        EXPECT_EQ(images->info().splits[0].perClass, (Counts{10, 10, 10}));
        EXPECT_EQ(images->info().splits[1].perClass, (Counts{2, 2, 2}));
        EXPECT_EQ(images->pixels(3)[2], 23);
        EXPECT_EQ(images->origins()[29], Split::Train);
        EXPECT_EQ(images->origins()[30], Split::Test);
        EXPECT_EQ(images->info().problemCount, 0);
    }
    EXPECT_EQ(loaded(packed, "t10k-labels-idx1-ubyte.gz")->size(), 36);
}

TEST(IdxData, FashionIsRecognised)
{
    const TempFolder folder;
    writeIdx(folder / "my-Fashion-data", "train-images-idx3-ubyte", "train-labels-idx1-ubyte", 30);
    EXPECT_EQ(loaded(folder)->info().classes[1], "Trouser");
}

TEST(IdxData, MeanAndDeviationAreOfTheTrainingPart)
{
    const TempFolder folder;
    writeBytes(folder / "train-images-idx3-ubyte", idx({2, 1, 2}, {0, 255, 0, 255}));
    writeBytes(folder / "train-labels-idx1-ubyte", idx({2}, {0, 1}));
    writeBytes(folder / "t10k-images-idx3-ubyte", idx({1, 1, 2}, {255, 255}));
    writeBytes(folder / "t10k-labels-idx1-ubyte", idx({1}, {1}));
    const auto images = loaded(folder);
    ASSERT_TRUE(images);
    EXPECT_DOUBLE_EQ(images->mean()[0], 0.5);
    EXPECT_DOUBLE_EQ(images->deviation()[0], 0.5);
}

TEST(IdxData, CountsThatDoNotMatchAreRefused)
{
    const TempFolder folder;
    writeIdx(folder.data(), "train-images-idx3-ubyte", "train-labels-idx1-ubyte", 30);
    writeBytes(folder / "train-labels-idx1-ubyte", idx({29}, ByteVector(29)));
    EXPECT_NE(refusal(folder).find("29 labels for 30 pictures"), std::string::npos);
    std::filesystem::remove(folder / "train-labels-idx1-ubyte");
    EXPECT_NE(refusal(folder).find("labels file that belongs to it is missing"), std::string::npos);
}

TEST(IdxData, ABadTestPartIsLeftOut)
{
    const TempFolder folder;
    writeIdx(folder.data(), "train-images-idx3-ubyte", "train-labels-idx1-ubyte", 30);
    writeIdx(folder.data(), "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte", 6);
    writeBytes(folder / "t10k-labels-idx1-ubyte", idx({5}, ByteVector(5)));
    const auto images = loaded(folder);
    ASSERT_TRUE(images);
    EXPECT_EQ(images->size(), 30);
    EXPECT_NE(reasonFor(images->info(), "t10k-images-idx3-ubyte").find("5 labels for 6"), std::string::npos);
}

TEST(IdxData, TruncatedFilesKeepWhatIsWhole)
{
    for (const bool packed : {false, true}) {
        const TempFolder folder;
        const std::string end = packed ? ".gz" : "";
        writeIdx(folder.data(), "train-images-idx3-ubyte" + end, "train-labels-idx1-ubyte" + end, 300, packed);
        auto bytes = readBytes(folder / ("train-images-idx3-ubyte" + end));
        bytes.resize(bytes.size() / 2);
        writeBytes(folder / ("train-images-idx3-ubyte" + end), bytes);
        const auto images = loaded(folder);
        ASSERT_TRUE(images);
        EXPECT_GT(images->size(), 50);
        EXPECT_LT(images->size(), 300);
        EXPECT_EQ(images->info().problemCount, 1);
        EXPECT_NE(images->info().problems[0].reason.find("the rest is left out"), std::string::npos);
    }
}

TEST(IdxData, BombsCostNothing)
{
    const TempFolder folder;
    // Two pictures are promised, 64 MB of zeros follow.
    auto images = idx({2, 4, 5}, ByteVector(40, 1));
    images[17] = 9;
    images.resize(64 << 20);
    writeBytes(folder / "train-images-idx3-ubyte.gz", gzipped(images));
    writeBytes(folder / "train-labels-idx1-ubyte", idx({2}, {0, 1}));
    EXPECT_EQ(loaded(folder)->size(), 2);
    // A header that promises the moon.
    writeBytes(folder / "train-images-idx3-ubyte.gz", gzipped(idx({0xffffffff, 0xffff, 0xffff}, {})));
    EXPECT_NE(refusal(folder).find("out of range"), std::string::npos);
    writeBytes(folder / "train-images-idx3-ubyte.gz", gzipped(idx({90'000'000, 28, 28}, {})));
    EXPECT_NE(refusal(folder).find("far more than the file can hold"), std::string::npos);
    writeBytes(folder / "train-images-idx3-ubyte.gz", gzipped(idx({90'000'000, 1, 1}, {})));
    writeBytes(folder / "train-images-idx3-ubyte", idx({90'000'000, 1, 1}, ByteVector(90'000'000 / 1000)));
    writeBytes(folder / "train-labels-idx1-ubyte", idx({90'000'000}, {0, 1}));
    EXPECT_NE(refusal(folder).find("ends before its last label"), std::string::npos);
}

TEST(IdxData, OtherIdxFilesAreRefused)
{
    const TempFolder folder;
    writeIdx(folder.data(), "train-images-idx3-ubyte", "train-labels-idx1-ubyte", 3);
    writeText(folder / "train-images-idx3-ubyte", "<html>404 not found</html>");
    EXPECT_NE(refusal(folder).find("Not an IDX file"), std::string::npos);
    writeText(folder / "train-images-idx3-ubyte", "");
    EXPECT_NE(refusal(folder).find("too short"), std::string::npos);
}

TEST(IdxData, SeveralSetsInOneFolderWantAChoice)
{
    const TempFolder folder;
    writeIdx(folder.data(), "emnist-letters-train-images-idx3-ubyte", "emnist-letters-train-labels-idx1-ubyte", 30);
    writeIdx(folder.data(), "emnist-digits-train-images-idx3-ubyte", "emnist-digits-train-labels-idx1-ubyte", 9);
    EXPECT_NE(refusal(folder).find("several sets"), std::string::npos);
    EXPECT_EQ(loaded(folder, "emnist-letters-train-images-idx3-ubyte")->size(), 30);
}

/// One record: label bytes, then planes of r, g, b.
void addRecord(ByteVector& bytes, const ByteVector& label, std::uint8_t r, std::uint8_t g, std::uint8_t b)
{
    bytes.insert(bytes.end(), label.begin(), label.end());
    for (const auto value : {r, g, b})
        bytes.insert(bytes.end(), 1024, value);
}

TEST(CifarData, TenClasses)
{
    const TempFolder folder;
    const std::string top = "cifar-10-batches-bin/";
    for (int batch = 1; batch <= 5; ++batch) {
        ByteVector bytes;
        for (std::uint8_t i = 0; i < 10; ++i)
            addRecord(bytes, {i}, i, static_cast<std::uint8_t>(batch), 200);
        writeBytes(folder / (top + "data_batch_" + std::to_string(batch) + ".bin"), bytes);
    }
    ByteVector test;
    addRecord(test, {3}, 1, 2, 3);
    addRecord(test, {77}, 1, 2, 3); // no such class
    test.resize(test.size() + 100);  // and a cut record
    writeBytes(folder / (top + "test_batch.bin"), test);
    writeText(folder / (top + "batches.meta.txt"), "airplane\nautomobile\nbird\ncat\ndeer\ndog\nfrog\nhorse\nship\ntruck\n\n");
    writeText(folder / (top + "readme.html"), "x");
    const auto images = loaded(folder);
    ASSERT_TRUE(images);
    EXPECT_EQ(images->info().kind, "cifar10");
    EXPECT_EQ(images->info().classes[9], "truck");
    EXPECT_EQ(images->size(), 51);
    EXPECT_EQ(images->info().splits[0].perClass, Counts(10, 5));
    EXPECT_EQ(images->info().splits[1].total, 1);
    EXPECT_EQ(images->pixels(13)[0], 3); // batch 2, class 3: interleaved r, g, b
    EXPECT_EQ(images->pixels(13)[1], 2);
    EXPECT_EQ(images->pixels(13)[3071], 200);
    ASSERT_EQ(images->info().problems.size(), 2U);
    EXPECT_NE(images->info().problems[0].reason.find("beyond the classes"), std::string::npos);
    EXPECT_NE(images->info().problems[1].reason.find("Truncated"), std::string::npos);
    EXPECT_EQ(loaded(folder, top + "data_batch_2.bin")->size(), 51);
}

TEST(CifarData, AHundredFineClasses)
{
    const TempFolder folder;
    ByteVector train, test;
    for (std::uint8_t i = 0; i < 100; ++i)
        addRecord(train, {static_cast<std::uint8_t>(i / 5), i}, i, i, i);
    addRecord(test, {0, 42}, 1, 1, 1);
    std::string names;
    for (int i = 0; i < 100; ++i)
        names += "fine" + std::to_string(i) + "\r\n";
    writeBytes(folder / "train.bin", train);
    writeBytes(folder / "test.bin", test);
    writeText(folder / "fine_label_names.txt", names);
    const auto images = loaded(folder);
    ASSERT_TRUE(images);
    EXPECT_EQ(images->info().kind, "cifar100");
    EXPECT_EQ(images->info().classes[42], "fine42");
    EXPECT_EQ(images->labels()[100], 42);
    EXPECT_EQ(images->info().problemCount, 0);
}

TEST(CifarData, AMissingTrainingPartIsRefusedAndMissingBatchesAreNoted)
{
    const TempFolder folder;
    ByteVector bytes;
    for (std::uint8_t i = 0; i < 10; ++i)
        addRecord(bytes, {i}, i, 0, 0);
    writeBytes(folder / "test_batch.bin", bytes);
    EXPECT_NE(refusal(folder).find("no training part"), std::string::npos);
    writeBytes(folder / "data_batch_1.bin", bytes);
    const auto images = loaded(folder);
    ASSERT_TRUE(images);
    EXPECT_EQ(images->info().classes[0], "airplane");
    EXPECT_TRUE(hasNote(images->info(), "data_batch_4.bin is missing"));
}

} // namespace
} // namespace cw::test
