#include <gtest/gtest.h>

#include <cmath>

#include "core/arch/arch_text.h"
#include "core/search/ablation.h"
#include "tests/core/fakes.h"

namespace cw {
namespace {

Architecture arch(const char* text)
{
    auto result = architectureFromText(text);
    EXPECT_TRUE(result) << text;
    return *result;
}

TEST(Ablation, ReadersReadTheFirstInputOfTheRemovedBlock)
{
    const auto cell = arch("pnas:c-2.sep5+c-1.max3/b1.sep7+c-1.id/b1.avg3+b2.sep3/b3.id+b2.max3");
    EXPECT_EQ(toText(withoutBlock(cell, 0)), "pnas:c-2.sep7+c-1.id/c-2.avg3+b1.sep3/b2.id+b1.max3");
    EXPECT_EQ(toText(withoutBlock(cell, 1)), "pnas:c-2.sep5+c-1.max3/b1.avg3+b1.sep3/b2.id+b1.max3");
    EXPECT_EQ(toText(withoutBlock(cell, 2)), "pnas:c-2.sep5+c-1.max3/b1.sep7+c-1.id/b1.id+b2.max3");
    EXPECT_EQ(toText(withoutBlock(cell, 3)), "pnas:c-2.sep5+c-1.max3/b1.sep7+c-1.id/b1.avg3+b2.sep3");
}

TEST(Ablation, ReducedCellsAreValid)
{
    PnasSpace space;
    Random random(3);
    for (int i = 0; i < 500; ++i) {
        const auto cell = sampleUniform(space, 2 + i % 4, random);
        for (int b = 0; b < cell.blockCount(); ++b) {
            const auto reduced = withoutBlock(cell, b);
            EXPECT_EQ(validityProblem(reduced), "") << toText(cell) << " without block " << b + 1;
            EXPECT_EQ(reduced.blockCount(), cell.blockCount() - 1);
        }
    }
}

TEST(Ablation, IsTheDifferenceOfTwoPredictions)
{
    test::FakeSurrogate surrogate;
    Control control;
    const std::vector<MeasuredCell> data{{arch("pnas:c-1.sep3+c-1.sep3"), 0.9}, {arch("pnas:c-1.max3+c-1.max3"), 0.5}};
    ASSERT_TRUE(surrogate.fit(data, 1, 1, control));
    const auto rows = ablate(arch("pnas:c-1.sep3+c-1.sep3/b1.max3+b1.max3"), surrogate);
    ASSERT_EQ(rows.size(), 2U);
    EXPECT_EQ(rows[0].block, 1);
    EXPECT_NEAR(rows[0].difference, 0.7 - 0.5, 1e-6); // what is left is max3 alone
    EXPECT_NEAR(rows[1].difference, 0.7 - 0.9, 1e-6);
    EXPECT_NEAR(rows[0].spread, 0.01 * std::sqrt(2.0), 1e-9);
    EXPECT_TRUE(ablate(arch("pnas:c-1.sep3+c-1.sep3"), surrogate).empty());
}

TEST(Ablation, ManyCellsAtOnceAreAsOneByOne)
{
    test::FakeSurrogate surrogate;
    Control control;
    PnasSpace space;
    Random random(5);
    std::vector<Architecture> cells;
    std::vector<MeasuredCell> data;
    for (int i = 0; i < 40; ++i) {
        cells.push_back(sampleUniform(space, 1 + i % 5, random));
        data.push_back({cells.back(), random.uniform()});
    }
    ASSERT_TRUE(surrogate.fit(data, 1, 1, control));
    const auto all = ablate(cells, surrogate);
    ASSERT_EQ(all.size(), cells.size());
    for (std::size_t i = 0; i < cells.size(); ++i) {
        const auto one = ablate(cells[i], surrogate);
        ASSERT_EQ(all[i].size(), one.size());
        EXPECT_EQ(one.size(), cells[i].blockCount() < 2 ? 0U : static_cast<std::size_t>(cells[i].blockCount()));
        for (std::size_t b = 0; b < one.size(); ++b) {
            EXPECT_EQ(all[i][b].block, static_cast<int>(b) + 1);
            EXPECT_DOUBLE_EQ(all[i][b].difference, one[b].difference);
            EXPECT_DOUBLE_EQ(all[i][b].spread, one[b].spread);
        }
    }
}

} // namespace
} // namespace cw
