#include <set>

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>
#include <gtest/gtest.h>

#include "core/nn/search_network_internal.h"
#include "core/space/enas_space.h"
#include "tests/nn/plain_search_network.h"

namespace cw {
namespace {

SearchPlan small(const std::string& space, int size = 3)
{
    auto form = space == "micro" ? releasedMicroForm() : releasedMacroForm();
    form.size = size;
    form.repeats = 1;
    form.filters = 4;
    form.image = {3, 9, 9};
    form.classes = 5;
    return *planSearch(form);
}
Architecture draw(const SearchPlan& plan, Random& random)
{
    return plan.form.space == "micro" ? sampleMicro(plan.form.size, random) : sampleMacro(plan.form.size, random);
}
at::Tensor pictures(const SearchPlan& plan, std::int64_t count = 6)
{
    at::manual_seed(1);
    return at::randn({count, plan.form.image.channels, plan.form.image.height, plan.form.image.width}).contiguous(at::MemoryFormat::ChannelsLast);
}
/// Scales and shifts that are not 1 and 0, so that each counts.
void shake(nn::SearchNetwork& network)
{
    const at::NoGradGuard guard;
    at::manual_seed(2);
    auto values = network.parameters().flatValues();
    values.add_(at::randn_like(values), 0.1);
}
double difference(const at::Tensor& a, const at::Tensor& b) { return (a - b).abs().max().item<double>(); }

class BothSpaces : public testing::TestWithParam<const char*> {};
INSTANTIATE_TEST_SUITE_P(Spaces, BothSpaces, testing::Values("micro", "macro"), [](const auto& space) { return std::string(space.param); });

TEST(SearchNetwork, BuiltTensorsSumToThePublishedCounts)
{
    const auto plan = planSearch(releasedMicroForm());
    ASSERT_TRUE(plan);
    const auto count = [&](bool auxiliary) { return nn::makeSharedNetwork(*plan, {.trainable = false, .auxiliary = auxiliary})->parameters().count(); };
    EXPECT_EQ(count(false), 5'373'140);
    EXPECT_EQ(count(true), 5'373'140 + 412'928);
    const auto macro = planSearch(releasedMacroForm());
    ASSERT_TRUE(macro);
    EXPECT_EQ(nn::makeSharedNetwork(*macro, {.trainable = false})->parameters().count(), countShared(*macro).parameters());
}

TEST_P(BothSpaces, FormulasEqualBuiltTensors)
{
    Random random(11);
    for (const int size : {2, 3, 5}) {
        const auto plan = small(GetParam(), size);
        EXPECT_EQ(nn::makeSharedNetwork(plan, {.auxiliary = true})->parameters().count(), countShared(plan).parameters() + countShared(plan).auxiliary.parameters);
        for (int i = 0; i < 8; ++i) {
            const auto child = draw(plan, random);
            EXPECT_EQ(nn::makeStandAloneNetwork(plan, child, {})->parameters().count(), countChild(plan, child).parameters());
        }
    }
}

TEST_P(BothSpaces, AChildAloneEqualsItsPartOfTheSharedNetwork)
{
    Random random(5);
    for (const int size : {2, 4, 6}) {
        const auto plan = small(GetParam(), size);
        const auto shared = nn::makeSharedNetwork(plan, {.seed = 3, .trainable = false});
        shake(*shared);
        const auto images = pictures(plan);
        for (int i = 0; i < 12; ++i) {
            const auto child = draw(plan, random);
            const auto alone = nn::makeStandAloneNetwork(plan, child, {.seed = 99, .trainable = false});
            const auto strange = alone->forward(images, child).logits;
            ASSERT_TRUE(nn::copyWeights(*shared, *alone));
            const auto expected = shared->forward(images, child).logits;
            EXPECT_TRUE(at::equal(alone->forward(images, child).logits, expected));
            EXPECT_GT(difference(strange, expected), 1e-3) << "before the weights were copied";
        }
    }
}

TEST_P(BothSpaces, TheSharedNetworkFollowsTheRules)
{
    Random random(8);
    for (const int size : {2, 4, 5}) {
        const auto plan = small(GetParam(), size);
        const auto shared = nn::makeSharedNetwork(plan, {.trainable = false});
        shake(*shared);
        test::PlainSearchNetwork plain(plan, shared->parameters());
        const auto images = pictures(plan);
        for (int i = 0; i < 12; ++i) {
            const auto child = draw(plan, random);
            EXPECT_LT(difference(shared->forward(images, child).logits, plain.forward(images, child)), 2e-4);
        }
    }
}

TEST_P(BothSpaces, GradientsEqualThoseOfTheRulesAndOnlyTheChildHasThem)
{
    Random random(13);
    const auto plan = small(GetParam(), 4);
    const auto shared = nn::makeSharedNetwork(plan, {});
    shake(*shared);
    test::PlainSearchNetwork plain(plan, shared->parameters());
    const auto images = pictures(plan);
    const auto labels = at::arange(images.size(0), at::kLong).remainder(plan.form.classes);
    int agreeing = 0;
    for (int i = 0; i < 12; ++i) {
        const auto child = draw(plan, random);
        auto flat = shared->parameters().flatGradients();
        at::cross_entropy_loss(shared->forward(images, child).logits, labels).backward();
        std::set<std::string> used, touched;
        const auto alone = nn::makeStandAloneNetwork(plan, child, {});
        for (const auto& p : alone->parameters().parameters())
            used.insert(p.name);
        for (const auto& p : shared->parameters().parameters())
            if (p.tensor.grad().abs().max().item<float>() > 0)
                touched.insert(p.name);
        EXPECT_EQ(touched, used);
        const auto real = flat.clone();
        flat.zero_();
        at::cross_entropy_loss(plain.forward(images, child), labels).backward();
        agreeing += difference(real, flat) < 1e-3 * (1 + flat.abs().max().item<double>());
        flat.zero_();
    }
    EXPECT_GE(agreeing, 10) << "of 12: now and then a ReLU or a maximum falls to the other side by rounding";
}

TEST(SearchNetwork, EveryOperationComputesItsOwnAtEveryNode)
{
    Random random(21);
    const auto plan = small("micro");
    const auto shared = nn::makeSharedNetwork(plan, {.trainable = false});
    const auto images = pictures(plan);
    for (int place = 0; place < 12; ++place) { // cell, node, slot
        auto child = sampleMicro(3, random);
        auto& block = child.cells[static_cast<std::size_t>(place / 6)].blocks[static_cast<std::size_t>(place % 6 / 2)];
        std::vector<at::Tensor> outputs;
        for (const int op : plan.form.operations) {
            (place % 2 == 0 ? block.a : block.b).op = static_cast<OpId>(op);
            outputs.push_back(shared->forward(images, child).logits);
            for (std::size_t i = 0; i + 1 < outputs.size(); ++i)
                EXPECT_GT(difference(outputs.back(), outputs[i]), 1e-4) << "place " << place << ", operations " << i << " and " << op;
        }
    }
}

TEST(SearchNetwork, EveryOperationComputesItsOwnInEveryLayer)
{
    Random random(22);
    const auto plan = small("macro", 5);
    const auto shared = nn::makeSharedNetwork(plan, {.trainable = false});
    const auto images = pictures(plan);
    for (std::size_t layer = 0; layer < 5; ++layer) {
        auto child = sampleMacro(5, random);
        std::vector<at::Tensor> outputs;
        for (const int op : plan.form.operations) {
            child.macro.layers[layer].op = static_cast<MacroOp>(op);
            outputs.push_back(shared->forward(images, child).logits);
            for (std::size_t i = 0; i + 1 < outputs.size(); ++i)
                EXPECT_GT(difference(outputs.back(), outputs[i]), 1e-4) << "layer " << layer << ", operations " << i << " and " << op;
        }
    }
}

TEST(SearchNetwork, EverySkipCounts)
{
    const auto plan = small("macro", 6);
    const auto shared = nn::makeSharedNetwork(plan, {.trainable = false});
    const auto images = pictures(plan);
    const auto none = shared->forward(images, macroArchitecture(std::vector<MacroLayer>(6, MacroLayer{}))).logits;
    for (int layer = 2; layer <= 6; ++layer)
        for (int source = 0; source <= layer - 2; ++source) {
            std::vector<MacroLayer> layers(6, MacroLayer{});
            layers[static_cast<std::size_t>(layer - 1)].skips = std::uint64_t{1} << source;
            EXPECT_GT(difference(shared->forward(images, macroArchitecture(layers)).logits, none), 1e-4) << source << " to " << layer;
        }
}

TEST(SearchNetwork, RowsOfTheLooseEndMapBelongToTheirNode)
{
    Random random(31);
    const auto plan = small("micro", 4);
    const auto shared = nn::makeSharedNetwork(plan, {.trainable = false});
    const auto images = pictures(plan);
    for (int i = 0; i < 6; ++i) {
        const auto child = sampleMicro(4, random);
        const auto before = shared->forward(images, child).logits;
        const auto loose = concatenated(child.cells[0]);
        for (std::size_t row = 0; row < 6; ++row) {
            at::Tensor weight; // of the last normal cell
            for (const auto& p : shared->parameters().parameters())
                if (p.name == "cell4.output.row" + std::to_string(row) + ".weight")
                    weight = p.tensor;
            const auto kept = weight.clone();
            weight.zero_();
            const bool counts = std::find(loose.begin(), loose.end(), row) != loose.end();
            EXPECT_EQ(difference(shared->forward(images, child).logits, before) > 1e-6, counts) << "row " << row;
            weight.copy_(kept);
        }
    }
}

TEST(SearchNetwork, TheSecondClassifierTrainsAndIsLeftOutElsewhere)
{
    Random random(17);
    auto form = small("micro").form;
    form.repeats = 2; // eight cells, of which it reads the seventh
    const auto plan = *planSearch(form);
    const auto shared = nn::makeSharedNetwork(plan, {.auxiliary = true});
    const auto images = pictures(plan);
    const auto labels = at::arange(images.size(0), at::kLong).remainder(plan.form.classes);
    const auto child = sampleMicro(3, random);
    const auto plain = shared->forward(images, child);
    EXPECT_FALSE(plain.auxiliary.defined());
    const auto both = shared->forward(images, child, {.auxiliary = true});
    EXPECT_TRUE(at::equal(plain.logits, both.logits));
    at::cross_entropy_loss(both.auxiliary, labels).backward();
    int parts = 0;
    for (const auto& p : shared->parameters().parameters()) {
        const auto gradient = p.tensor.grad().abs().max().item<float>();
        if (p.name.rfind("auxiliary.", 0) == 0) {
            ++parts;
            EXPECT_GT(gradient, 0) << p.name;
        }
        if (p.name == "classifier.weight" || p.name.rfind("cell7.", 0) == 0) {
            EXPECT_EQ(gradient, 0) << p.name;
        }
        if (p.name == "stem.0.weight" || p.name == "cell6.output.norm.scale") {
            EXPECT_GT(gradient, 0) << p.name;
        }
    }
    EXPECT_EQ(parts, 7);
}

TEST(SearchNetwork, TheMaskDropsPooledFeatures)
{
    Random random(19);
    const auto plan = small("macro");
    const auto shared = nn::makeSharedNetwork(plan, {.trainable = false});
    const auto images = pictures(plan);
    const auto child = sampleMacro(3, random);
    EXPECT_EQ(shared->width(), 4);
    const auto nothing = shared->forward(images, child, {.keep = at::zeros({images.size(0), shared->width()})}).logits;
    EXPECT_EQ(nothing.abs().max().item<float>(), 0);
    const auto all = shared->forward(images, child, {.keep = at::ones({images.size(0), shared->width()})}).logits;
    EXPECT_TRUE(at::equal(all, shared->forward(images, child).logits));
}

} // namespace
} // namespace cw
