#include <set>

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>
#include <gtest/gtest.h>

#include "core/arch/arch_text.h"
#include "core/arch/counts.h"
#include "core/arch/zoo.h"
#include "core/nn/network_internal.h"
#include "core/space/enas_space.h"
#include "core/space/pnas_space.h"
#include "tests/core/random_cells.h"
#include "tests/nn/plain_network.h"

namespace cw {
namespace {

using nn::Network;

Architecture archOf(std::string_view text)
{
    auto arch = architectureFromText(text);
    EXPECT_TRUE(arch) << text;
    return *arch;
}

at::Tensor noise(const NetworkShape& shape, std::int64_t count, std::uint64_t seed)
{
    Random random(seed);
    auto x = at::empty({count, shape.image.channels, shape.image.height, shape.image.width});
    for (std::int64_t i = 0; i < x.numel(); ++i)
        x.data_ptr<float>()[i] = static_cast<float>(random.normal());
    return x.contiguous(at::MemoryFormat::ChannelsLast);
}

/// Builds, compares the sum over tensors with the formula and the output with the plan.
void expectBuiltAsPlanned(const Architecture& arch, const NetworkShape& shape, bool forward = true)
{
    const auto plan = planNetwork(arch, shape);
    ASSERT_TRUE(plan) << plan.error().message;
    const Network network(*plan, 1, at::kCPU, false);
    EXPECT_EQ(network.parameters().count(), countNetwork(*plan).parameters) << toText(arch);
    std::int64_t total = 0;
    std::set<std::string> names;
    for (const auto& p : network.parameters().parameters()) {
        total += p.tensor.numel();
        EXPECT_TRUE(names.insert(p.name).second) << p.name;
    }
    EXPECT_EQ(total, network.parameters().flatValues().numel());
    if (!forward)
        return;
    const at::NoGradGuard guard;
    const auto x = noise(shape, 2, 3);
    const auto features = network.features(x, {});
    EXPECT_EQ(features.sizes(), at::IntArrayRef({2, plan->last.channels, plan->last.height, plan->last.width})) << toText(arch);
    EXPECT_EQ(network.forward(x, {}).sizes(), at::IntArrayRef({2, shape.classes}));
}

TEST(Network, PnasNet5HasThePublishedSizeInBothLayouts)
{
    const auto arch = archOf(findInZoo("pnasnet-5")->text);
    for (const auto& [layout, expected] : {std::pair{CellLayout::Released, 3176602}, std::pair{CellLayout::Drawn, 4271002}}) {
        const auto plan = planNetwork(arch, {.repeats = 3, .filters = 48, .layout = layout, .image = {}});
        ASSERT_TRUE(plan);
        EXPECT_EQ(Network(*plan, 1, at::kCPU, false).parameters().count(), expected);
    }
}

TEST(Network, ZooIsBuiltAsCounted)
{
    for (const auto& entry : zoo())
        for (const auto layout : {CellLayout::Released, CellLayout::Drawn}) {
            const auto arch = archOf(entry.text);
            if (arch.cells.empty())
                continue;
            expectBuiltAsPlanned(arch, {.repeats = 1, .filters = 6, .layout = layout, .image = {3, 13, 10}, .classes = 7});
            expectBuiltAsPlanned(arch, {.repeats = entry.repeats, .filters = entry.filters, .layout = layout, .image = {}}, false);
        }
}

TEST(Network, RandomCellsAreBuiltAsCounted)
{
    Random random(11);
    for (int i = 0; i < 60; ++i) {
        PnasSpace space;
        const auto arch = sampleUniform(space, 1 + i % 5, random);
        const NetworkShape shape{.repeats = 1 + i % 2, .filters = 2 + static_cast<int>(random.below(6)),
                                 .layout = i % 3 ? CellLayout::Released : CellLayout::Drawn,
                                 .stem = i % 4 == 3 ? Stem::ImageNet : Stem::Cifar,
                                 .image = {i % 2 ? 1 : 3, 5 + static_cast<int>(random.below(14)), 5 + static_cast<int>(random.below(14))}, .classes = 2 + i % 9};
        SCOPED_TRACE(toText(arch));
        expectBuiltAsPlanned(arch, shape);
    }
}

TEST(Network, RandomMicroCellsAreBuiltAsCounted)
{
    Random random(12);
    for (int i = 0; i < 40; ++i) {
        auto arch = sampleMicro(1 + i % 6, random);
        if (i % 3 == 0) { // any operation, and outputs as other papers choose them
            arch.cells[0] = test::randomCell(random, 3);
            arch.cells[1] = test::randomCell(random, 3);
            arch.cells[1].output = OutputRule::Listed;
            arch.cells[1].listed = {kPrevPrev, kFirstBlock, kFirstBlock + 2};
        }
        SCOPED_TRACE(toText(arch));
        expectBuiltAsPlanned(arch, {.repeats = 1 + i % 2, .filters = 2 + static_cast<int>(random.below(6)), .stem = i % 4 == 3 ? Stem::ImageNet : Stem::Cifar,
                                    .stemFilters = i % 5 == 0 ? 4 : 0, .image = {i % 2 ? 1 : 3, 5 + i % 14, 5 + i % 11}, .classes = 2 + i % 9});
    }
}

TEST(Network, ImageNetMobileIsBuiltAsCounted)
{
    // N = 4 (12 cells), F = 54: the mobile setting of PNASNet-5.
    expectBuiltAsPlanned(archOf(findInZoo("pnasnet-5")->text), {.repeats = 4, .filters = 54, .stem = Stem::ImageNet, .image = {3, 64, 64}, .classes = 1001});
}

TEST(FullNetwork, ImageNetLargeIsBuiltAsCounted)
{
    expectBuiltAsPlanned(archOf(findInZoo("pnasnet-5")->text),
                         {.repeats = 4, .filters = 216, .stem = Stem::ImageNet, .stemFilters = 96, .image = {3, 331, 331}, .classes = 1001}, false);
}

// Sharing, in-place sums and dense gradients must not change what is computed: the same rules written plainly, from the same weights.
TEST(Network, EqualsThePlainRulesForwardAndBackward)
{
    Random random(21);
    for (int i = 0; i < 24; ++i) {
        const auto arch = sampleUniform(PnasSpace{}, 1 + i % 5, random);
        const NetworkShape shape{.repeats = 1, .filters = 4, .layout = i % 2 ? CellLayout::Released : CellLayout::Drawn,
                                 .stem = i % 5 == 4 ? Stem::ImageNet : Stem::Cifar, .image = {3, 9 + i % 3, 11}, .classes = 5};
        const auto plan = planNetwork(arch, shape);
        ASSERT_TRUE(plan);
        Network network(*plan, 77, at::kCPU);
        const auto x = noise(shape, 6, 8);
        const auto labels = at::arange(6, at::kLong).remainder(5);
        const auto expectedLogits = test::plainForward(*plan, network.parameters(), x);
        at::cross_entropy_loss(expectedLogits, labels).backward();
        const auto expected = network.parameters().flatGradients().clone();
        network.parameters().flatGradients().zero_();
        const auto logits = network.forward(x, {});
        at::cross_entropy_loss(logits, labels).backward();
        const auto gradient = network.parameters().flatGradients();
        EXPECT_LT((logits - expectedLogits).abs().max().item<float>(), 1e-4F) << toText(arch);
        EXPECT_LT((gradient - expected).norm().item<float>(), 1e-3F * (1 + expected.norm().item<float>())) << toText(arch);
    }
}

// The same for micro, whose cells may pass inputs as they are, reduce identities and loose inputs, and list their outputs.
TEST(Network, OfMicroEqualsThePlainRulesForwardAndBackward)
{
    Random random(22);
    int passed = 0;
    for (int i = 0; i < 20; ++i) {
        const auto arch = i == 0 ? archOf(findInZoo("nasnet-a")->text) : i == 1 ? archOf(findInZoo("darts-v2")->text) : sampleMicro(1 + i % 4, random);
        const NetworkShape shape{.repeats = 1 + i % 2, .filters = 4, .stemFilters = i % 3 == 2 ? 4 : 0, .image = {3, 9 + i % 3, 9 + i % 3}, .classes = 5};
        const auto plan = planNetwork(arch, shape);
        ASSERT_TRUE(plan);
        passed += plan->stemPassedOn;
        for (const auto& cell : plan->cells)
            passed += cell.passedOn;
        Network network(*plan, 77, at::kCPU);
        const auto x = noise(shape, 6, 8);
        const auto labels = at::arange(6, at::kLong).remainder(5);
        const auto expectedLogits = test::plainForward(*plan, network.parameters(), x);
        at::cross_entropy_loss(expectedLogits, labels).backward();
        const auto expected = network.parameters().flatGradients().clone();
        network.parameters().flatGradients().zero_();
        const auto logits = network.forward(x, {});
        at::cross_entropy_loss(logits, labels).backward();
        EXPECT_LT((logits - expectedLogits).abs().max().item<float>(), 1e-4F) << toText(arch);
        EXPECT_LT((network.parameters().flatGradients() - expected).norm().item<float>(), 1e-3F * (1 + expected.norm().item<float>())) << toText(arch);
    }
    EXPECT_GT(passed, 5) << "outputs that are passed on are part of the test";
}

TEST(Network, DropsOnlyWhatItIsTold)
{
    const auto plan = planNetwork(archOf(findInZoo("enas-micro")->text), {.repeats = 1, .filters = 4, .image = {3, 8, 8}});
    ASSERT_TRUE(plan);
    const Network network(*plan, 3, at::kCPU, false);
    const at::NoGradGuard guard;
    const auto x = noise(plan->shape, 4, 1);
    const nn::Mode mode{.training = false};
    EXPECT_TRUE(network.forward(x, mode).equal(network.forward(x, mode, {0, 5})));
    EXPECT_TRUE(network.forward(x, mode, {0.5, 5}).equal(network.forward(x, mode, {0.5, 5})));
    EXPECT_FALSE(network.forward(x, mode, {0.5, 5}).equal(network.forward(x, mode, {0.5, 6})));
    const auto dropped = nn::dropOut(at::ones({100, 100}), {0.25, 9});
    EXPECT_NEAR(dropped.mean().item<double>(), 1, 0.03) << "what stays is scaled up";
    EXPECT_NEAR(dropped.eq(0).to(at::kFloat).mean().item<double>(), 0.25, 0.02);
}

TEST(Network, GradientReachesEveryParameter)
{
    const auto plan = planNetwork(archOf(findInZoo("pnasnet-5")->text), {.repeats = 1, .filters = 4, .image = {3, 16, 16}});
    ASSERT_TRUE(plan);
    Network network(*plan, 3, at::kCPU);
    at::cross_entropy_loss(network.forward(noise(plan->shape, 8, 1), {}), at::arange(8, at::kLong)).backward();
    for (const auto& p : network.parameters().parameters())
        EXPECT_GT(p.tensor.grad().abs().max().item<float>(), 0) << p.name;
}

TEST(Network, SeedDecidesTheWeights)
{
    const auto plan = planNetwork(archOf("pnas:c-1.sep3+c-2.max3"), {.repeats = 1, .filters = 4, .image = {}});
    const Network a(*plan, 5, at::kCPU, false), b(*plan, 5, at::kCPU, false), c(*plan, 6, at::kCPU, false);
    EXPECT_TRUE(a.parameters().flatValues().equal(b.parameters().flatValues()));
    EXPECT_FALSE(a.parameters().flatValues().equal(c.parameters().flatValues()));
}

TEST(Network, WeightsAreDrawnByFanOut)
{
    nn::ParameterList list(4);
    const auto full = nn::makeConvolution(list, "full", {.in = 40, .out = 80, .kernel = {3, 3}});
    const auto depthwise = nn::makeConvolution(list, "depthwise", {.in = 400, .out = 400, .kernel = {5, 5}, .depthwise = true});
    EXPECT_NEAR(full.weight.std().item<double>(), std::sqrt(2.0 / (80 * 9)), 1e-3);
    EXPECT_NEAR(depthwise.weight.std().item<double>(), std::sqrt(2.0 / 25), 5e-3);
    EXPECT_NEAR(full.weight.mean().item<double>(), 0, 1e-3);
}

TEST(Network, NamedBuffersRestoreTheSameNetwork)
{
    const auto plan = planNetwork(archOf("pnas:c-1.sep3+c-2.id"), {.repeats = 1, .filters = 4, .image = {3, 8, 8}});
    Network a(*plan, 5, at::kCPU), b(*plan, 6, at::kCPU);
    const auto x = noise(plan->shape, 2, 1);
    a.forward(x, {}); // moves the statistics
    auto buffers = a.parameters().save();
    EXPECT_EQ(buffers.at("stem.0.weight").shape, (std::vector<std::int64_t>{12, 3, 3, 3}));
    ASSERT_TRUE(b.parameters().restore(buffers));
    EXPECT_TRUE(a.forward(x, {.training = false}).equal(b.forward(x, {.training = false})));

    buffers.at("stem.0.weight").shape = {12, 27};
    EXPECT_FALSE(b.parameters().restore(buffers));
    buffers.erase("stem.0.weight");
    const auto status = b.parameters().restore(buffers);
    ASSERT_FALSE(status);
    EXPECT_NE(status.error().message.find("stem.0.weight"), std::string::npos);
}

at::Tensor image(std::vector<float> values, std::int64_t height, std::int64_t width)
{
    return at::from_blob(values.data(), {1, 1, height, width}).clone();
}

TEST(Layers, FactorizedReductionReadsBothGridsOfAnOddSize)
{
    nn::ParameterList list(1);
    const auto reduction = nn::makeFactorizedReduction(list, "r", 1, 2);
    reduction.even.weight.fill_(1);
    reduction.odd.weight.fill_(1);
    const auto y = reduction(image({1, 2, 3, 4, 5, 6, 7, 8, 9}, 3, 3), {.training = false}) * std::sqrt(1 + 1e-5);
    ASSERT_EQ(y.sizes(), at::IntArrayRef({1, 2, 2, 2}));
    EXPECT_TRUE(y.select(1, 0).allclose(image({1, 3, 7, 9}, 2, 2).select(1, 0)));
    EXPECT_TRUE(y.select(1, 1).allclose(image({5, 0, 0, 0}, 2, 2).select(1, 0))) << "shifted by one pixel, zeros behind";
}

TEST(Layers, PoolsAtTheEdge)
{
    const auto x = image({1, 2, 3, 4}, 2, 2);
    EXPECT_TRUE((nn::Pool{false, 1}(x, {}).equal(at::full({1, 1, 2, 2}, 2.5)))) << "the padding is not counted";
    EXPECT_TRUE((nn::Pool{true, 1}(-x, {}).equal(at::full({1, 1, 2, 2}, -1.0)))) << "nor is it a maximum";
    EXPECT_EQ((nn::Pool{true, 2}(at::zeros({1, 1, 5, 4}), {}).sizes()), at::IntArrayRef({1, 1, 3, 2}));
}

TEST(Layers, OperationsKeepOrHalveTheSize)
{
    for (const auto& op : kOps)
        for (const int stride : {1, 2})
            for (const auto& [height, width] : {std::pair{7, 4}, std::pair{1, 3}}) {
                nn::ParameterList list(1);
                const auto operation = nn::makeOperation(list, "op", op.id, 3, stride);
                const auto y = nn::run(operation.layers, at::ones({2, 3, height, width}), {});
                EXPECT_EQ(y.sizes(), at::IntArrayRef({2, 3, (height + stride - 1) / stride, (width + stride - 1) / stride})) << op.name << stride;
                EXPECT_EQ(list.count(), countOp(op.id, 3, height, width, stride).parameters) << op.name;
            }
}

TEST(Layers, ConcatenationHandsBackDenseChannelsLastGradients)
{
    const auto a = at::ones({2, 3, 4, 4}).contiguous(at::MemoryFormat::ChannelsLast).set_requires_grad(true);
    const auto b = at::ones({2, 5, 4, 4}).contiguous(at::MemoryFormat::ChannelsLast).set_requires_grad(true);
    at::Tensor seen;
    const auto scaled = a * 2;
    scaled.register_hook([&](const at::Tensor& g) { seen = g; });
    const auto joined = nn::concatenate({scaled, b});
    EXPECT_TRUE(joined.is_contiguous(at::MemoryFormat::ChannelsLast));
    joined.backward(at::arange(2 * 8 * 16, at::kFloat).view({2, 8, 4, 4}));
    ASSERT_TRUE(seen.defined());
    EXPECT_TRUE(seen.is_contiguous(at::MemoryFormat::ChannelsLast));
    EXPECT_EQ(b.grad()[0][0][0][0].item<float>(), 48);
    EXPECT_EQ(a.grad()[1][2][3][3].item<float>(), 2 * (128 + 47));
}

} // namespace
} // namespace cw
