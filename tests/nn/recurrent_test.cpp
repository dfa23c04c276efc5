#include <cmath>

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include "core/arch/recurrent_plan.h"
#include "core/nn/recurrent_classifier_internal.h"
#include "core/space/enas_space.h"
#include "tests/nn/memory_text.h"
#include "tests/nn/plain_recurrent.h"

namespace cw {
namespace {

using nn::RecurrentNetwork;

constexpr std::int64_t kHidden = 5, kWords = 11, kLength = 4, kRows = 3;

at::Tensor randomLike(at::IntArrayRef shape, std::uint64_t seed, double scale = 1)
{
    auto t = at::empty(shape, at::kFloat);
    Random random(seed);
    for (auto *p = t.data_ptr<float>(), *end = p + t.numel(); p != end; ++p)
        *p = static_cast<float>(scale * random.normal());
    return t;
}

at::Tensor words(std::uint64_t seed)
{
    auto t = at::empty({kLength, kRows}, at::kLong);
    Random random(seed);
    for (auto *p = t.data_ptr<std::int64_t>(), *end = p + t.numel(); p != end; ++p)
        *p = static_cast<std::int64_t>(random.below(kWords));
    return t;
}

/// Larger weights than at the start of training, so that nothing hides in the linear part of the activations.
RecurrentNetwork network(std::int64_t nodes, double scale = 0.6)
{
    auto result = RecurrentNetwork::shared(nodes, kHidden, kWords, 7, at::kCPU);
    auto values = result.parameters().flatValues();
    values.copy_(randomLike({values.numel()}, 70, scale));
    return result;
}

double relativeDifference(const at::Tensor& a, const at::Tensor& b) { return ((a - b).norm() / (b.norm() + 1e-9)).item<double>(); }

at::Tensor outputs(const RecurrentNetwork& n, const RecurrentCell& cell, std::uint64_t seed = 1)
{
    nn::RecurrentPass pass(n, kLength, kRows, false);
    return pass.forward(cell, words(seed), randomLike({kRows, kHidden}, 5), {}).clone();
}

/// Twelve cells of all activations and shapes, and one with the output of DARTS.
std::vector<RecurrentCell> someCells()
{
    std::vector<RecurrentCell> cells{test::workedCell(), {{{0, Activation::Sigmoid}}}};
    Random random(4);
    for (int i = 0; i < 10; ++i)
        cells.push_back(sampleRecurrent(2 + i % 5, random).recurrent);
    cells.push_back(cells.back());
    cells.back().output = RecurrentOutput::AllButFirst;
    return cells;
}

TEST(RecurrentNetwork, SizesAreThoseOfTheFormula)
{
    EXPECT_EQ(RecurrentNetwork::shared(6, 7, 19, 1, at::kCPU).parameters().count(), countSharedRecurrent(6, 7, 19));
    for (const auto& cell : someCells())
        EXPECT_EQ(RecurrentNetwork::standAlone(cell, 7, 19, 1, at::kCPU).parameters().count(), countRecurrent({cell, 7, 19}).parameters);
}

TEST(RecurrentNetwork, StartsWithinItsBounds)
{
    const auto n = RecurrentNetwork::shared(3, 20, 50, 1, at::kCPU);
    EXPECT_LE(n.embedding().abs().max().item<double>(), nn::kRecurrentStart);
    EXPECT_GT(n.embedding().abs().max().item<double>(), 0.9 * nn::kRecurrentStart);
    EXPECT_EQ(n.bias().abs().max().item<double>(), 0);
    EXPECT_FALSE(at::equal(n.pair(2, 0), n.pair(2, 1)));
    EXPECT_FALSE(at::equal(n.pair(2, 0), RecurrentNetwork::shared(3, 20, 50, 2, at::kCPU).pair(2, 0))) << "another seed";
}

TEST(RecurrentNetwork, ChildOfTheSharedOneEqualsTheStandAloneOneWeightForWeight)
{
    const auto shared = network(6);
    for (const auto& cell : someCells()) {
        auto alone = RecurrentNetwork::standAlone(cell, kHidden, kWords, 1, at::kCPU);
        ASSERT_TRUE(alone.parameters().restore(shared.parameters().save()));
        EXPECT_TRUE(at::equal(outputs(shared, cell), outputs(alone, cell)));
    }
}

/// Two units, one word, one row, by hand: node 1 and what follows from it.
TEST(RecurrentPass, HighwayAndMeanOfTheLooseEndsByHand)
{
    auto n = RecurrentNetwork::shared(4, 2, 2, 1, at::kCPU);
    n.parameters().flatValues().zero_();
    const auto set = [](at::Tensor t, std::vector<float> numbers) { t.copy_(at::from_blob(numbers.data(), t.sizes(), at::kFloat)); };
    set(n.embedding(), {0, 0, 1, -2});
    // Columns: gate 1, gate 2, value 1, value 2.
    set(n.inputPair(), {0.5, 0, 1, 0, /**/ 0, 1, 0, 0.25});
    set(n.statePair(), {0, 0.5, 0, 0, /**/ 1, 0, 0, 2});
    set(n.pair(1, 0), {1, 0, 1, 1, /**/ 0, 0, 0, 1});
    set(n.pair(2, 1), {0, 0, -1, 0, /**/ 0, 0, 0, 3});
    set(n.pair(3, 0), {0, 2, 2, 0, /**/ 0, 0, 0, -1});
    nn::RecurrentPass pass(n, 1, 1, false);
    const auto result = pass.forward(test::workedCell(), at::ones({1, 1}, at::kLong), at::tensor({0.4F, -0.2F}).view({1, 2}), {});

    const auto gate = [](double z) { return 1 / (1 + std::exp(-z)); };
    const auto mixed = [&](double z, double value, double carried) { return gate(z) * value + (1 - gate(z)) * carried; };
    const double x[] = {1, -2}, h[] = {0.4, -0.2};
    const double h1[] = {mixed(0.5 * x[0] + h[1], std::tanh(x[0]), h[0]), mixed(x[1] + 0.5 * h[0], std::tanh(0.25 * x[1] + 2 * h[1]), h[1])};
    const double h2[] = {mixed(h1[0], std::max(0.0, h1[0]), h1[0]), mixed(0, std::max(0.0, h1[0] + h1[1]), h1[1])};
    const double h3[] = {mixed(0, std::max(0.0, -h2[0]), h2[0]), mixed(0, std::max(0.0, 3 * h2[1]), h2[1])};
    const double h4[] = {mixed(0, std::tanh(2 * h1[0]), h1[0]), mixed(2 * h1[0], std::tanh(-h1[1]), h1[1])};
    for (int i = 0; i < 2; ++i)
        EXPECT_NEAR(result[0][i].item<double>(), (h3[i] + h4[i]) / 2, 1e-6) << "the paper's worked example: (h3 + h4) / 2";
}

TEST(RecurrentPass, EachDecisionShows)
{
    const auto n = network(4);
    const auto cell = test::workedCell();
    const auto before = outputs(n, cell);
    EXPECT_TRUE(at::equal(before, outputs(n, cell)));
    for (std::size_t i = 0; i < cell.nodes.size(); ++i) {
        for (int a = 0; a < kActivationCount; ++a) {
            auto other = cell;
            other.nodes[i].activation = static_cast<Activation>(a);
            EXPECT_EQ(at::equal(outputs(n, other), before), other == cell) << "node " << i + 1 << ", activation " << a;
        }
        for (std::uint8_t j = 0; j < i; ++j) {
            auto other = cell;
            other.nodes[i].previous = j;
            EXPECT_EQ(at::equal(outputs(n, other), before), other == cell) << "node " << i + 1 << " from " << j + 1;
        }
    }
    auto all = cell;
    all.output = RecurrentOutput::AllButFirst;
    EXPECT_FALSE(at::equal(outputs(n, all), before));
}

/// The whole step, with and without dropout, against autograd over the plain form: loss, state, every gradient.
TEST(RecurrentPass, EqualsThePlainFormUnderAutograd)
{
    const auto n = network(6);
    const auto mask = [](at::IntArrayRef shape, std::uint64_t seed) { return (randomLike(shape, seed) > -0.4).to(at::kFloat) * 1.5; };
    const nn::RecurrentMasks some{mask({kWords}, 21), mask({kRows, kHidden}, 22), mask({kRows, kHidden}, 23), {}};
    nn::RecurrentGradients gradients(n);
    for (const auto& cell : someCells())
        for (const auto& masks : {nn::RecurrentMasks{}, some}) {
            const auto start = randomLike({kRows, kHidden}, 5);
            test::PlainRecurrent plain(n);
            auto plainState = start.clone();
            const auto plainLoss = plain.loss(cell, words(1), words(2), plainState, masks);
            plainLoss.backward();

            nn::RecurrentPass pass(n, kLength + 2, kRows, true); // more room than is used
            const auto result = pass.forward(cell, words(1), start, masks);
            auto back = at::empty_like(result);
            const auto loss = nn::classifierGradients(n, result, words(2).reshape({-1}), gradients, back) / (kLength * kRows);
            pass.backward(back, gradients);

            EXPECT_NEAR(loss, plainLoss.item<double>(), 1e-5);
            EXPECT_LT(relativeDifference(pass.lastState(), plainState.detach()), 1e-5);
            EXPECT_LT(relativeDifference(gradients.embedding, plain["embedding"].grad()), 1e-4) << "of both its uses";
            EXPECT_LT(relativeDifference(gradients.bias, plain["classifier.bias"].grad()), 1e-4);
            EXPECT_LT(relativeDifference(gradients.input, plain["node1.input"].grad()), 1e-4);
            EXPECT_LT(relativeDifference(gradients.state, plain["node1.state"].grad()), 1e-4);
            for (std::size_t i = 1; i < cell.nodes.size(); ++i) {
                const auto name = "node" + std::to_string(i + 1) + ".from" + std::to_string(cell.nodes[i].previous + 1);
                EXPECT_LT(relativeDifference(gradients.pairs[i], plain[name].grad()), 1e-4) << name;
            }
        }
}

TEST(RecurrentClassifier, PiecesDoNotShow)
{
    // More outputs than one piece holds.
    const auto n = network(1);
    const std::int64_t count = 1200;
    const auto o = randomLike({count, kHidden}, 8);
    const auto targets = at::arange(count, at::kLong).remainder(kWords);
    const auto scores = at::matmul(o.to(at::kDouble), n.embedding().to(at::kDouble).t()) + n.bias();
    const auto expected = at::cross_entropy_loss(scores, targets, {}, at::Reduction::Sum).item<double>();
    EXPECT_NEAR(nn::classifierLoss(n, o, targets), expected, 1e-3);
    nn::RecurrentGradients gradients(n);
    gradients.flat.fill_(NAN); // what was there does not matter
    auto back = at::empty_like(o);
    EXPECT_EQ(nn::classifierGradients(n, o, targets, gradients, back), nn::classifierLoss(n, o, targets));
    auto delta = at::softmax(scores, 1);
    delta.scatter_add_(1, targets.unsqueeze(1), at::full({count, 1}, -1.0, at::kDouble));
    delta /= static_cast<double>(count);
    EXPECT_LT(relativeDifference(gradients.embedding.to(at::kDouble), at::matmul(delta.t(), o.to(at::kDouble))), 1e-4);
    EXPECT_LT(relativeDifference(gradients.bias.to(at::kDouble), delta.sum(0)), 1e-4);
    EXPECT_LT(relativeDifference(back.to(at::kDouble), at::matmul(delta, n.embedding().to(at::kDouble))), 1e-4);
}

TEST(RecurrentClassifier, NothingIsClamped)
{
    auto n = network(1);
    const auto targets = at::zeros({1}, at::kLong);
    n.embedding().zero_();
    n.bias().zero_();
    n.bias()[0].fill_(-500);
    EXPECT_NEAR(nn::classifierLoss(n, at::zeros({1, kHidden}), targets), 500 + std::log(kWords - 1.0), 1e-3);
    n.bias()[0].fill_(-INFINITY);
    EXPECT_EQ(nn::classifierLoss(n, at::zeros({1, kHidden}), targets), INFINITY);
}

} // namespace
} // namespace cw
