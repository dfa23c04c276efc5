#include <gtest/gtest.h>

#include "core/arch/arch_text.h"
#include "core/arch/macro_plan.h"
#include "core/arch/recurrent_plan.h"
#include "core/search/child_network.h"
#include "core/search/child_work.h"
#include "core/search/pace.h"
#include "core/search/strategy.h"
#include "core/space/enas_space.h"

namespace cw {
namespace {

Architecture named(const char* name) { return *resolveArchitecture(name); }

NetworkCounts count(const char* name, int repeats, int filters, int classes = 10)
{
    const auto counts = countImageNetwork(named(name), {.repeats = repeats, .filters = filters, .image = {}, .classes = classes});
    EXPECT_TRUE(counts);
    return *counts;
}

TEST(MicroPlan, BringsInputsToTheCell)
{
    // The normal cell's only loose end is its one node: a cell's output is as wide as the cells after it.
    const auto arch = *architectureFromText("micro:c-1.sep3+c-2.id@c-2.max3+c-2.avg3");
    const auto plan = *planNetwork(arch, {.repeats = 2, .filters = 8, .layout = CellLayout::Released, .image = {}});
    std::string text;
    for (const auto& cell : plan.cells) {
        text += cell.reduction ? 'R' : 'n';
        for (const auto map : cell.maps)
            text += map == InputMap::Mapped ? 'm' : map == InputMap::Reduced ? 'r' : 'p';
        text += cell.passedOn ? "+ " : " ";
    }
    // In the reduction cell c-1 is read by no node: it joins the output, which makes that two parts wide.
    EXPECT_EQ(text, "nmm+ nmp Rmm nrm+ nmp Rmm nrm+ nmp ");
    EXPECT_EQ(plan.shape.layout, CellLayout::Drawn) << "the space has one layout";
    EXPECT_EQ(plan.cells[2].parts, (std::vector<InputId>{kPrev, kFirstBlock}));
    EXPECT_EQ(plan.cells[2].output, (FeatureShape{32, 16, 16}));
    EXPECT_EQ(plan.last, (FeatureShape{32, 8, 8}));
    EXPECT_FALSE(plan.stemPassedOn);
    EXPECT_TRUE(planNetwork(arch, {.repeats = 2, .filters = 8, .stemFilters = 8, .image = {}})->stemPassedOn);
    EXPECT_FALSE(planNetwork(arch, {.repeats = 2, .filters = 1, .image = {}})) << "a factorized reduction needs two filters";
}

TEST(MicroPlan, CountsWhatItBuilds)
{
    const auto counts = countNetwork(*planNetwork(*architectureFromText("micro:c-1.sep3+c-2.id@c-2.max3+c-2.id"), {.repeats = 1, .filters = 8, .image = {}}));
    std::string text;
    for (const auto& node : counts.nodes)
        if (node.cell < 0 || node.cell == 1)
            text += node.name + " " + std::to_string(node.parameters) + " " + std::to_string(node.multiplyAdds) + "\n";
    EXPECT_EQ(text, "stem 696 663552\n"
                    "cell 1 / input c-2 416 393216\n"
                    "cell 1 / input c-1 160 131072\n"
                    "cell 1 / node 1 / half 1: max 3×3 0 0\n"
                    "cell 1 / node 1 / half 2: identity 288 65536\n"
                    "cell 1 / concat c-1 288 65536\n"
                    "classifier 330 320\n");
}

// Published sizes are printed beside what is counted here, for the final form with N and F of the zoo.
TEST(ChildSize, OfPublishedNetworks)
{
    // DARTS, second order: 3.3 M printed; the released program prints 3.349342 MB for this very network. First order: 3.3 M printed too.
    EXPECT_EQ(count("darts-v2", 6, 36).parameters, 3'349'342);
    EXPECT_EQ(count("darts-v1", 6, 36).parameters, 3'169'414);
    // AmoebaNet-A, N = 6, F = 36: 3.2 M printed.
    EXPECT_EQ(count("amoebanet-a", 6, 36).parameters, 3'145'078);
    // NASNet-A, 6 @ 32 (768): 3.3 M printed. Its released network has an auxiliary classifier, and stem and reductions of its own.
    EXPECT_EQ(count("nasnet-a", 6, 32).parameters, 3'061'738);
    // ENAS micro, 15 + 2 cells, 36 filters: 4.6 M printed. Without the auxiliary head, which alone has about half a million, and with
    // nothing before a cell but what fits its inputs in width and size.
    EXPECT_EQ(count("enas-micro", 5, 36).parameters, 3'729'430);
    // ENAS macro, 24 layers: 21.3 M printed, 38.0 M with more filters, for neither of which the paper gives F. 96 is the released
    // program's, which builds the separable convolutions of this network as full ones. F = 80 would be 21.5 M.
    EXPECT_EQ(count("enas-macro", 0, 96).parameters, 30'947'434);
}

TEST(MacroPlan, PutsReductionsAfterThirds)
{
    EXPECT_TRUE(halvedAfter(4, 12) && halvedAfter(8, 12) && !halvedAfter(6, 12) && !halvedAfter(12, 12));
    EXPECT_TRUE(halvedAfter(1, 5) && halvedAfter(3, 5));
    const auto plan = *planMacro(*architectureFromText("macro:conv3/sep5/avg3+0/max3/conv5+0+1/sep3+3"), {.filters = 8, .image = {3, 9, 12}});
    std::string text;
    for (const auto& layer : plan.layers) {
        text += std::to_string(layer.shape.channels) + "x" + std::to_string(layer.shape.height) + "x" + std::to_string(layer.shape.width) + " skips";
        for (const int source : layer.sources)
            text += " " + std::to_string(source);
        text += " reduced";
        for (const int source : layer.reduced)
            text += " " + std::to_string(source);
        text += layer.mapped ? " mapped\n" : "\n";
    }
    // Behind layer 2 the outputs 0, 1 and 2 are still read, behind layer 4 all but 2.
    EXPECT_EQ(text, "8x9x12 skips reduced\n"
                    "8x9x12 skips reduced mapped\n"
                    "16x5x6 skips 0 reduced 0 1 2 mapped\n"
                    "16x5x6 skips reduced mapped\n"
                    "32x3x3 skips 0 1 reduced 0 1 3 4 mapped\n"
                    "32x3x3 skips 3 reduced mapped\n");
    EXPECT_EQ(plan.last, (FeatureShape{32, 3, 3}));
}

TEST(MacroPlan, CountsByHand)
{
    const auto plan = *planMacro(*architectureFromText("macro:sep5/conv3/avg3+0"), {.filters = 4, .image = {3, 8, 8}, .classes = 2});
    std::string text;
    for (const auto& node : countNetwork(plan).nodes)
        text += node.name + " " + std::to_string(node.block) + " " + std::to_string(node.parameters) + " " + std::to_string(node.multiplyAdds) + "\n";
    EXPECT_EQ(text, "stem -1 116 6912\n"
                    "layer 1 / 1×1 0 24 1024\n"
                    "layer 1 / sep 5×5 0 124 7424\n"
                    "layer 2 / reduction of stem 1 48 512\n"
                    "layer 2 / reduction of layer 1 1 48 512\n"
                    "layer 2 / 1×1 1 80 1024\n"
                    "layer 2 / conv 3×3 1 592 9216\n"
                    "layer 2 / skips 1 80 1024\n"
                    "layer 3 / reduction of stem 2 160 512\n"
                    "layer 3 / reduction of layer 2 2 160 512\n"
                    "layer 3 / 1×1 2 288 1024\n"
                    "layer 3 / avg 3×3 2 0 0\n"
                    "layer 3 / skips 2 544 2048\n"
                    "classifier -1 34 32\n");
}

TEST(MacroPlan, RefusesWhatCannotBeBuiltInWords)
{
    const auto arch = named("enas-macro");
    EXPECT_EQ(planMacro(named("enas-micro"), {}).error().code, ErrorCode::Unsupported);
    EXPECT_FALSE(planMacro(macroArchitecture({}), {}));
    EXPECT_NE(planMacro(arch, {.filters = 1, .image = {}}).error().message.find("filters"), std::string::npos);
    EXPECT_FALSE(planMacro(arch, {.image = {3, 0, 32}}));
    EXPECT_TRUE(planMacro(arch, {.repeats = 0, .image = {}})) << "what the space does not have does not matter";
    const auto largest = countNetwork(*planMacro(arch, {.filters = 1024, .image = {64, 4096, 4096}, .classes = 1'000'000}));
    for (const auto& node : largest.nodes)
        EXPECT_GE(node.multiplyAdds, 0) << node.name;
    EXPECT_GT(largest.multiplyAdds, 0);
}

TEST(ChildSize, IsTheSumOfItsNodesInEverySpace)
{
    Random random(31);
    for (int i = 0; i < 300; ++i) {
        const auto arch = i % 2 ? sampleMacro(2 + i % 12, random) : sampleMicro(1 + i % 7, random);
        const auto counts = countImageNetwork(arch, {.repeats = 1 + i % 3, .filters = 2 + i % 9, .image = {3, 6 + i % 20, 7 + i % 13}});
        ASSERT_TRUE(counts) << counts.error().message;
        std::int64_t parameters = 0, multiplyAdds = 0;
        for (const auto& node : counts->nodes)
            parameters += node.parameters, multiplyAdds += node.multiplyAdds;
        ASSERT_EQ(counts->parameters, parameters);
        ASSERT_EQ(counts->multiplyAdds, multiplyAdds);
    }
}

TEST(ChildSize, FollowsTheSettingsOfItsSpace)
{
    const auto settings = [](const char* space, std::vector<std::pair<const char*, const char*>> changes) {
        Settings s(childParameters(space));
        for (const auto& [key, value] : changes)
            EXPECT_TRUE(s.set(key, value));
        return s;
    };
    const ImageShape image{1, 14, 14};
    EXPECT_EQ(countChild(named("enas-micro"), settings("micro", {{"repeats", "5"}, {"filters", "36"}}), {}, 10, 0)->parameters, 3'729'430);
    EXPECT_EQ(countChild(named("enas-macro"), settings("macro", {{"filters", "12"}}), image, 7, 0)->parameters,
              countNetwork(*planMacro(named("enas-macro"), {.filters = 12, .image = image, .classes = 7})).parameters);
    EXPECT_EQ(countChild(named("pnasnet-5"), settings("pnas", {{"repeats", "3"}, {"filters", "48"}}), {}, 10, 0)->parameters, 3'176'602);
    // Embedding and bias, two pairs of the first node and one of each other: every pair is value and gate, hidden x hidden each.
    EXPECT_EQ(countChild(named("enas-rnn"), settings("recurrent", {{"hidden", "20"}}), {}, 0, 100)->parameters, 100 * 20 + 100 + 13 * 2 * 20 * 20);
    EXPECT_FALSE(countChild(recurrentArchitecture({}), settings("recurrent", {}), {}, 0, 100));
    EXPECT_FALSE(countChild(named("enas-macro"), settings("macro", {}), {3, 0, 0}, 7, 0));
}

TEST(ChildWork, GrowsWithTheNetworkInEverySpace)
{
    const NetworkShape shape{.repeats = 2, .filters = 20, .image = {}};
    const auto work = [&](const char* text) { return *childWork(*architectureFromText(text), shape); };
    const auto plain = work("macro:conv3/conv3/conv3"), separable = work("macro:conv3/sep3/conv3"), skipping = work("macro:conv3/conv3/conv3+0");
    EXPECT_LT(separable.multiplyAdds, plain.multiplyAdds);
    EXPECT_GT(separable.values, plain.values);
    EXPECT_GT(skipping.work, plain.work);
    EXPECT_GT(plain.work, static_cast<double>(plain.multiplyAdds));
    const auto pools = work("micro:c-1.max3+c-2.max3@c-1.max3+c-2.max3"), convolutions = work("micro:c-1.sep5+c-2.sep5@c-1.max3+c-2.max3"),
               reductions = work("micro:c-1.max3+c-2.max3@c-1.sep5+c-2.sep5");
    EXPECT_GT(reductions.work, pools.work) << "the reduction cell's operations are its own";
    EXPECT_GT(convolutions.work, reductions.work);
    EXPECT_FALSE(childWork(named("enas-rnn"), shape));

    TrainingSettings training;
    training.steps = 10;
    PaceMeter meter(shape, training, 0);
    Evaluation evaluation;
    evaluation.seconds = 2;
    for (int i = 0; i < PaceMeter::kFewestChildren; ++i)
        meter.add(named("enas-rnn"), evaluation);
    EXPECT_FALSE(meter.pace()) << "nothing is known of the work of a recurrent cell";
    for (int i = 0; i < PaceMeter::kFewestChildren; ++i)
        meter.add(named("enas-macro"), evaluation);
    ASSERT_TRUE(meter.pace());
    EXPECT_NEAR(*meter.pace(), childWork(named("enas-macro"), shape)->work * forwardPasses(training, 0, evaluation.total) / 2, 1);
}

} // namespace
} // namespace cw
