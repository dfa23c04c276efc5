#include <cmath>
#include <limits>
#include <set>

#include <gtest/gtest.h>

#include "core/arch/recurrent_plan.h"
#include "core/search/measure.h"
#include "core/space/enas_space.h"
#include "core/train/shared_text.h"
#include "core/train/text_scoring_internal.h"
#include "tests/nn/memory_text.h"
#include "tests/nn/plain_recurrent.h"

namespace cw {
namespace {

using test::Changes;

const Changes kNoDropout{{"dropout_words", "0"}, {"dropout_input", "0"}, {"dropout_state", "0"}, {"dropout_output", "0"}};

Changes with(Changes changes, const Changes& more)
{
    changes.insert(changes.end(), more.begin(), more.end());
    return changes;
}

std::unique_ptr<SharedWeights> shared(const Changes& changes = {}, std::uint64_t seed = 1, std::shared_ptr<const TextData> text = test::randomText(13, 300, 90))
{
    auto weights = makeSharedText(test::textSetup(std::move(text), changes, seed));
    EXPECT_TRUE(weights) << weights.error().message << weights.error().detail;
    return std::move(*weights);
}

Architecture child(int i)
{
    Random random(deriveSeed(77, static_cast<std::uint64_t>(i)));
    return sampleRecurrent(4, random);
}

double train(SharedWeights& weights, const Architecture& arch)
{
    Control control;
    const auto loss = weights.trainBatch(arch, control);
    EXPECT_TRUE(loss) << loss.error().message << loss.error().detail;
    return *loss;
}

SharedScore score(SharedWeights& weights, const Architecture& arch, std::int64_t batch)
{
    Control control;
    const auto result = weights.score(arch, batch, control);
    EXPECT_TRUE(result) << result.error().message << result.error().detail;
    return *result;
}

SharedScore scoreAll(SharedWeights& weights, const Architecture& arch)
{
    Control control;
    return *weights.scoreAll(arch, control);
}

bool same(const NamedBuffers& a, const NamedBuffers& b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](const auto& x, const auto& y) { return x.first == y.first && x.second.shape == y.second.shape && x.second.data == y.second.data; });
}

TEST(TextBatches, RowsReadOnAndEveryWordIsPredictedOnce)
{
    std::vector<std::int32_t> tokens(24);
    for (std::size_t i = 0; i < tokens.size(); ++i)
        tokens[i] = static_cast<std::int32_t>(i);
    const TextBatches batches(tokens, 3, 3); // 23 are predicted: 7 in each row, 2 are left out
    EXPECT_EQ(batches.rows(), 3);
    EXPECT_EQ(batches.windows(), 2);
    EXPECT_EQ(batches.allWindows(), 3);
    std::multiset<std::int64_t> predicted;
    for (std::int64_t w = 0; w < 3; ++w) {
        const auto window = batches.window(w);
        EXPECT_EQ(window.words, w < 2 ? 3 : 1);
        for (std::size_t i = 0; i < window.inputs.size(); ++i) {
            EXPECT_EQ(window.targets[i], window.inputs[i] + 1);
            EXPECT_EQ(window.inputs[i], 7 * static_cast<std::int64_t>(i % 3) + 3 * w + static_cast<std::int64_t>(i / 3)) << "rows go on where they were";
            predicted.insert(window.targets[i]);
        }
    }
    EXPECT_EQ(predicted.size(), 21U);
    EXPECT_EQ(std::set<std::int64_t>(predicted.begin(), predicted.end()).size(), 21U);
}

TEST(TextBatches, ShortTextsGetFewerRows)
{
    const std::vector<std::int32_t> tokens(12);
    EXPECT_EQ(TextBatches(tokens, 64, 5).rows(), 2);
    EXPECT_EQ(TextBatches(tokens, 64, 5).windows(), 1);
    EXPECT_EQ(TextBatches(tokens, 64, 35).rows(), 1);
    EXPECT_EQ(TextBatches(tokens, 64, 35).windowWords(), 11);
    EXPECT_EQ(TextBatches(std::span(tokens).first(2), 64, 35).windows(), 1);
}

TEST(SharedText, CountsWhatItHolds)
{
    const auto weights = shared();
    EXPECT_EQ(weights->parameters(), countSharedRecurrent(4, 8, 13));
    EXPECT_EQ(weights->trainBatches(), 299 / 4 / 5);
    EXPECT_EQ(weights->validationBatches(), 89 / 4 / 5);
    const auto arch = child(0);
    EXPECT_EQ(weights->childSize(arch).parameters, countRecurrent({arch.recurrent, 8, 13}).parameters);
    EXPECT_EQ(weights->childSize(arch).multiplyAdds, countRecurrent({arch.recurrent, 8, 13}).multiplyAdds);
}

/// Clip, decay and rate of one step, held against the plain form under autograd.
TEST(SharedText, OneStepIsPlainSgdWithAClipThatClips)
{
    for (const auto* clip : {"0", "0.01", "1000"}) {
        const auto setup = test::textSetup(test::randomText(13, 300, 90), with(kNoDropout, {{"clip", clip}, {"weight_decay", "0.01"}, {"learning_rate", "2"}}));
        auto weights = makeSharedText(setup);
        auto network = nn::RecurrentNetwork::shared(4, 8, 13, 1, at::kCPU);
        const auto before = (*weights)->save();
        ASSERT_TRUE(network.parameters().restore(before));
        const test::PlainRecurrent plain(network);
        const TextBatches batches(setup.text->tokens(Split::Train), 4, 5);
        const auto window = batches.window(0);
        const auto tensor = [](const std::vector<std::int64_t>& w) { return at::tensor(w).view({5, 4}); };
        auto state = at::zeros({4, 8});
        const auto arch = child(3);
        const auto loss = plain.loss(arch.recurrent, tensor(window.inputs), tensor(window.targets), state);
        loss.backward();
        double squares = 0;
        for (const auto& [name, w] : plain.weights)
            if (w.grad().defined())
                squares += w.grad().pow(2).sum().item<double>();
        const double limit = std::stod(clip), norm = std::sqrt(squares);
        const double scale = limit > 0 && norm > limit ? limit / norm : 1;
        EXPECT_EQ(scale < 1, limit == 0.01) << "the test tries both";

        EXPECT_NEAR(train(**weights, arch), loss.item<double>(), 1e-5);
        const auto after = (*weights)->save();
        std::size_t changed = 0;
        for (const auto& [name, w] : plain.weights) {
            const auto& now = after.at(name).data;
            if (!w.grad().defined()) {
                EXPECT_EQ(now, before.at(name).data) << name << " is not of this child";
                continue;
            }
            ++changed;
            const double decay = name == "classifier.bias" ? 0 : 0.01;
            const auto expected = (w.detach() - 2 * (scale * w.grad() + decay * w.detach())).contiguous();
            for (std::size_t i = 0; i < now.size(); ++i)
                ASSERT_NEAR(now[i], expected.data_ptr<float>()[i], 2e-6) << name;
        }
        EXPECT_EQ(changed, 4 + 3U) << "embedding, bias, two pairs of the first node, one pair of each other node";
    }
}

TEST(SharedText, StateGoesOnFromBatchToBatchAndChildToChild)
{
    const auto setup = test::textSetup(test::randomText(13, 300, 90), with(kNoDropout, {{"learning_rate", "0.000001"}, {"weight_decay", "0"}}));
    auto weights = makeSharedText(setup);
    auto network = nn::RecurrentNetwork::shared(4, 8, 13, 1, at::kCPU);
    const TextBatches batches(setup.text->tokens(Split::Train), 4, 5);
    const auto passes = batches.windows();
    auto state = at::zeros({4, 8});
    for (std::int64_t step = 0; step < passes + 2; ++step) {
        ASSERT_TRUE(network.parameters().restore((*weights)->save()));
        const test::PlainRecurrent plain(network);
        const auto window = batches.window(step % passes);
        const auto tensor = [](const std::vector<std::int64_t>& w) { return at::tensor(w).view({5, 4}); };
        if (step == passes)
            state = at::zeros({4, 8});
        state = state.detach();
        const auto arch = child(static_cast<int>(step));
        const auto loss = plain.loss(arch.recurrent, tensor(window.inputs), tensor(window.targets), state).item<double>();
        EXPECT_NEAR(train(**weights, arch), loss, 1e-5);
        const auto carried = (*weights)->save().at("training.state").data;
        for (std::size_t i = 0; i < carried.size(); ++i)
            ASSERT_NEAR(carried[i], state.detach().contiguous().data_ptr<float>()[i], 1e-5) << "step " << step;
    }
}

/// A cell that doubles its state at every word: what it leaves to the next one is bounded.
TEST(SharedText, WhatGrowsWithoutEndIsNotLeftToTheNextChild)
{
    auto weights = shared(with(kNoDropout, {{"learning_rate", "0.000001"}, {"nodes", "1"}}));
    auto buffers = weights->save();
    auto& state = buffers.at("node1.state").data; // [8, 16]: the gate stays at 1/2, the value is three times the state
    std::fill(state.begin(), state.end(), 0.0F);
    for (std::size_t i = 0; i < 8; ++i)
        state[i * 16 + 8 + i] = 3;
    ASSERT_TRUE(weights->restore(buffers));
    const auto arch = recurrentArchitecture({{{0, Activation::Identity}}});
    for (int i = 0; i < 6; ++i)
        (void)train(*weights, arch);
    const auto carried = weights->save().at("training.state").data;
    for (std::size_t row = 0; row < 4; ++row) {
        double squares = 0;
        for (std::size_t i = 0; i < 8; ++i)
            squares += std::pow(carried[row * 8 + i], 2);
        EXPECT_NEAR(std::sqrt(squares / 8), 2, 1e-4) << "row " << row;
    }
}

TEST(SharedText, RateFallsByRounds)
{
    // Two steps a round, falling after the second round; so small a text that each pass is one mini-batch, and no clip: steps are as
    // long as the rate says. What one step does from the same weights tells the rate.
    const auto changes = with(kNoDropout, {{"learning_rate", "1"}, {"rate_decay", "0.5"}, {"decay_from", "2"}, {"round_steps", "2"}, {"clip", "0"}, {"weight_decay", "0"}});
    auto weights = shared(changes, 1, test::randomText(13, 21, 30));
    const auto start = weights->save();
    const auto arch = child(1);
    std::vector<double> moved;
    for (int step = 0; step < 8; ++step) {
        auto from = start;
        from.at("training.step").data[0] = static_cast<float>(step);
        ASSERT_TRUE(weights->restore(from));
        (void)train(*weights, arch);
        moved.push_back(weights->save().at("classifier.bias").data[0]);
    }
    for (const auto& [step, rate] : std::vector<std::pair<std::size_t, double>>{{0, 1}, {3, 1}, {4, 0.5}, {5, 0.5}, {6, 0.25}, {7, 0.25}})
        EXPECT_NEAR(moved[step] / moved[0], rate, 1e-4) << "step " << step;
}

TEST(SharedText, DropoutIsOfTrainingOnlyAndDrawnByStep)
{
    auto plain = shared(kNoDropout), dropped = shared({{"dropout_output", "0.5"}});
    EXPECT_EQ(score(*plain, child(1), 0).loss, score(*dropped, child(1), 0).loss) << "the same weights, measured the same way";
    EXPECT_EQ(scoreAll(*plain, child(1)).loss, scoreAll(*dropped, child(1)).loss);
    EXPECT_NE(train(*plain, child(1)), train(*dropped, child(1)));
    auto again = shared({{"dropout_output", "0.5"}}), other = shared({{"dropout_output", "0.5"}}, 2);
    (void)train(*again, child(1));
    EXPECT_EQ(train(*again, child(1)), train(*dropped, child(1)));
    EXPECT_NE(train(*other, child(1)), train(*shared({{"dropout_output", "0.5"}}), child(1)));
}

/// A linear cell that only passes x on, of weights that tell which units were dropped: the same ones at every word.
TEST(RecurrentMasks, AreTheSameAtEveryWord)
{
    auto network = nn::RecurrentNetwork::shared(1, 6, 4, 1, at::kCPU);
    network.parameters().flatValues().zero_();
    network.embedding().fill_(1);
    for (std::int64_t i = 0; i < 6; ++i)
        network.inputPair()[i][6 + i].fill_(1); // gate 1/2, value x
    nn::RecurrentPass pass(network, 3, 2, false);
    const auto mask = at::tensor({0.F, 2.F, 2.F, 0.F, 2.F, 0.F, 2.F, 2.F, 0.F, 0.F, 0.F, 2.F}).view({2, 6});
    const auto x = pass.forward({{{0, Activation::Identity}}}, at::ones({3, 2}, at::kLong), at::zeros({2, 6}), {{}, mask, {}, {}}).view({3, 2, 6});
    for (std::int64_t t = 0; t < 3; ++t)
        EXPECT_TRUE(at::equal(x[t] > 0, mask > 0)) << "word " << t;
}

TEST(SharedText, RewardIsEightyByPerplexity)
{
    auto weights = shared();
    const auto one = score(*weights, child(1), 0);
    EXPECT_DOUBLE_EQ(one.reward, 80 / std::exp(one.loss));
    EXPECT_EQ(one.total, 4 * 5);
    EXPECT_EQ(one.correct, 0);
    const auto all = scoreAll(*weights, child(1));
    EXPECT_DOUBLE_EQ(all.reward, kPerplexityReward / std::exp(all.loss));
    EXPECT_EQ(all.total, 88) << "89 are predicted, 22 in each of 4 rows";
    EXPECT_NEAR(std::exp(all.loss), 13, 1) << "nothing learned yet: all 13 words are alike";
}

TEST(TextScore, PerplexityIsNotClamped)
{
    EXPECT_DOUBLE_EQ((TextScore{3000, 10}.reward()), 80 / std::exp(300.0));
    EXPECT_EQ((TextScore{INFINITY, 10}.reward()), 0);
    EXPECT_EQ((TextScore{NAN, 10}.reward()), 0);
}

TEST(SharedText, EachPassOverTheValidationPartHasItsOwnOrder)
{
    auto weights = shared();
    const auto arch = child(2);
    const auto n = weights->validationBatches();
    ASSERT_GE(n, 4);
    std::vector<std::vector<double>> passes(3);
    for (std::size_t p = 0; p < passes.size(); ++p)
        for (std::int64_t b = 0; b < n; ++b)
            passes[p].push_back(score(*weights, arch, static_cast<std::int64_t>(p) * n + b).loss);
    EXPECT_TRUE(passes[0] != passes[1] || passes[1] != passes[2]);
    for (auto& pass : passes)
        std::sort(pass.begin(), pass.end());
    EXPECT_EQ(passes[0], passes[1]) << "the same mini-batches";
    EXPECT_EQ(passes[0], passes[2]);
    EXPECT_EQ(score(*weights, arch, 1).loss, score(*weights, arch, 1).loss);
}

TEST(SharedText, MeasuringChangesNothing)
{
    auto weights = shared();
    (void)train(*weights, child(0));
    const auto before = weights->save();
    (void)score(*weights, child(1), 3);
    (void)scoreAll(*weights, child(2));
    EXPECT_TRUE(same(before, weights->save()));
}

TEST(SharedText, GoesOnBitForBit)
{
    auto whole = shared(), first = shared(), second = shared({}, 1);
    for (int i = 0; i < 20; ++i) // more than a pass
        (void)train(*whole, child(i));
    for (int i = 0; i < 9; ++i)
        (void)train(*first, child(i));
    (void)train(*second, child(50)); // something else before
    ASSERT_TRUE(second->restore(first->save()));
    EXPECT_TRUE(same(first->save(), second->save()));
    for (int i = 9; i < 20; ++i)
        (void)train(*second, child(i));
    EXPECT_TRUE(same(whole->save(), second->save()));
    EXPECT_EQ(scoreAll(*whole, child(1)).loss, scoreAll(*second, child(1)).loss);
}

TEST(SharedText, StepCounterIsExactBeyondWhatAFloatHolds)
{
    auto weights = shared();
    auto buffers = weights->save();
    buffers.at("training.step").data = {3, 7};
    ASSERT_TRUE(weights->restore(buffers));
    (void)train(*weights, child(0));
    EXPECT_EQ(weights->save().at("training.step").data, (std::vector<float>{4, 7}));
}

TEST(SharedText, RefusesForeignWeightsAndChildrenInWords)
{
    auto weights = shared();
    auto buffers = weights->save();
    buffers.erase("training.state");
    EXPECT_FALSE(weights->restore(buffers));
    EXPECT_FALSE(weights->restore(shared({{"hidden", "9"}})->save()));
    EXPECT_FALSE(weights->restore({}));
    buffers = weights->save();
    for (const float step : {-1.0F, std::numeric_limits<float>::quiet_NaN(), 1e30F}) {
        buffers.at("training.step").data[0] = step;
        EXPECT_FALSE(weights->restore(buffers)) << step;
    }

    Control control;
    Random random(1);
    const auto larger = weights->trainBatch(sampleRecurrent(5, random), control);
    ASSERT_FALSE(larger);
    EXPECT_NE(larger.error().message.find("5 nodes"), std::string::npos) << larger.error().message;
    EXPECT_FALSE(weights->score(sampleMacro(3, random), 0, control));
    auto broken = child(1);
    broken.recurrent.nodes[1].previous = 3;
    EXPECT_FALSE(weights->scoreAll(broken, control));
    auto setup = test::textSetup(nullptr);
    EXPECT_FALSE(makeSharedText(setup));
    EXPECT_FALSE(makeSharedText(test::textSetup(test::randomText(13, 100, 1)))) << "nothing to measure with";
    EXPECT_FALSE(makeSharedText(test::textSetup(std::make_shared<test::MemoryText>(2, std::vector<std::int32_t>{0, 1, 2}, std::vector<std::int32_t>{0, 1}))))
        << "a word that the vocabulary does not have";
}

TEST(SharedText, StopsBeforeItChangesAnything)
{
    auto weights = shared();
    const auto before = weights->save();
    Control control;
    control.requestStop();
    EXPECT_THROW((void)weights->trainBatch(child(0), control), Cancelled);
    EXPECT_THROW((void)weights->score(child(0), 0, control), Cancelled);
    EXPECT_THROW((void)weights->scoreAll(child(0), control), Cancelled);
    EXPECT_TRUE(same(before, weights->save()));
}

/// A loss that is no number; and a loss that is one, but with a gradient that is none (a gate wide open in each direction).
TEST(SharedText, AStepThatIsNoNumberIsNotApplied)
{
    for (const auto& [name, number] : {std::pair{"embedding", NAN}, std::pair{"node1.input", INFINITY}}) {
        auto weights = shared();
        (void)train(*weights, child(0));
        auto buffers = weights->save();
        const auto kept = buffers.at(name).data[0];
        buffers.at(name).data[0] = number;
        ASSERT_TRUE(weights->restore(buffers));
        EXPECT_FALSE(std::isfinite(train(*weights, child(1)))) << name;
        auto after = weights->save();
        EXPECT_EQ(after.at("training.state").data, std::vector<float>(4 * 8, 0.0F)) << "begins anew";
        EXPECT_EQ(after.at("training.step").data[0], buffers.at("training.step").data[0] + 1);
        EXPECT_EQ(after.at("classifier.bias").data, buffers.at("classifier.bias").data);
        EXPECT_EQ(after.at("node1.state").data, buffers.at("node1.state").data);
        after.at(name).data[0] = kept;
        ASSERT_TRUE(weights->restore(after));
        EXPECT_TRUE(std::isfinite(train(*weights, child(2)))) << "and goes on";
    }
}

TEST(SharedText, WhatCannotBeMeasuredIsWorthNothing)
{
    auto weights = shared();
    auto buffers = weights->save();
    buffers.at("embedding").data[0] = NAN;
    ASSERT_TRUE(weights->restore(buffers));
    EXPECT_TRUE(std::isnan(scoreAll(*weights, child(1)).loss));
    EXPECT_EQ(scoreAll(*weights, child(1)).reward, 0);
}

TEST(SharedText, ChildrenLearnTogetherWhatRepeats)
{
    auto weights = shared(with(kNoDropout, {{"hidden", "16"}, {"learning_rate", "5"}, {"batch", "8"}}), 1, test::periodicText(10, 1000, 200));
    const auto before = std::exp(scoreAll(*weights, child(0)).loss);
    for (int i = 0; i < 500; ++i)
        (void)train(*weights, child(i % 7));
    EXPECT_GT(before, 9);
    for (int i = 0; i < 7; ++i)
        EXPECT_LT(std::exp(scoreAll(*weights, child(i)).loss), 1.5) << "child " << i;
}

} // namespace
} // namespace cw
