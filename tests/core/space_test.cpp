#include <gtest/gtest.h>

#include <algorithm>
#include <ctime>
#include <map>
#include <set>

#include "core/arch/arch_text.h"
#include "core/arch/canonical.h"
#include "core/space/pnas_space.h"

namespace cw {
namespace {

/// Unique cells of every size up to B, by listing them all.
std::vector<std::size_t> uniqueByListing(const PnasSpace& space, int blocks)
{
    const auto first = oneBlockCells(space);
    std::set<Architecture> level(first.begin(), first.end());
    std::vector<std::size_t> sizes{level.size()};
    for (int b = 1; b < blocks; ++b) {
        std::set<Architecture> next;
        for (const auto& parent : level)
            for (const auto& block : blocksAt(space, b))
                next.insert(canonical(expand(parent, block)));
        level = std::move(next);
        sizes.push_back(level.size());
    }
    return sizes;
}

PnasSpace restricted(int operations, std::vector<InputId> inputs)
{
    PnasSpace space;
    for (int i = 0; i < operations; ++i)
        space.operations.push_back(static_cast<OpId>(i));
    space.inputs = std::move(inputs);
    return space;
}

TEST(Space, MeetsThePublishedNumbers)
{
    const auto count = [](int blocks) { return *countPnasSpace({}, blocks); };
    EXPECT_EQ(count(1).raw, "256");
    EXPECT_EQ(count(1).unique, 136u);
    EXPECT_EQ(count(2).unique, 31'620u);
    EXPECT_EQ(count(3).unique, 10'979'688u);
    EXPECT_EQ(count(4).unique, 5'194'395'866u);
    const auto begin = std::clock();
    const auto five = count(5);
    EXPECT_LT(static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC, 1.0);
    EXPECT_EQ(five.unique, 3'147'356'952'080u);
    EXPECT_EQ(five.raw, "556627761561600"); // 5.6e14 in the paper
    EXPECT_EQ(five.paperFormula, "2^2·8^2 × 3^2·8^2 × 4^2·8^2 × 5^2·8^2 × 6^2·8^2 = 556627761561600");
    EXPECT_EQ(five.swapFreeBlocks, (std::vector<std::uint64_t>{136, 300, 528, 820, 1176}));
    EXPECT_EQ(256 * blocksAt({}, 4).size(), 301'056u);
}

TEST(Space, BurnsideAgreesWithListing)
{
    EXPECT_EQ(uniqueByListing({}, 2), (std::vector<std::size_t>{136, 31'620}));
    const struct {
        PnasSpace space;
        int blocks;
    } cases[] = {
        {restricted(1, {}), 5},      {restricted(1, {kPrev}), 6}, {restricted(2, {}), 3}, {restricted(2, {kPrevPrev}), 4},
        {restricted(3, {}), 3}, {restricted(3, {kPrev}), 3},
    };
    for (const auto& c : cases) {
        const auto sizes = uniqueByListing(c.space, c.blocks);
        for (int b = 1; b <= c.blocks; ++b)
            EXPECT_EQ(countPnasSpace(c.space, b)->unique, sizes[static_cast<std::size_t>(b - 1)])
                << c.space.ops().size() << " operations, " << c.space.cellInputs().size() << " inputs, B = " << b;
    }
}

TEST(Space, RefusesWhatItCannotCount)
{
    for (const int blocks : {-1, 0, 7, 1000})
        EXPECT_FALSE(countPnasSpace({}, blocks)) << blocks;
    EXPECT_TRUE(countPnasSpace({}, 6));
}

TEST(Space, BlocksAreSwapFreeAscendingAndComplete)
{
    for (int b = 0; b < 5; ++b) {
        const auto blocks = blocksAt({}, b);
        const auto n = static_cast<std::size_t>(8 * (b + 2));
        EXPECT_EQ(blocks.size(), n * (n + 1) / 2);
        EXPECT_TRUE(std::is_sorted(blocks.begin(), blocks.end()));
        EXPECT_EQ(std::adjacent_find(blocks.begin(), blocks.end()), blocks.end());
        for (const auto& block : blocks) {
            EXPECT_LE(block.a, block.b);
            EXPECT_LT(block.b.input, kFirstBlock + b);
        }
    }
    for (const auto& block : blocksAt(restricted(2, {kPrev}), 1)) {
        EXPECT_TRUE(block.a.input == kPrev || block.a.input == kFirstBlock);
        EXPECT_LT(static_cast<int>(block.b.op), 2);
    }
    EXPECT_EQ(oneBlockCells({}).size(), 136u);
}

TEST(Space, IsMadeFromNames)
{
    const auto space = makePnasSpace({"max_pool_3x3", "sep3", "max3"}, {"c-1"}, 3);
    ASSERT_TRUE(space) << space.error().message;
    EXPECT_EQ(space->operations, (std::vector<OpId>{OpId::SepConv3, OpId::MaxPool3}));
    EXPECT_EQ(space->cellInputs(), (std::vector<InputId>{kPrev}));
    EXPECT_EQ(space->blocks, 3);
    EXPECT_EQ(makePnasSpace({}, {}, 5)->ops().size(), 8u);

    EXPECT_NE(makePnasSpace({"sep9"}, {}, 3).error().message.find("unknown operation \"sep9\""), std::string::npos);
    EXPECT_NE(makePnasSpace({}, {"b1"}, 3).error().message.find("unknown cell input \"b1\""), std::string::npos);
    EXPECT_FALSE(makePnasSpace({}, {}, 0));
    EXPECT_FALSE(makePnasSpace({}, {}, kMaxBlocks + 1));
}

TEST(Space, ExpandKeepsTheParentsOrder)
{
    const auto parent = *architectureFromText("pnas:c-1.max3+c-1.max3/c-2.sep3+c-2.sep3");
    const Block block{{kPrevPrev, OpId::SepConv3}, {3, OpId::Identity}};
    EXPECT_EQ(toText(expand(parent, block)), toText(parent) + "/c-2.sep3+b2.id");
}

TEST(Space, SamplesUniquesUniformly)
{
    // 97 unique cells of 3 blocks with one operation; their orderings run from 1 to 6, so unweighted draws would fail.
    const auto space = restricted(1, {});
    Random random(61);
    std::map<Architecture, int> seen;
    constexpr int kDraws = 97'000;
    for (int i = 0; i < kDraws; ++i) {
        const auto arch = sampleUniform(space, 3, random);
        ASSERT_EQ(canonical(arch), arch);
        ++seen[arch];
    }
    ASSERT_EQ(seen.size(), countPnasSpace(space, 3)->unique);
    double chiSquare = 0;
    for (const auto& [arch, times] : seen)
        chiSquare += (times - 1000.0) * (times - 1000.0) / 1000.0;
    EXPECT_LT(chiSquare, 96 + 4 * 13.9); // 96 degrees of freedom: mean 96, deviation 13.9
    EXPECT_GT(chiSquare, 96 - 4 * 13.9);
}

TEST(Space, SamplesOnlyWhatIsAllowed)
{
    const auto space = restricted(3, {kPrev});
    Random random(62), again(62);
    for (int blocks = 1; blocks <= 6; ++blocks) {
        const auto arch = sampleUniform(space, blocks, random);
        EXPECT_EQ(arch.blockCount(), blocks);
        EXPECT_EQ(validityProblem(arch), "");
        EXPECT_EQ(arch, sampleUniform(space, blocks, again));
        for (const auto& block : arch.cell().blocks)
            for (const auto& half : {block.a, block.b}) {
                EXPECT_NE(half.input, kPrevPrev);
                EXPECT_LT(static_cast<int>(half.op), 3);
            }
    }
}

} // namespace
} // namespace cw
