#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/dataset/text.h"
#include "core/dataset/text_layout.h"
#include "tests/core/dataset_samples.h"

namespace cw::test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using TextResult = Result<std::shared_ptr<const TextData>>;

TextResult prepareTextIn(const TempFolder& folder, const std::filesystem::path& path, TextOptions options = {})
{
    Control control;
    options.cacheDirectory = folder.cache();
    return prepareText(path, options, control);
}

std::vector<std::string> wordsOf(const TextData& text)
{
    std::vector<std::string> words;
    for (std::int64_t i = 0; i < text.words(); ++i)
        words.push_back(text.word(i));
    return words;
}

std::string partOf(const TextData& text, Split split)
{
    std::string all;
    for (const auto token : text.tokens(split))
        all += (all.empty() ? "" : " ") + text.word(token);
    return all;
}

std::string refusal(const TextResult& text) { return text ? "nothing was refused" : text.error().message; }

/// `lines` lines of "w<i> a b".
std::string manyLines(int lines)
{
    std::string text;
    for (int i = 0; i < lines; ++i)
        text += "w" + std::to_string(i) + " a b\n";
    return text;
}

TEST(TextDataset, NumbersWordsByFallingFrequencyOfTheTrainingPart)
{
    const TempFolder folder;
    // b 4, <eos> 4, a 3, d 2, c 1; among equals the first to appear. As Mikolov's files have them: spaces at both ends of a line.
    writeText(folder / "my.train.txt", " b a b \n c b\n a b d \na d\n");
    writeText(folder / "my.valid.txt", " a c\n e a <unk>\n");
    writeText(folder / "my.test.txt", "b\n\nb b");
    const auto text = prepareTextIn(folder, folder.data());
    ASSERT_TRUE(text) << text.error().message;
    EXPECT_EQ(partOf(**text, Split::Train), "b a b <eos> <unk> b <eos> a b d <eos> a d <eos>");
    EXPECT_EQ(partOf(**text, Split::Validation), "a <unk> <eos> <unk> a <unk> <eos>");
    EXPECT_EQ(partOf(**text, Split::Test), "b <eos> <eos> b b <eos>");
    EXPECT_THAT(wordsOf(**text), ElementsAre("b", "<eos>", "a", "d", "<unk>")); // c stands once: others have unknown words, so it teaches <unk>
    const auto& info = (*text)->info();
    EXPECT_TRUE(info.isText());
    EXPECT_EQ(info.title, "Text in three parts");
    EXPECT_EQ(info.words, 5);
    EXPECT_TRUE(info.classes.empty());
    ASSERT_EQ(info.splits.size(), 3U);
    EXPECT_EQ(info.splits[0].total, 14);
    EXPECT_EQ(info.splits[1].total, 7);
    EXPECT_EQ(info.splits[2].total, 6);
    EXPECT_TRUE(info.splits[0].perClass.empty());
}

TEST(TextDataset, TheVocabularyIsLimitedAndTheRestCountsAsUnknown)
{
    const TempFolder folder;
    std::string train = "<unk> x\n";
    for (int i = 1; i <= 20; ++i) // word i stands i times
        for (int k = 0; k < i; ++k)
            train += "n" + std::to_string(i) + "\n";
    writeText(folder / "train.txt", train);
    writeText(folder / "valid.txt", "n1 n20 n13\n");
    const auto text = prepareTextIn(folder, folder.data(), {.vocabulary = 10});
    ASSERT_TRUE(text) << text.error().message;
    // n13 to n20 are kept; x and n1 to n12 are 79 tokens, and <unk> itself stands there once.
    EXPECT_THAT(wordsOf(**text), ElementsAre("<eos>", "<unk>", "n20", "n19", "n18", "n17", "n16", "n15", "n14", "n13"));
    EXPECT_EQ(std::ranges::count((*text)->tokens(Split::Train), 1), 80);
    EXPECT_EQ(partOf(**text, Split::Validation), "<unk> n20 n13 <eos>");
    EXPECT_TRUE(hasNote((*text)->info(), "21 different words")); // <eos> and <unk> aside
}

TEST(TextDataset, NothingBecomesUnknownWhereEveryWordIsKnown)
{
    const TempFolder folder;
    writeText(folder / "train.txt", "a b\nonce a\n");
    writeText(folder / "dev.txt", "once b\n");
    const auto text = prepareTextIn(folder, folder.data());
    ASSERT_TRUE(text) << text.error().message;
    EXPECT_THAT(wordsOf(**text), ElementsAre("a", "<eos>", "b", "once", "<unk>"));
    EXPECT_EQ(partOf(**text, Split::Validation), "once b <eos>");
    EXPECT_TRUE((*text)->tokens(Split::Test).empty());
    EXPECT_EQ((*text)->info().title, "Text in two parts");
}

TEST(TextDataset, OneFileIsDealtInRunsBySeed)
{
    const TempFolder folder;
    std::string book;
    for (int i = 0; i < 4000; ++i)
        book += "w" + std::to_string(i) + " w" + std::to_string(i) + " of\n";
    writeText(folder / "book.txt", book);
    const auto text = prepareTextIn(folder, folder / "book.txt", {.vocabulary = 100'000, .seed = 7});
    ASSERT_TRUE(text) << text.error().message;
    const auto train = (*text)->tokens(Split::Train);
    ASSERT_EQ(train.size(), 12800U); // 400 runs of ten lines of four tokens: a tenth validates, a tenth tests
    EXPECT_EQ((*text)->tokens(Split::Validation).size(), 1600U);
    EXPECT_EQ((*text)->tokens(Split::Test).size(), 1600U);
    int before = -1;
    for (std::size_t line = 0; line < 3200; ++line) {
        const auto word = (*text)->word(train[4 * line]);
        const int number = std::stoi(word.substr(1));
        if (line % 10 == 0)
            EXPECT_EQ(number % 10, 0) << word; // runs are whole,
        else
            EXPECT_EQ(number, before + 1); // without a hole,
        EXPECT_GT(number, before); // and in their order
        before = number;
    }
    const auto again = prepareTextIn(folder, folder / "book.txt", {.vocabulary = 100'000, .seed = 7}), other = prepareTextIn(folder, folder / "book.txt", {.vocabulary = 100'000, .seed = 8});
    ASSERT_TRUE(again && other);
    EXPECT_EQ((*again)->fingerprint(), (*text)->fingerprint());
    EXPECT_NE((*other)->fingerprint(), (*text)->fingerprint());
    EXPECT_TRUE(hasNote((*text)->info(), "drawn by the seed"));
}

TEST(TextDataset, DealtPartsKeepEveryTokenOnce)
{
    const TempFolder folder;
    std::string text;
    for (int i = 0; i < 997; ++i)
        text += "n" + std::to_string(i % 50) + (i % 13 == 0 ? "\n" : " "); // 77 lines: dealt by words
    writeText(folder / "one", text);
    for (const double fraction : {0.02, 0.1, 0.3}) {
        const auto read = prepareTextIn(folder, folder / "one", {.validationFraction = fraction});
        ASSERT_TRUE(read) << read.error().message;
        std::vector<std::int64_t> counts(static_cast<std::size_t>((*read)->words()));
        std::size_t all = 0;
        for (const auto split : {Split::Train, Split::Validation, Split::Test}) {
            all += (*read)->tokens(split).size();
            for (const auto token : (*read)->tokens(split))
                ++counts[static_cast<std::size_t>(token)];
        }
        EXPECT_EQ(all, 997U + 78U); // 77 lines end, and the last has no end of its own
        EXPECT_NEAR(static_cast<double>((*read)->tokens(Split::Validation).size()), fraction * 1075, 40);
        EXPECT_EQ(std::ranges::count(counts, 20), 47); // 997 = 50 times 19, and 47
    }
}

TEST(TextDataset, AcceptsByteOrderMarksCarriageReturnsAndGzip)
{
    const TempFolder folder;
    const std::string plain = "\xef\xbb\xbf" "gr\xc3\xbc\xc3\x9f dich\r\nzwei\tW\xc3\xb6rter dich\r\n";
    writeText(folder / "a/train.txt", plain);
    writeText(folder / "a/valid.txt", "dich\r\n");
    writeBytes(folder / "b/train.txt.gz", gzipped({plain.begin(), plain.end()}));
    writeText(folder / "b/valid.txt", "dich\n");
    for (const char* name : {"a", "b"}) {
        const auto text = prepareTextIn(folder, folder / name);
        ASSERT_TRUE(text) << text.error().message;
        EXPECT_EQ(partOf(**text, Split::Train), "gr\xc3\xbc\xc3\x9f dich <eos> zwei W\xc3\xb6rter dich <eos>");
    }
}

TEST(TextDataset, WordsAcrossTheReadersBlocksStayWhole)
{
    const TempFolder folder;
    std::string train;
    while (train.size() < 200'000) // the reader takes 65,536 bytes at a time
        train += "seventeen_letters fifteen_letters\n";
    writeText(folder / "train.txt", train);
    writeText(folder / "valid.txt", "seventeen_letters\n");
    const auto text = prepareTextIn(folder, folder.data());
    ASSERT_TRUE(text);
    EXPECT_THAT(wordsOf(**text), ElementsAre("seventeen_letters", "fifteen_letters", "<eos>", "<unk>"));
}

TEST(TextDataset, FindsThePartsByName)
{
    const auto part = [](const char* name) {
        const auto found = textPartOf(name);
        return found ? std::to_string(static_cast<int>(found->split)) + " " + found->rest : "none";
    };
    EXPECT_EQ(part("ptb.train.txt"), "0 ptb..txt");
    EXPECT_EQ(part("wiki.valid.tokens"), "1 wiki..tokens");
    EXPECT_EQ(part("Validation.TXT"), "1 .TXT");
    EXPECT_EQ(part("my-dev_2.text.gz"), "1 my-_2.text");
    EXPECT_EQ(part("test"), "2 ");
    EXPECT_EQ(part("ptb.test"), "2 ptb.");
    EXPECT_EQ(part("attestation.txt"), "none");
    EXPECT_EQ(part("train.csv"), "none");
}

TEST(TextDataset, ChoosesWordsBeforeCharactersAndSaysWhatIsNotUsed)
{
    const TempFolder folder;
    for (const char* part : {"train", "valid", "test"}) {
        writeText(folder / (std::string("simple-examples/data/ptb.") + part + ".txt"), manyLines(4));
        if (std::string(part) != "test")
            writeText(folder / (std::string("simple-examples/data/ptb.char.") + part + ".txt"), "a b c\n");
    }
    writeText(folder / "simple-examples/1-train/README.txt", "how to");
    writeText(folder / "simple-examples/data/README", "what it is");
    Control control;
    const auto info = inspectDataset(folder.data(), control);
    ASSERT_TRUE(info) << info.error().message;
    EXPECT_EQ(info->kind, "text");
    EXPECT_TRUE(hasNote(*info, "simple-examples/data/ptb.train.txt"));
    EXPECT_TRUE(hasNote(*info, "not used: ptb.char.train.txt, ptb.char.valid.txt"));
    EXPECT_EQ(info->splits[0].total, 16);
    const auto text = prepareTextIn(folder, folder / "simple-examples/data/ptb.valid.txt"); // brings its siblings
    ASSERT_TRUE(text) << text.error().message;
    EXPECT_EQ((*text)->info().title, "Text in three parts");
}

TEST(TextDataset, AFolderMayHoldOneFileAlone)
{
    const TempFolder folder;
    writeText(folder / "inside/story.txt", manyLines(120));
    writeText(folder / "inside/LICENSE.txt", "free");
    const auto text = prepareTextIn(folder, folder.data());
    ASSERT_TRUE(text) << text.error().message;
    EXPECT_EQ((*text)->info().title, "Text in one file");
    writeText(folder / "inside/another.txt", manyLines(120));
    EXPECT_THAT(refusal(prepareTextIn(folder, folder.data())), HasSubstr("holds 2 text files, and none is named as the training part"));
}

struct BadText {
    const char* name;
    std::string train, valid, says;
};

TEST(TextDataset, RefusesBadTextInWords)
{
    const std::string good = manyLines(5);
    const BadText cases[] = {
        {"zero", good + std::string("x\0y\n", 4), good, "train.txt holds a zero byte in line 6: it is binary data, not text"},
        {"controls", good + std::string(40, '\x03'), good, "train.txt holds many control characters"},
        {"latin1", good + "\nna\xefve\n", good, "train.txt is not UTF-8 in line 7. If it is Latin-1"},
        {"utf16", std::string("\xff\xfe" "a\0\n\0", 6), good, "train.txt is UTF-16 text"},
        {"enormous", good + std::string(3000, 'x'), good, "train.txt has a word of more than 1000 bytes in line 6"},
        {"enormous over blocks", good + std::string(200'000, 'x'), good, "train.txt has a word of more than 1000 bytes in line 6"},
        {"empty", "", good, "train.txt has no words: the training part is empty."},
        {"only space", " \n\n \r\n", good, "train.txt has no words"},
        {"empty validation", good, "\n", "valid.txt has no words: the validation part is empty. Without this file"},
        {"few words", "a a a a\na a a\n", good, "too few words"},
    };
    for (const auto& bad : cases) {
        const TempFolder folder;
        writeText(folder / "train.txt", bad.train);
        writeText(folder / "valid.txt", bad.valid);
        const auto text = prepareTextIn(folder, folder.data());
        EXPECT_THAT(refusal(text), HasSubstr(bad.says)) << bad.name;
        EXPECT_EQ(folder.cacheFiles(), 0U) << bad.name;
        Control control;
        const auto info = inspectDataset(folder.data(), control);
        ASSERT_FALSE(info) << bad.name;
        EXPECT_THAT(info.error().message, HasSubstr(bad.says)) << bad.name;
    }
}

TEST(TextDataset, AnEmptyTestPartIsLeftOut)
{
    const TempFolder folder;
    writeText(folder / "train.txt", manyLines(5));
    writeText(folder / "valid.txt", manyLines(5));
    writeText(folder / "test.txt", "\n");
    const auto text = prepareTextIn(folder, folder.data());
    ASSERT_TRUE(text) << text.error().message;
    EXPECT_TRUE((*text)->tokens(Split::Test).empty());
    ASSERT_EQ((*text)->info().problems.size(), 1U);
    EXPECT_EQ((*text)->info().problems[0].path, "test.txt");
}

TEST(TextDataset, RefusesWhatIsTooLittleOrNotThere)
{
    const TempFolder folder;
    writeText(folder / "letter.txt", "Dear reader,");
    EXPECT_THAT(refusal(prepareTextIn(folder, folder / "letter.txt")), HasSubstr("letter.txt has only 2 words"));
    const auto missing = prepareTextIn(folder, folder / "nowhere.txt");
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().code, ErrorCode::NotFound);
    EXPECT_THAT(refusal(prepareTextIn(folder, "/dev/null")), HasSubstr("neither a folder nor a file"));
    const auto packed = gzipped({'a', ' ', 'b', '\n'});
    writeBytes(folder / "cut.txt.gz", {packed.begin(), packed.end() - 6});
    EXPECT_THAT(refusal(prepareTextIn(folder, folder / "cut.txt.gz")), HasSubstr("cut.txt.gz cannot be read to its end"));
    EXPECT_THAT(refusal(prepareTextIn(folder, folder / "letter.txt", {.vocabulary = 2})), HasSubstr("10 to 1000000 words"));
    EXPECT_THAT(refusal(prepareTextIn(folder, folder / "letter.txt", {.validationFraction = 0.9})), HasSubstr("at most 0.4"));
}

TEST(TextDataset, PicturesAndTextRefuseEachOther)
{
    const TempFolder folder;
    writeClass(folder / "pictures/cat", 2, 1);
    writeClass(folder / "pictures/dog", 2, 2);
    writeText(folder / "text/train.txt", manyLines(5));
    writeText(folder / "text/valid.txt", manyLines(5));
    const auto images = prepare(folder, folder / "text");
    ASSERT_FALSE(images);
    EXPECT_EQ(images.error().code, ErrorCode::Unsupported);
    EXPECT_THAT(images.error().message, HasSubstr("is text; the spaces pnas, micro and macro learn from pictures"));
    EXPECT_THAT(refusal(prepareTextIn(folder, folder / "pictures")), HasSubstr("holds pictures; the space recurrent learns from text"));
    EXPECT_TRUE(looksLikeText(folder / "text"));
    EXPECT_TRUE(looksLikeText(folder / "text/train.txt"));
    EXPECT_FALSE(looksLikeText(folder / "pictures"));
    EXPECT_FALSE(looksLikeText(folder / "pictures/cat/000.png"));
    EXPECT_FALSE(looksLikeText(folder / "nowhere"));
}

TEST(TextDataset, PicturesWinOverTextBesideThem)
{
    const TempFolder folder;
    writeClass(folder / "cat", 2, 1);
    writeClass(folder / "dog", 2, 2);
    writeText(folder / "train.txt", "cat/000.png 0\n");
    Control control;
    const auto info = inspectDataset(folder.data(), control);
    ASSERT_TRUE(info) << info.error().message;
    EXPECT_EQ(info->kind, "image-folders");
    EXPECT_TRUE(hasNote(*info, "The text train.txt lies beside the pictures: it is not used"));
    // Loose pictures are no data set, but their list is no text either.
    const TempFolder loose;
    writeClass(loose.data(), 3, 1);
    writeText(loose / "train.txt", manyLines(500));
    EXPECT_FALSE(inspectDataset(loose.data(), control));
    EXPECT_FALSE(looksLikeText(loose.data()));
}

TEST(SampleText, IsFoundWhereDebianPutsIt)
{
    const auto path = sampleTextPath();
    if (path.empty())
        GTEST_SKIP() << "jargon-text is not installed";
    const TempFolder folder;
    const auto text = prepareTextIn(folder, path);
    ASSERT_TRUE(text) << text.error().message;
    EXPECT_EQ((*text)->words(), 10000);
    EXPECT_GT((*text)->tokens(Split::Train).size(), 200'000U);
    EXPECT_GT((*text)->tokens(Split::Validation).size(), 20'000U);
    EXPECT_GT((*text)->tokens(Split::Test).size(), 20'000U);
}

} // namespace
} // namespace cw::test
