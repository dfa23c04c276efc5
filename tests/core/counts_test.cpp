#include <gtest/gtest.h>

#include "core/arch/arch_text.h"
#include "core/arch/counts.h"
#include "tests/core/random_cells.h"

namespace cw {
namespace {

NetworkCounts count(const char* name, const NetworkShape& shape)
{
    const auto plan = planNetwork(*resolveArchitecture(name), shape);
    EXPECT_TRUE(plan);
    return countNetwork(*plan);
}

TEST(Counts, MeetThePublishedSizeOfPnasNet5)
{
    NetworkShape shape;
    shape.repeats = 3;
    shape.filters = 48;
    EXPECT_EQ(count("pnasnet-5", shape).parameters, 3'176'602);
    shape.layout = CellLayout::Drawn;
    EXPECT_EQ(count("pnasnet-5", shape).parameters, 4'271'002);
}

TEST(Counts, OfTheSearchNetwork)
{
    const auto counts = count("pnasnet-5", {}); // N = 2, F = 24, 32x32
    EXPECT_EQ(counts.parameters, 555'154);
    EXPECT_EQ(counts.multiplyAdds, 108'016'320);
}

TEST(Counts, OfTheImageNetModels)
{
    NetworkShape mobile;
    mobile.repeats = 3;
    mobile.filters = 54;
    mobile.stem = Stem::ImageNet;
    mobile.image = {3, 224, 224};
    mobile.classes = 1000;
    const auto small = count("pnasnet-5", mobile); // paper: 5.1 M parameters, 588 M multiply-adds
    EXPECT_EQ(small.parameters, 5'066'088);
    EXPECT_EQ(small.multiplyAdds, 592'747'552);

    auto large = mobile;
    large.repeats = 4;
    large.filters = 216;
    large.stemFilters = 96;
    large.image = {3, 331, 331};
    const auto big = count("pnasnet-5", large); // paper: 86.1 M parameters, 25.0 B multiply-adds
    EXPECT_EQ(big.parameters, 86'051'704);
    EXPECT_EQ(big.multiplyAdds, 25'006'021'380);
}

TEST(Counts, OfEachOperationByHand)
{
    // 4 channels, 5 x 7 in; at stride 2 that is 3 x 4 out.
    const struct {
        OpId op;
        OpCount stride1, stride2;
    } cases[] = {
        {OpId::SepConv3, {2 * (4 * 9 + 16 + 8), 2 * 52 * 35}, {120, 2 * 52 * 12}},
        {OpId::SepConv5, {2 * (4 * 25 + 16 + 8), 2 * 116 * 35}, {248, 2 * 116 * 12}},
        {OpId::SepConv7, {2 * (4 * 49 + 16 + 8), 2 * 212 * 35}, {440, 2 * 212 * 12}},
        {OpId::Conv1x7_7x1, {14 * 16 + 8, 224 * 35}, {232, 112 * 5 * 4 + 112 * 3 * 4}},
        {OpId::Identity, {0, 0}, {16 + 8, 16 * 12}},
        {OpId::AvgPool3, {0, 0}, {0, 0}},
        {OpId::MaxPool3, {0, 0}, {0, 0}},
        {OpId::DilConv3, {4 * 9 + 16 + 8, 52 * 35}, {60, 52 * 12}},
    };
    for (const auto& c : cases) {
        EXPECT_EQ(countOp(c.op, 4, 5, 7, 1).parameters, c.stride1.parameters) << info(c.op).key;
        EXPECT_EQ(countOp(c.op, 4, 5, 7, 1).multiplyAdds, c.stride1.multiplyAdds) << info(c.op).key;
        EXPECT_EQ(countOp(c.op, 4, 5, 7, 2).parameters, c.stride2.parameters) << info(c.op).key;
        EXPECT_EQ(countOp(c.op, 4, 5, 7, 2).multiplyAdds, c.stride2.multiplyAdds) << info(c.op).key;
    }
}

TEST(Counts, AreTheSumOfTheirNodes)
{
    Random random(41);
    for (int i = 0; i < 2000; ++i) {
        const auto arch = pnasArchitecture(test::randomCell(random, 1 + i % 6).blocks);
        NetworkShape shape;
        shape.repeats = 1 + static_cast<int>(random.below(3));
        shape.filters = 2 + static_cast<int>(random.below(40));
        shape.layout = random.below(2) == 0 ? CellLayout::Released : CellLayout::Drawn;
        shape.stem = random.below(4) == 0 ? Stem::ImageNet : Stem::Cifar;
        shape.image = {1 + static_cast<int>(random.below(3)), 1 + static_cast<int>(random.below(40)), 1 + static_cast<int>(random.below(40))};
        const auto plan = planNetwork(arch, shape);
        ASSERT_TRUE(plan) << plan.error().message;
        const auto counts = countNetwork(*plan);
        std::int64_t parameters = 0, multiplyAdds = 0;
        for (const auto& node : counts.nodes) {
            ASSERT_GE(node.parameters, 0);
            ASSERT_GE(node.multiplyAdds, 0);
            parameters += node.parameters;
            multiplyAdds += node.multiplyAdds;
            if (node.cell >= 0 && node.block >= 0) {
                const auto& cell = plan->cells[static_cast<std::size_t>(node.cell)];
                ASSERT_EQ(node.output, (FeatureShape{cell.filters, cell.output.height, cell.output.width})) << node.name;
            }
        }
        ASSERT_EQ(counts.parameters, parameters);
        ASSERT_EQ(counts.multiplyAdds, multiplyAdds);
    }
}

TEST(Counts, NameTheirNodes)
{
    const auto counts = count("pnasnet-1", {});
    EXPECT_EQ(counts.nodes[0].name, "stem");
    EXPECT_EQ(counts.nodes[1].name, "cell 0 / input c-2");
    EXPECT_EQ(counts.nodes[2].name, "cell 0 / input c-1");
    EXPECT_EQ(counts.nodes[3].name, "cell 0 / block 1 / half 1: sep 7×7");
    EXPECT_EQ(counts.nodes[13].name, "cell 2 / concat c-2"); // unread, so concatenated, at stride 2 by a factorized reduction
    EXPECT_EQ(counts.nodes[13].parameters, 48 * 48 + 2 * 48);
    EXPECT_EQ(counts.nodes.back().name, "classifier");
}

} // namespace
} // namespace cw
