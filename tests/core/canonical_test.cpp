#include <gtest/gtest.h>

#include <ctime>
#include <functional>
#include <set>

#include "core/arch/arch_text.h"
#include "core/arch/canonical.h"
#include "core/space/pnas_space.h"
#include "tests/core/random_cells.h"

namespace cw {
namespace {

using test::disguised;
using test::randomCell;

/// All block sequences of a cell by trying every order.
std::set<std::vector<Block>> allSequences(const Cell& cell)
{
    std::set<std::vector<Block>> sequences;
    std::vector<int> order;
    const std::function<void()> extend = [&] {
        if (order.size() == cell.blocks.size()) {
            auto blocks = test::reordered(cell, order).blocks;
            for (auto& block : blocks)
                block = {std::min(block.a, block.b), std::max(block.a, block.b)};
            sequences.insert(blocks);
            return;
        }
        for (const int next : test::placeable(cell, order)) {
            order.push_back(next);
            extend();
            order.pop_back();
        }
    };
    extend();
    return sequences;
}

TEST(Canonical, IsTheSmallestSequenceAndCountsAllOthers)
{
    Random random(11);
    for (int i = 0; i < 2000; ++i) {
        // Few operations make many cells with blocks that look alike.
        const auto cell = randomCell(random, 1 + static_cast<int>(random.below(6)), 1 + static_cast<int>(random.below(3)));
        const auto sequences = allSequences(cell);
        ASSERT_EQ(canonicalCell(cell).blocks, *sequences.begin()) << toText(pnasArchitecture(cell.blocks));
        ASSERT_EQ(orderings(cell), sequences.size()) << toText(pnasArchitecture(cell.blocks));
    }
}

TEST(Canonical, DoesNotChangeWithSwapsAndOrder)
{
    Random random(12);
    for (int i = 0; i < 5000; ++i) {
        const auto cell = randomCell(random, 1 + i % 6, i % 2 == 0 ? kOpCount : 2);
        const auto arch = pnasArchitecture(cell.blocks);
        const auto other = pnasArchitecture(disguised(cell, random).blocks);
        const auto normal = canonical(arch);
        ASSERT_EQ(validityProblem(normal), "");
        ASSERT_EQ(normal, canonical(other)) << toText(arch) << " and " << toText(other);
        ASSERT_EQ(canonical(normal), normal);
        ASSERT_EQ(architectureHash(arch), architectureHash(other));
        ASSERT_EQ(orderings(arch.cell()), orderings(other.cell()));
    }
}

TEST(Canonical, TellsDifferentCellsApart)
{
    const auto form = [](const char* text) { return toText(canonical(*architectureFromText(text))); };
    EXPECT_EQ(form("pnas:c-1.max3+c-2.sep3"), "pnas:c-2.sep3+c-1.max3");
    EXPECT_NE(form("pnas:c-1.max3+c-2.sep3"), form("pnas:c-2.max3+c-1.sep3"));
    // Readers of the two equal blocks: both of one, or one of each.
    EXPECT_NE(form("pnas:c-1.id+c-1.id/c-1.id+c-1.id/b1.id+b1.id"), form("pnas:c-1.id+c-1.id/c-1.id+c-1.id/b1.id+b2.id"));
}

TEST(Canonical, CountsOrderings)
{
    const auto count = [](const char* text) { return orderings(architectureFromText(text)->cell()); };
    EXPECT_EQ(count("pnas:c-1.id+c-1.id"), 1u);
    EXPECT_EQ(count("pnas:c-1.id+c-1.id/b1.id+b1.id/b2.id+b2.id"), 1u);              // a chain has one order
    EXPECT_EQ(count("pnas:c-1.id+c-1.id/c-1.id+c-1.id/c-1.id+c-1.id"), 1u);          // equal blocks, one sequence
    EXPECT_EQ(count("pnas:c-1.id+c-1.id/c-1.sep3+c-1.id/c-1.sep5+c-1.id"), 6u);      // all orders
    EXPECT_EQ(count("pnas:c-2.sep5+c-2.max3/c-1.sep7+c-1.max3/c-1.sep5+c-1.sep3/b3.sep3+c-1.max3/c-2.sep3+c-1.id"), 60u); // 5!/2
}

TEST(Canonical, HashesAreStableForEver)
{
    EXPECT_EQ(hashText(architectureHash(*resolveArchitecture("pnasnet-5"))), "ada28f06636be92c");
    EXPECT_EQ(hashText(0x1f), "000000000000001f");
}

TEST(Canonical, StaysQuickForTheLargestAndMostSymmetricCells)
{
    // Eight equal blocks read by four that differ: the order of the eight follows only from their readers.
    std::vector<Block> blocks(8, Block{{kPrev, OpId::Identity}, {kPrev, OpId::Identity}});
    for (int i = 0; i < 4; ++i)
        blocks.push_back({{static_cast<InputId>(kFirstBlock + 2 * i), static_cast<OpId>(i)},
                          {static_cast<InputId>(kFirstBlock + 2 * i + 1), static_cast<OpId>(i + 1)}});
    Random random(13);
    const auto begin = std::clock();
    const auto paired = pnasArchitecture(blocks).cell();
    const auto expected = canonicalCell(paired);
    for (int i = 0; i < 5; ++i)
        EXPECT_EQ(canonicalCell(disguised(paired, random)), expected);
    const auto equal = pnasArchitecture(std::vector<Block>(kMaxBlocks, blocks.front())).cell();
    EXPECT_EQ(canonicalCell(equal), equal);
    EXPECT_EQ(orderings(equal), 1u);
    EXPECT_LT(static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC, 5.0);
}

TEST(Canonical, TakesAllChildrenOfALastLevelInUnderASecond)
{
    const PnasSpace space;
    Random random(14);
    std::vector<Architecture> children;
    const auto last = blocksAt(space, 4);
    for (int parent = 0; parent < 256; ++parent) {
        const auto cell = sampleUniform(space, 4, random);
        for (const auto& block : last)
            children.push_back(expand(cell, block));
    }
    ASSERT_EQ(children.size(), 301'056u);
    const auto begin = std::clock();
    std::uint64_t sum = 0;
    for (const auto& child : children)
        sum += canonical(child).cell().blocks.back().b.input;
    EXPECT_LT(static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC, 1.0);
    EXPECT_GT(sum, 0u);
}

} // namespace
} // namespace cw
