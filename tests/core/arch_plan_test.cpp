#include <gtest/gtest.h>

#include <functional>
#include <limits>

#include "core/arch/arch_text.h"
#include "core/arch/counts.h"
#include "tests/core/random_cells.h"

namespace cw {
namespace {

int halved(int size) { return (size + 1) / 2; }

TEST(NetworkPlan, PutsReductionsWhereTheLayoutSays)
{
    const auto arch = *resolveArchitecture("pnasnet-5");
    const auto reductions = [&](CellLayout layout, int repeats) {
        NetworkShape shape;
        shape.layout = layout;
        shape.repeats = repeats;
        std::string text;
        const auto plan = *planNetwork(arch, shape);
        for (const auto& cell : plan.cells)
            text += cell.reduction ? 'R' : 'n';
        return text;
    };
    EXPECT_EQ(reductions(CellLayout::Released, 1), "nRR");
    EXPECT_EQ(reductions(CellLayout::Released, 3), "nnnRnnRnn");
    EXPECT_EQ(reductions(CellLayout::Drawn, 1), "nRnRn");
    EXPECT_EQ(reductions(CellLayout::Drawn, 3), "nnnRnnnRnnn");
}

TEST(NetworkPlan, StatesTheCifarShapes)
{
    NetworkShape shape;
    shape.repeats = 1;
    shape.filters = 8;
    const auto plan = *planNetwork(*architectureFromText("pnas:c-1.sep3+c-1.max3"), shape);
    EXPECT_EQ(plan.stem, (FeatureShape{24, 32, 32}));
    ASSERT_EQ(plan.cells.size(), 3u);
    const auto& reduction = plan.cells[1];
    EXPECT_EQ(reduction.prevPrev, (FeatureShape{24, 32, 32}));
    EXPECT_EQ(reduction.prev, (FeatureShape{16, 32, 32}));
    EXPECT_EQ(reduction.inside, (FeatureShape{16, 32, 32}));
    EXPECT_EQ(reduction.output, (FeatureShape{32, 16, 16})); // block 1 and the unread c-2
    EXPECT_EQ(reduction.parts, (std::vector<InputId>{kPrevPrev, kFirstBlock}));
    EXPECT_EQ(reduction.maps[kPrevPrev], InputMap::Mapped);
    EXPECT_EQ(plan.cells[2].maps[kPrevPrev], InputMap::Reduced);
    EXPECT_EQ(plan.last, (FeatureShape{64, 8, 8}));
}

TEST(NetworkPlan, StatesTheImageNetShapes)
{
    NetworkShape shape;
    shape.repeats = 3;
    shape.filters = 54;
    shape.stem = Stem::ImageNet;
    shape.image = {3, 224, 224};
    const auto plan = *planNetwork(*resolveArchitecture("pnasnet-5"), shape);
    EXPECT_EQ(plan.stem, (FeatureShape{32, 112, 112}));
    EXPECT_EQ(plan.stemStride, 2);
    ASSERT_EQ(plan.cells.size(), 11u);
    EXPECT_TRUE(plan.cells[0].stemCell && plan.cells[0].reduction && plan.cells[1].stemCell && plan.cells[1].reduction);
    EXPECT_FALSE(plan.cells[2].stemCell || plan.cells[2].reduction);
    EXPECT_EQ(plan.cells[0].filters, 14); // 54 / 4, rounded up to even
    EXPECT_EQ(plan.cells[1].filters, 28);
    EXPECT_EQ(plan.cells[0].prevPrev, plan.stem);
    EXPECT_EQ(plan.cells[0].prev, plan.stem);
    EXPECT_EQ(plan.cells[2].inside, (FeatureShape{54, 28, 28}));
    EXPECT_EQ(plan.last, (FeatureShape{1080, 7, 7}));
}

TEST(NetworkPlan, ShapesChainForRandomCells)
{
    Random random(42);
    for (int i = 0; i < 3000; ++i) {
        const auto arch = pnasArchitecture(test::randomCell(random, 1 + i % 6).blocks);
        NetworkShape shape;
        shape.repeats = 1 + static_cast<int>(random.below(4));
        shape.filters = 2 + static_cast<int>(random.below(30));
        shape.layout = random.below(2) == 0 ? CellLayout::Released : CellLayout::Drawn;
        shape.stem = random.below(2) == 0 ? Stem::ImageNet : Stem::Cifar;
        shape.image = {3, 1 + static_cast<int>(random.below(50)), 1 + static_cast<int>(random.below(50))};
        const auto plan = planNetwork(arch, shape);
        ASSERT_TRUE(plan) << plan.error().message;
        auto prevPrev = plan->stem, prev = plan->stem;
        for (const auto& cell : plan->cells) {
            ASSERT_EQ(cell.prevPrev, prevPrev);
            ASSERT_EQ(cell.prev, prev);
            ASSERT_EQ(cell.inside, (FeatureShape{cell.filters, prev.height, prev.width}));
            ASSERT_EQ(cell.output.height, cell.reduction ? halved(prev.height) : prev.height);
            ASSERT_EQ(cell.output.width, cell.reduction ? halved(prev.width) : prev.width);
            ASSERT_EQ(cell.output.channels, cell.filters * (arch.blockCount() + cell.joins(kPrevPrev) + cell.joins(kPrev)));
            const bool differs = prevPrev.height != prev.height || prevPrev.width != prev.width;
            ASSERT_EQ(cell.maps[kPrevPrev], differs ? InputMap::Reduced : InputMap::Mapped);
            ASSERT_EQ(cell.maps[kPrev], InputMap::Mapped);
            if (differs) {
                ASSERT_EQ(halved(prevPrev.height), prev.height);
                ASSERT_EQ(halved(prevPrev.width), prev.width);
            }
            prevPrev = prev;
            prev = cell.output;
        }
        ASSERT_EQ(plan->last, prev);
    }
}

TEST(NetworkPlan, RefusesWhatCannotBeBuiltInWords)
{
    const auto arch = *resolveArchitecture("pnasnet-5");
    constexpr int kHuge = std::numeric_limits<int>::max();
    const std::pair<const char*, std::function<void(NetworkShape&, int)>> fields[] = {
        {"repeats", [](NetworkShape& s, int v) { s.repeats = v; }},
        {"number of filters", [](NetworkShape& s, int v) { s.filters = v; }},
        {"image channels", [](NetworkShape& s, int v) { s.image.channels = v; }},
        {"image height", [](NetworkShape& s, int v) { s.image.height = v; }},
        {"image width", [](NetworkShape& s, int v) { s.image.width = v; }},
        {"classes", [](NetworkShape& s, int v) { s.classes = v; }},
        {"stem filters", [](NetworkShape& s, int v) { s.stemFilters = v; }},
    };
    for (const auto& [name, set] : fields)
        for (const int value : {-1, 0, kHuge, -kHuge}) {
            NetworkShape shape;
            set(shape, value);
            if (std::string_view(name) == "stem filters" && value == 0)
                continue; // the usual number
            const auto plan = planNetwork(arch, shape);
            ASSERT_FALSE(plan) << name << " " << value;
            EXPECT_EQ(plan.error().code, ErrorCode::InvalidArgument);
            EXPECT_NE(plan.error().message.find(name), std::string::npos) << plan.error().message;
        }
    EXPECT_FALSE(planNetwork(pnasArchitecture({}), {}));
    NetworkShape single;
    single.filters = 1;
    EXPECT_TRUE(planNetwork(arch, single));
    single.stem = Stem::ImageNet;
    EXPECT_FALSE(planNetwork(arch, single));
}

TEST(NetworkPlan, TheLargestShapeCountsWithoutOverflow)
{
    NetworkShape shape;
    shape.repeats = 100;
    shape.filters = 1024;
    shape.stemFilters = 4096;
    shape.image = {64, 4096, 4096};
    shape.classes = 1'000'000;
    const Block block{{kPrev, OpId::Conv1x7_7x1}, {kPrev, OpId::Conv1x7_7x1}};
    const auto plan = planNetwork(pnasArchitecture(std::vector<Block>(kMaxBlocks, block)), shape);
    ASSERT_TRUE(plan);
    const auto counts = countNetwork(*plan);
    double expected = 0;
    for (const auto& node : counts.nodes)
        expected += static_cast<double>(node.multiplyAdds);
    EXPECT_GT(counts.parameters, 0);
    EXPECT_NEAR(static_cast<double>(counts.multiplyAdds) / expected, 1.0, 1e-9);
    EXPECT_LT(expected, 9e18);
}

} // namespace
} // namespace cw
