#include <sys/stat.h>
#include <unistd.h>

#include <gtest/gtest.h>

#include "tests/core/dataset_samples.h"

namespace cw::test {
namespace fs = std::filesystem;
namespace {

std::shared_ptr<const ImageData> loaded(const TempFolder& folder, PrepareOptions options = {})
{
    auto images = prepare(folder, folder.data(), options);
    EXPECT_TRUE(images) << images.error().message << " " << images.error().detail;
    return images ? *images : nullptr;
}

std::string refusal(const TempFolder& folder)
{
    const auto images = prepare(folder, folder.data());
    EXPECT_FALSE(images);
    return images ? "" : images.error().message;
}

using Names = std::vector<std::string>;
using Counts = std::vector<std::int64_t>;

TEST(ImageFolders, OneFolderPerClass)
{
    const TempFolder folder;
    writeClass(folder / "dog", 3, 1);
    writeClass(folder / "cat", 4, 2);
    const auto images = loaded(folder);
    ASSERT_TRUE(images);
    const auto& info = images->info();
    EXPECT_EQ(info.kind, "image-folders");
    EXPECT_EQ(info.classes, (Names{"cat", "dog"}));
    ASSERT_EQ(info.splits.size(), 1U);
    EXPECT_EQ(info.splits[0].perClass, (Counts{4, 3}));
    EXPECT_EQ(info.balance, 0.75);
    EXPECT_EQ(images->shape(), (ImageShape{3, 8, 8}));
    EXPECT_EQ(info.problemCount, 0);
    EXPECT_TRUE(info.notes.empty());
    ASSERT_EQ(images->size(), 7);
    EXPECT_EQ(images->labels()[0], 0);
    EXPECT_EQ(images->labels()[6], 1);
    const auto first = samplePicture(8, 8, 3, 2000); // PNG keeps every pixel
    EXPECT_TRUE(std::equal(first.pixels.begin(), first.pixels.end(), images->pixels(0)));
}

TEST(ImageFolders, AllFormatsGreyAndColourAndSizesMixed)
{
    const TempFolder folder;
    writeBytes(folder / "a/1.jpg", encodeJpeg(samplePicture(40, 30, 1)));
    writeBytes(folder / "a/2.png", encodePng(samplePicture(20, 20, 3)));
    writeBytes(folder / "b/3.bmp", encodeBmp(samplePicture(64, 16, 3)));
    writeBytes(folder / "b/4.webp", encodeWebp(samplePicture(10, 50, 3)));
    auto images = loaded(folder);
    ASSERT_TRUE(images);
    EXPECT_EQ(images->size(), 4);
    EXPECT_EQ(images->shape(), (ImageShape{3, 32, 32})); // sizes differ: 32
    EXPECT_EQ(images->info().shape, (ImageShape{3, 30, 40}));
    EXPECT_TRUE(images->info().sizesDiffer);
    EXPECT_TRUE(images->info().greyAndColourMixed);
    EXPECT_TRUE(hasNote(images->info(), "cropped around the centre"));
    EXPECT_EQ(loaded(folder, {.size = 16, .channels = 1})->shape(), (ImageShape{1, 16, 16}));
}

TEST(ImageFolders, PartsTrainValidationTest)
{
    const TempFolder folder;
    for (const char* part : {"Train", "valid", "test"}) {
        writeClass(folder / part / "x", 2, 1);
        writeClass(folder / part / "y", 1, 2);
    }
    writeClass(folder / "test" / "z", 1, 3);
    writeClass(folder / "extra" / "q", 1, 3);
    const auto images = loaded(folder);
    ASSERT_TRUE(images);
    const auto& info = images->info();
    EXPECT_EQ(info.classes, (Names{"x", "y"}));
    ASSERT_EQ(info.splits.size(), 3U);
    for (const auto& split : info.splits)
        EXPECT_EQ(split.perClass, (Counts{2, 1}));
    EXPECT_NE(reasonFor(info, "test/z").find("training part does not have"), std::string::npos);
    EXPECT_TRUE(hasNote(info, "extra beside the training part is not used"));
    EXPECT_EQ(splitDataset(*images, 0.5, 1).duplicatesAcross, 3); // the same pictures stand in all parts
}

TEST(ImageFolders, AClassMayBeCalledTrain)
{
    const TempFolder folder;
    writeClass(folder / "train", 2, 1);
    writeClass(folder / "bus", 2, 2);
    EXPECT_EQ(loaded(folder)->info().classes, (Names{"bus", "train"}));
}

TEST(ImageFolders, TinyImageNetsLayout)
{
    const TempFolder folder;
    const std::string top = "tiny-imagenet-200/";
    for (const char* name : {"n01443537", "n01629819"}) {
        writeClass(folder / (top + "train/" + name + "/images"), 3, name[3] == '4' ? 1 : 2);
        writeText(folder / (top + "train/" + name + "/" + name + "_boxes.txt"), "a 1 2 3 4\n");
    }
    writeClass(folder / (top + "val/images"), 5, 3);
    writeText(folder / (top + "val/val_annotations.txt"), "val_0.JPEG\tn01443537\n");
    writeClass(folder / (top + "test/images"), 4, 4);
    writeText(folder / (top + "wnids.txt"), "n01443537\n");
    const auto images = loaded(folder);
    ASSERT_TRUE(images);
    EXPECT_EQ(images->info().classes, (Names{"n01443537", "n01629819"}));
    ASSERT_EQ(images->info().splits.size(), 1U);
    EXPECT_EQ(images->info().splits[0].total, 6);
    EXPECT_TRUE(hasNote(images->info(), "val (5) are not in class folders"));
    EXPECT_TRUE(hasNote(images->info(), "test (4) are not in class folders"));
    EXPECT_EQ(images->info().problemCount, 0);
}

TEST(ImageFolders, TablesBesideAreReportedAndNotGuessed)
{
    const TempFolder folder;
    writeClass(folder / "a", 2, 1);
    writeClass(folder / "b", 2, 2);
    writeText(folder / "labels.csv", "file,label\na/000.png,b\n");
    writeText(folder / "a/README.txt", "hello");
    const auto images = loaded(folder);
    ASSERT_TRUE(images);
    EXPECT_TRUE(hasNote(images->info(), "labels.csv lies beside the pictures: it is not used"));
    EXPECT_EQ(images->info().problemCount, 0);
    EXPECT_EQ(images->size(), 4);
}

TEST(ImageFolders, NumbersSortAsNumbers)
{
    const TempFolder folder;
    for (const char* name : {"10", "9", "1", "02"})
        writeClass(folder / name, 1, static_cast<unsigned>(name[0]));
    EXPECT_EQ(loaded(folder)->info().classes, (Names{"1", "02", "9", "10"}));
}

TEST(ImageFolders, EverythingBadIsListedWithItsReason)
{
    const TempFolder folder;
    writeClass(folder / "a", 3, 1);
    writeClass(folder / "b", 3, 2);
    const auto jpeg = encodeJpeg(samplePicture(8, 8, 3));
    writeBytes(folder / "a/cut.jpg", {jpeg.begin(), jpeg.end() - 10});
    writeBytes(folder / "a/right.jpg", jpeg);
    writeBytes(folder / "a/wrong-name.png", jpeg);
    writeText(folder / "a/text.jpg", "this is no picture");
    writeText(folder / "a/empty.png", "");
    writeBytes(folder / "b/bomb.png", encodePng(plainPicture(9000, 9000, 1, 0)));
    auto damaged = encodePng(samplePicture(8, 8, 3));
    damaged[damaged.size() - 20] ^= 1;
    writeBytes(folder / "b/damaged.png", damaged);
    writeText(folder / ".hidden/x.txt", "x");
    writeText(folder / "a/.DS_Store", "x");
    writeText(folder / "a/Thumbs.db", "x");
    fs::create_directories(folder / "nothing");
    writeBytes(folder / "loose.jpg", jpeg);
    ASSERT_EQ(::mkfifo((folder / "b/pipe.jpg").c_str(), 0600), 0);
    fs::create_symlink("self.png", folder / "b/self.png");
    fs::create_symlink("gone.png", folder / "b/dangling.png");
    fs::create_directory_symlink(folder.data(), folder / "b/loop");
    const std::string odd = "b/new\nline\xff.jpg";
    writeText(folder / odd, "no");

    const auto images = loaded(folder);
    ASSERT_TRUE(images);
    const auto& info = images->info();
    EXPECT_EQ(images->size(), 8);
    EXPECT_EQ(info.splits[0].perClass, (Counts{5, 3}));
    const auto expect = [&](const char* path, const char* reason) { EXPECT_NE(reasonFor(info, path).find(reason), std::string::npos) << path << ": " << reasonFor(info, path); };
    expect("a/cut.jpg", "Truncated");
    expect("a/text.jpg", "Not a picture");
    expect("a/empty.png", "empty");
    expect("b/bomb.png", "Enormous");
    expect("b/damaged.png", "Damaged");
    expect("nothing", "empty class");
    expect("loose.jpg", "outside of the class folders");
    expect("b/pipe.jpg", "pipe");
    expect("b/self.png", "leads to itself");
    expect("b/dangling.png", "not there");
    expect("b/loop", "read already");
    expect("b/new\\x0aline\\xff.jpg", "Not a picture");
    EXPECT_EQ(info.problemCount, 12);
    EXPECT_EQ(info.problems.size(), 12U);
    EXPECT_TRUE(hasNote(info, "1 pictures are named as another format than they are (a/wrong-name.png is JPEG)"));

    Control control;
    const auto inspected = inspectDataset(folder.data(), control);
    ASSERT_TRUE(inspected);
    EXPECT_EQ(reasonFor(*inspected, "a/cut.jpg"), ""); // its header is whole
    EXPECT_NE(reasonFor(*inspected, "b/bomb.png"), "");
}

TEST(ImageFolders, LinksToPicturesAndFoldersAreFollowed)
{
    const TempFolder folder, elsewhere;
    writeClass(elsewhere / "far", 3, 1);
    writeClass(folder / "near", 2, 2);
    fs::create_directory_symlink(elsewhere / "far", folder / "far");
    fs::create_symlink(elsewhere / "far/000.png", folder / "near/linked.png");
    const auto images = loaded(folder);
    ASSERT_TRUE(images);
    EXPECT_EQ(images->info().splits[0].perClass, (Counts{3, 3}));
    EXPECT_EQ(images->info().problemCount, 0);
}

TEST(ImageFolders, NestingIsBounded)
{
    const TempFolder folder;
    writeClass(folder / "a", 1, 1);
    writeClass(folder / "b", 1, 2);
    fs::path deep = folder / "b";
    for (int i = 0; i < 30; ++i)
        deep /= "deeper";
    writeClass(deep, 1, 3);
    const auto images = loaded(folder);
    ASSERT_TRUE(images);
    EXPECT_EQ(images->size(), 2);
    EXPECT_EQ(images->info().problemCount, 1);
    EXPECT_NE(images->info().problems[0].reason.find("Nested deeper"), std::string::npos);
}

TEST(ImageFolders, TheListOfProblemsIsBoundedTheirCountIsNot)
{
    const TempFolder folder;
    writeClass(folder / "a", 1, 1);
    writeClass(folder / "b", 1, 2);
    for (int i = 0; i < 1200; ++i)
        writeText(folder / ("b/bad" + std::to_string(i) + ".jpg"), "x");
    const auto images = loaded(folder);
    ASSERT_TRUE(images);
    EXPECT_EQ(images->info().problemCount, 1200);
    EXPECT_EQ(images->info().problems.size(), kMaxListedProblems);
}

TEST(ImageFolders, AClassWhosePicturesAreAllBadIsLeftOut)
{
    const TempFolder folder;
    writeClass(folder / "a", 2, 1);
    writeText(folder / "b/1.png", "x");
    writeClass(folder / "c", 2, 2);
    const auto images = loaded(folder);
    ASSERT_TRUE(images);
    EXPECT_EQ(images->info().classes, (Names{"a", "c"}));
    EXPECT_EQ(images->labels()[3], 1);
    EXPECT_NE(reasonFor(images->info(), "b").find("No picture of this class"), std::string::npos);
}

TEST(ImageFolders, RefusalsSayWhatWouldWork)
{
    {
        const TempFolder folder;
        EXPECT_NE(refusal(folder).find("one folder of pictures"), std::string::npos);
    }
    {
        const TempFolder folder;
        writeClass(folder / "only", 2, 1);
        EXPECT_NE(refusal(folder).find("one class only (only)"), std::string::npos);
    }
    {
        const TempFolder folder;
        writeClass(folder.data(), 2, 1);
        writeText(folder / "labels.csv", "x");
        EXPECT_NE(refusal(folder).find("not sorted into folders"), std::string::npos);
    }
    {
        const TempFolder folder;
        writeClass(folder / "train", 2, 1);
        writeClass(folder / "test", 2, 2);
        EXPECT_NE(refusal(folder).find("not sorted into folders"), std::string::npos);
    }
    {
        const TempFolder folder;
        writeClass(folder / "val/a", 2, 1);
        writeClass(folder / "test/a", 2, 2);
        EXPECT_NE(refusal(folder).find("no train folder"), std::string::npos);
    }
    {
        const TempFolder folder;
        writeClass(folder / "a", 2, 1);
        const auto jpeg = encodeJpeg(samplePicture(8, 8, 3));
        writeBytes(folder / "b/1.jpg", {jpeg.begin(), jpeg.end() - 9});
        EXPECT_NE(refusal(folder).find("one class only"), std::string::npos);
        EXPECT_EQ(folder.cacheFiles(), 0U);
    }
    {
        const TempFolder folder;
        writeText(folder / "data.zip", "PK");
        const auto images = prepare(folder, folder / "data.zip");
        ASSERT_FALSE(images);
        EXPECT_NE(images.error().message.find("Unpack it"), std::string::npos);
        const auto missing = prepare(folder, folder / "nowhere");
        ASSERT_FALSE(missing);
        EXPECT_EQ(missing.error().code, ErrorCode::NotFound);
        const auto wrong = prepare(folder, folder.data(), {.size = -1});
        ASSERT_FALSE(wrong);
        EXPECT_EQ(wrong.error().code, ErrorCode::InvalidArgument);
    }
}

TEST(ImageFolders, UnreadableFilesAndFoldersAreListed)
{
    const TempFolder folder;
    writeClass(folder / "a", 2, 1);
    writeClass(folder / "b", 2, 2);
    writeClass(folder / "c", 2, 3);
    fs::permissions(folder / "a/000.png", fs::perms::none);
    fs::permissions(folder / "c", fs::perms::none);
    // The superuser reads everything: act as somebody else meanwhile.
    const bool superuser = ::geteuid() == 0;
    if (superuser) {
        ASSERT_EQ(::seteuid(65534), 0);
    }
    const auto images = prepare(folder, folder.data());
    if (superuser) {
        ASSERT_EQ(::seteuid(0), 0);
    }
    fs::permissions(folder / "c", fs::perms::all);
    ASSERT_TRUE(images) << images.error().message;
    EXPECT_NE(reasonFor((*images)->info(), "a/000.png").find("cannot be read: Permission denied"), std::string::npos);
    EXPECT_NE(reasonFor((*images)->info(), "c").find("cannot be read"), std::string::npos);
    EXPECT_EQ((*images)->size(), 3);
}

} // namespace
} // namespace cw::test
