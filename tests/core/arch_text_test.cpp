#include <gtest/gtest.h>

#include "core/arch/arch_text.h"
#include "tests/core/random_cells.h"

namespace cw {
namespace {

TEST(ArchText, ReadsBackWhatItWrites)
{
    Random random(21);
    for (int i = 0; i < 5000; ++i) {
        const auto arch = pnasArchitecture(test::randomCell(random, 1 + i % kMaxBlocks).blocks);
        const auto back = architectureFromText(toText(arch));
        ASSERT_TRUE(back) << back.error().message;
        ASSERT_EQ(*back, arch);
    }
}

TEST(ArchText, NamesInputs)
{
    for (int input = 0; input < kFirstBlock + kMaxBlocks; ++input)
        EXPECT_EQ(inputFromName(inputName(static_cast<InputId>(input))), input);
    EXPECT_EQ(inputName(4), "b3");
    for (const char* wrong : {"", "b", "b0", "b01", "b13", "b-1", "b+1", "b1 ", "c-3", "C-1", "c", "b999", "1"})
        EXPECT_EQ(inputFromName(wrong), -1) << wrong;
}

TEST(ArchText, KnowsOperationsByBothNames)
{
    EXPECT_EQ(*architectureFromText("pnas:c-1.sep_conv_7x7+c-1.max_pool_3x3"), *architectureFromText("pnas:c-1.sep7+c-1.max3"));
}

TEST(ArchText, SaysWhatIsWrong)
{
    const struct {
        std::string text, reason;
    } cases[] = {
        {"", "must begin"},
        {"hyper:c-1.id+c-1.id", "must begin"},
        {"pnas:", "is not two halves"},
        {"pnas:/", "is not two halves"},
        {"pnas:c-1.id", "block 1: \"c-1.id\" is not two halves"},
        {"pnas:c-1.id+c-1.id+c-1.id", "is not two halves"},
        {"pnas:c-1.id+c-1.id/", "nothing follows"},
        {"pnas:c-1.id+c-1.id//c-1.id+c-1.id", "block 2: \"\" is not two halves"},
        {"pnas:c-1+c-1.id", "is not of the form"},
        {"pnas:c-1.id+c-3.id", "unknown input \"c-3\""},
        {"pnas:c-1.id+c-1.foo", "unknown operation \"foo\"; known: sep3"},
        {"pnas:b1.id+c-1.id", "may read only"},
        {"pnas:c-1.id+c-1.id/b2.id+c-1.id", "block 2 may read only"},
        {"pnas:c-1.id+c-1.\x01\xff\n", "unknown operation \"???\""},
        {"pnas:" + std::string(1'000'000, 'x'), "is not two halves"},
    };
    for (const auto& c : cases) {
        const auto arch = architectureFromText(c.text);
        ASSERT_FALSE(arch) << c.text.substr(0, 80);
        EXPECT_EQ(arch.error().code, ErrorCode::InvalidArgument);
        EXPECT_NE(arch.error().message.find(c.reason), std::string::npos) << arch.error().message;
        EXPECT_LT(arch.error().message.size(), 500u);
    }
    std::string many = "pnas:c-1.id+c-1.id";
    for (int i = 0; i < kMaxBlocks; ++i)
        many += "/c-1.id+c-1.id";
    EXPECT_NE(architectureFromText(many).error().message.find("more than 12 blocks"), std::string::npos);
}

TEST(ArchText, SurvivesDamagedStrings)
{
    Random random(22);
    const std::string good = toText(pnasArchitecture(test::randomCell(random, 5).blocks));
    int refused = 0;
    for (int i = 0; i < 20'000; ++i) {
        auto text = good;
        for (auto changes = 1 + random.below(3); changes > 0; --changes)
            text[random.below(text.size())] = static_cast<char>(random.below(256));
        if (const auto arch = architectureFromText(text)) {
            EXPECT_EQ(validityProblem(*arch), "");
        } else {
            ++refused;
        }
    }
    EXPECT_GT(refused, 15'000);
}

TEST(ArchText, ResolvesFilesNamesAndStrings)
{
    const auto fromName = resolveArchitecture("pnasnet-5");
    const auto fromFile = resolveArchitecture(CELLWRIGHT_SOURCE_DIR "/tests/golden/pnasnet-5.json");
    ASSERT_TRUE(fromName);
    ASSERT_TRUE(fromFile) << fromFile.error().message;
    EXPECT_EQ(*fromName, *fromFile);
    EXPECT_EQ(*resolveArchitecture(toText(*fromName)), *fromName);

    EXPECT_EQ(resolveArchitecture("").error().code, ErrorCode::NotFound);
    EXPECT_EQ(resolveArchitecture("pnasnet-9").error().code, ErrorCode::NotFound);
    EXPECT_NE(resolveArchitecture("pnasnet-9").error().message.find("pnasnet-4, pnasnet-5"), std::string::npos);
    EXPECT_EQ(resolveArchitecture(std::string(100'000, 'a')).error().code, ErrorCode::NotFound);
    EXPECT_EQ(resolveArchitecture(std::string("a\0b", 3)).error().code, ErrorCode::NotFound);
    EXPECT_FALSE(resolveArchitecture(CELLWRIGHT_SOURCE_DIR));
    EXPECT_EQ(resolveArchitecture(CELLWRIGHT_SOURCE_DIR "/CMakeLists.txt").error().code, ErrorCode::Corrupt);
}

TEST(ArchText, ValidityCatchesWhatNoReaderLetsThrough)
{
    auto arch = pnasArchitecture({{{kPrev, OpId::Identity}, {kPrev, OpId::Identity}}});
    EXPECT_EQ(validityProblem(arch), "");
    arch.cells[0].blocks[0].b.op = static_cast<OpId>(kOpCount);
    EXPECT_NE(validityProblem(arch).find("cells[0].blocks[0][1].op"), std::string::npos);
    EXPECT_NE(validityProblem(pnasArchitecture({})), "");
    EXPECT_NE(validityProblem(Architecture{}), "");
    EXPECT_NE(validityProblem(Architecture{"enas", {}}), "");
    arch = pnasArchitecture(std::vector<Block>(kMaxBlocks + 1));
    EXPECT_NE(validityProblem(arch).find("1 to 12 blocks"), std::string::npos);
    arch = pnasArchitecture(std::vector<Block>(1));
    arch.cells[0].output = OutputRule::Loose;
    EXPECT_NE(validityProblem(arch).find("cells[0].output"), std::string::npos);
}

} // namespace
} // namespace cw
