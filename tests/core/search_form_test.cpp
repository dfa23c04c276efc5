#include <gtest/gtest.h>

#include "core/arch/search_form.h"
#include "core/arch/zoo.h"
#include "core/space/enas_space.h"

namespace cw {
namespace {

TEST(SearchForm, ReleasedMicroNetworkHasThePublishedCounts)
{
    const auto plan = planSearch(releasedMicroForm());
    ASSERT_TRUE(plan) << plan.error().message;
    ASSERT_EQ(plan->cells.size(), 8U);
    const auto count = countShared(*plan);
    EXPECT_EQ(count.operations.parameters, 5'184'000);
    EXPECT_EQ(count.joins.parameters, 174'400);
    EXPECT_EQ(count.rest.parameters, 14'740);
    EXPECT_EQ(count.parameters(), 5'373'140);
    EXPECT_EQ(count.auxiliary.parameters, 80 * 128 + 2 * 128 + 4 * 128 * 768 + 2 * 768 + 768 * 10) << "beside the published number";
}

TEST(SearchForm, MicroInputsAreFittedAsReleased)
{
    const auto plan = planSearch(releasedMicroForm());
    ASSERT_TRUE(plan);
    const auto fits = [&](std::size_t cell) { return std::pair(plan->cells[cell].fit[0], plan->cells[cell].fit[1]); };
    EXPECT_EQ(fits(0), std::pair(InputFit::Width, InputFit::Width)) << "the stem, twice";
    EXPECT_EQ(fits(1), std::pair(InputFit::Width, InputFit::AsIs));
    EXPECT_EQ(fits(2), std::pair(InputFit::Reduction, InputFit::AsIs)) << "the previous cell in its unreduced form, and reduced";
    EXPECT_EQ(fits(3), std::pair(InputFit::AsIs, InputFit::AsIs));
    EXPECT_TRUE(plan->cells[2].reduction && plan->cells[5].reduction);
    EXPECT_EQ(plan->cells[2].before, (FeatureShape{20, 32, 32}));
    EXPECT_EQ(plan->cells[7].inside, (FeatureShape{80, 8, 8}));
    EXPECT_EQ(plan->auxiliary.after, 6);
}

TEST(SearchForm, MacroCountsByHand)
{
    const auto plan = planSearch(releasedMacroForm());
    ASSERT_TRUE(plan);
    EXPECT_EQ(plan->halvings, (std::vector{4, 8}));
    EXPECT_EQ(plan->levelOf(4), 0) << "the fourth layer is made before the first halving";
    EXPECT_EQ(plan->levelOf(5), 1);
    EXPECT_EQ(plan->levelOf(9), 2);
    const auto count = countShared(*plan);
    // A layer: 6 times 1x1 and BN; 9 + 25 full, 2 pointwise matrices, 9 + 25 depthwise filters, 4 BN.
    EXPECT_EQ(count.operations.parameters, 12 * (6 * (1296 + 72) + (9 + 25 + 2) * 1296 + 34 * 36 + 4 * 72));
    EXPECT_EQ(count.joins.parameters, 11 * 72);
    // Stem; 5 stored things at the first halving and 9 at the second; classifier.
    EXPECT_EQ(count.rest.parameters, 27 * 36 + 72 + 14 * (1296 + 72) + 360);
}

TEST(SearchForm, AChildIsAPartOfTheWhole)
{
    Random random(7);
    const auto micro = planSearch(releasedMicroForm());
    const auto macro = planSearch(releasedMacroForm());
    for (int i = 0; i < 200; ++i)
        for (const auto& [plan, child] : {std::pair(*micro, sampleMicro(5, random)), std::pair(*macro, sampleMacro(12, random))}) {
            ASSERT_EQ(searchProblem(plan, child), "");
            const auto part = countChild(plan, child), whole = countShared(plan);
            EXPECT_GT(part.parameters(), 0);
            EXPECT_LT(part.parameters(), whole.parameters());
            EXPECT_LE(part.joins.parameters, whole.joins.parameters);
            EXPECT_LT(part.multiplyAdds(), whole.multiplyAdds());
        }
}

TEST(SearchForm, MultiplyAddsByHand)
{
    auto form = releasedMicroForm();
    form.size = 1;
    form.repeats = 1;
    const auto plan = planSearch(form);
    ASSERT_TRUE(plan);
    // sep 3x3 of input 0 and identity of input 1: one loose end in each of the five cells.
    const Cell cell{{Block{{kPrevPrev, OpId::SepConv3}, {kPrev, OpId::Identity}}}, OutputRule::Loose, {}};
    const auto count = countChild(*plan, microArchitecture(cell, cell));
    const auto at = [](std::int64_t c, std::int64_t area) { return 2 * (9 * c + c * c) * area; };
    EXPECT_EQ(count.operations.multiplyAdds, at(20, 1024) + 2 * at(40, 256) + 2 * at(80, 64));
    EXPECT_EQ(count.joins.multiplyAdds, 400 * 1024 + 2 * 1600 * 256 + 2 * 6400 * 64);
    EXPECT_EQ(count.rest.multiplyAdds, 27 * 60 * 1024 + 2 * 1200 * 1024 + 2 * 800 * 256 + 2 * 3200 * 64 + 800);
}

TEST(SearchForm, SkipsAcrossAHalvingNeedReductions)
{
    auto form = releasedMacroForm();
    form.size = 6; // halvings after 2 and 4 layers
    const auto plan = planSearch(form);
    ASSERT_TRUE(plan);
    std::vector<MacroLayer> layers(6, MacroLayer{MacroOp::AvgPool3, 0});
    const auto plain = countChild(*plan, macroArchitecture(layers));
    layers[5].skips = 1; // the stem to the last layer: both halvings
    const auto skipping = countChild(*plan, macroArchitecture(layers));
    EXPECT_EQ(skipping.parameters() - plain.parameters(), 2 * (1296 + 72));
    EXPECT_EQ(reductionsUsed(*plan, {layers}), (std::vector<std::vector<bool>>{{true, false, true}, {true, false, false, false, true}}));
}

TEST(SearchForm, OtherSizesArePlanned)
{
    for (const int side : {1, 7, 28, 33})
        for (const int size : {2, 3, 5}) {
            auto micro = releasedMicroForm(), macro = releasedMacroForm();
            micro.size = macro.size = size;
            micro.image = macro.image = {1, side, side};
            micro.filters = macro.filters = 3;
            micro.repeats = 1;
            const auto a = planSearch(micro), b = planSearch(macro);
            ASSERT_TRUE(a && b);
            EXPECT_EQ(a->last, (FeatureShape{12, (side + 3) / 4, (side + 3) / 4}));
            EXPECT_EQ(b->last, (FeatureShape{3, (side + 3) / 4, (side + 3) / 4}));
            EXPECT_GE(a->auxiliary.pooled[0], a->auxiliary.kernel[0]);
            EXPECT_LE(countShared(*a).auxiliary.parameters, 12 * 128 + 256 + 4 * 128 * 768 + 1536 + 7680) << "whatever the size of the pictures";
        }
}

TEST(SearchForm, RefusesInWords)
{
    auto form = releasedMicroForm();
    form.space = "recurrent";
    EXPECT_NE(planSearch(form).error().message.find("recurrent"), std::string::npos);
    form = releasedMicroForm();
    form.operations.push_back(static_cast<int>(OpId::SepConv7));
    EXPECT_FALSE(planSearch(form));
    form = releasedMacroForm();
    form.operations = {0, 1, 0};
    EXPECT_NE(planSearch(form).error().message.find("twice"), std::string::npos);
    form.operations.clear();
    EXPECT_FALSE(planSearch(form));
    form = releasedMicroForm();
    form.filters = 0;
    EXPECT_NE(planSearch(form).error().message.find("filters"), std::string::npos);
}

TEST(SearchForm, KnowsWhichChildrenItHolds)
{
    Random random(3);
    auto form = releasedMicroForm();
    form.operations = {static_cast<int>(OpId::SepConv3), static_cast<int>(OpId::Identity)};
    const auto plan = planSearch(form);
    ASSERT_TRUE(plan);
    EXPECT_NE(searchProblem(*plan, sampleMicro(4, random)).find("nodes"), std::string::npos);
    EXPECT_NE(searchProblem(*plan, sampleMacro(12, random)).find("space"), std::string::npos);
    const auto node = [](OpId op) { return Block{{kPrevPrev, op}, {kPrev, OpId::Identity}}; };
    Cell cell{std::vector<Block>(5, node(OpId::SepConv3)), OutputRule::Loose, {}};
    EXPECT_EQ(searchProblem(*plan, microArchitecture(cell, cell)), "");
    auto other = cell;
    other.blocks[2] = node(OpId::MaxPool3);
    EXPECT_NE(searchProblem(*plan, microArchitecture(cell, other)).find("operation"), std::string::npos);
}

} // namespace
} // namespace cw
