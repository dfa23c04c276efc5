#include <cmath>
#include <cstring>
#include <limits>
#include <numeric>

#include <gtest/gtest.h>

#include "core/search/search_network.h"
#include "core/search/strategy.h"
#include "core/space/enas_space.h"
#include "core/train/restarts.h"
#include "core/train/shared_images.h"
#include "tests/nn/memory_images.h"

namespace cw {
namespace {

using Changes = std::vector<std::pair<std::string, std::string>>;

EvaluatorSetup setup(const std::string& space, const Changes& changes = {}, std::uint64_t seed = 1)
{
    const auto training = trainingParameters(space);
    std::vector<ParameterSpec> specs;
    for (const auto part : {spaceParameters(space), training.network, training.training, training.shared})
        specs.insert(specs.end(), part.begin(), part.end());
    EvaluatorSetup s;
    s.space = space;
    s.data = test::separableImages(150, {1, 8, 8});
    s.settings = Settings(specs);
    s.runSeed = seed;
    s.device = "cpu";
    Changes all{{space == "micro" ? "nodes" : "layers", "3"}, {"filters", "4"}, {"batch", "24"}, {"crop_padding", "1"}, {"validation_fraction", "0.33"}};
    if (space == "micro")
        all.insert(all.end(), {{"repeats", "1"}, {"aux_weight", "0"}});
    all.insert(all.end(), changes.begin(), changes.end());
    for (const auto& [key, value] : all)
        EXPECT_TRUE(s.settings.set(key, value)) << key;
    return s;
}

std::unique_ptr<SharedWeights> make(const EvaluatorSetup& s)
{
    auto shared = makeSharedImages(s);
    EXPECT_TRUE(shared) << shared.error().message << shared.error().detail;
    return *std::move(shared);
}

Architecture child(const std::string& space, std::uint64_t seed)
{
    Random random(seed);
    return space == "micro" ? sampleMicro(3, random) : sampleMacro(3, random);
}

std::vector<double> train(SharedWeights& shared, const std::string& space, int from, int to)
{
    Control control;
    std::vector<double> losses;
    for (int i = from; i < to; ++i) {
        const auto loss = shared.trainBatch(child(space, static_cast<std::uint64_t>(i)), control);
        EXPECT_TRUE(loss) << loss.error().message << loss.error().detail;
        losses.push_back(*loss);
    }
    return losses;
}

SharedScore score(SharedWeights& shared, const Architecture& arch, std::int64_t batch)
{
    Control control;
    const auto result = shared.score(arch, batch, control);
    EXPECT_TRUE(result);
    return *result;
}

/// Bit for bit; what is not a number equals itself.
bool same(const NamedBuffers& a, const NamedBuffers& b)
{
    return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), [](const auto& x, const auto& y) {
        return x.first == y.first && x.second.data.size() == y.second.data.size()
               && std::memcmp(x.second.data.data(), y.second.data.data(), x.second.data.size() * sizeof(float)) == 0;
    });
}
double moved(const NamedBuffers& a, const NamedBuffers& b)
{
    double squares = 0;
    const auto &x = a.at("weights").data, &y = b.at("weights").data;
    for (std::size_t i = 0; i < x.size(); ++i)
        squares += std::pow(double{x[i]} - y[i], 2);
    return std::sqrt(squares);
}
std::int64_t changed(const NamedBuffers& a, const NamedBuffers& b)
{
    const auto &x = a.at("weights").data, &y = b.at("weights").data;
    return std::inner_product(x.begin(), x.end(), y.begin(), std::int64_t{0}, std::plus<>(), [](float p, float q) { return p != q ? 1 : 0; });
}

class SharedImagesOf : public testing::TestWithParam<const char*> {};
INSTANTIATE_TEST_SUITE_P(Spaces, SharedImagesOf, testing::Values("micro", "macro"), [](const auto& space) { return std::string(space.param); });

TEST(Restarts, RateFallsByACosineAndBeginsAgain)
{
    const Restarts r{0.05, 0.0005, 10, 2};
    const std::int64_t round = 4; // the first period has 40 steps, then 80, 160 …
    EXPECT_DOUBLE_EQ(restartRate(r, 0, round), 0.05);
    EXPECT_NEAR(restartRate(r, 20, round), (0.05 + 0.0005) / 2, 1e-12);
    EXPECT_NEAR(restartRate(r, 10, round), 0.0005 + 0.0495 * (1 + std::sqrt(0.5)) / 2, 1e-12);
    EXPECT_LT(restartRate(r, 39, round), 0.0006);
    EXPECT_DOUBLE_EQ(restartRate(r, 40, round), 0.05);
    EXPECT_NEAR(restartRate(r, 80, round), (0.05 + 0.0005) / 2, 1e-12) << "the second period is twice as long";
    EXPECT_DOUBLE_EQ(restartRate(r, 120, round), 0.05);
    EXPECT_DOUBLE_EQ(restartRate(r, 280, round), 0.05);
    const Restarts even{0.05, 0, 3, 1};
    for (const std::int64_t step : {0, 6, 12, 6'000'000})
        EXPECT_DOUBLE_EQ(restartRate(even, step, 2), 0.05);
}

TEST_P(SharedImagesOf, TrainingLowersTheLossAndRaisesTheReward)
{
    const std::string space = GetParam();
    const auto shared = make(setup(space, {{"flip", "false"}, {"filters", "8"}}));
    const auto losses = train(*shared, space, 0, 60);
    const auto mean = [&](std::size_t from) { return std::accumulate(losses.begin() + static_cast<std::ptrdiff_t>(from), losses.begin() + static_cast<std::ptrdiff_t>(from) + 10, 0.0) / 10; };
    EXPECT_LT(mean(50), 0.8 * mean(0));
    Control control;
    double reward = 0;
    for (std::uint64_t i = 0; i < 5; ++i)
        reward += shared->scoreAll(child(space, 1000 + i), control)->reward / 5;
    EXPECT_GT(reward, 0.55) << "three classes; children never trained by themselves";
}

TEST_P(SharedImagesOf, SameSeedSameBits)
{
    const std::string space = GetParam();
    const auto a = make(setup(space)), b = make(setup(space)), other = make(setup(space, {}, 2));
    EXPECT_EQ(train(*a, space, 0, 6), train(*b, space, 0, 6));
    EXPECT_TRUE(same(a->save(), b->save()));
    EXPECT_NE(train(*other, space, 0, 1), train(*make(setup(space)), space, 0, 1));
}

TEST_P(SharedImagesOf, ScoringChangesNothing)
{
    const std::string space = GetParam();
    const auto a = make(setup(space)), b = make(setup(space));
    train(*a, space, 0, 3);
    train(*b, space, 0, 3);
    const auto before = a->save();
    Control control;
    std::vector<double> first, second;
    for (auto* losses : {&first, &second}) {
        for (std::int64_t batch = 0; batch < 2 * a->validationBatches(); ++batch)
            losses->push_back(score(*a, child(space, 77), batch).loss);
        losses->push_back(a->scoreAll(child(space, 77), control)->loss);
    }
    EXPECT_EQ(first, second);
    EXPECT_NE(first.front(), first[static_cast<std::size_t>(a->validationBatches())]) << "the next pass has an order of its own";
    EXPECT_TRUE(same(a->save(), before));
    EXPECT_EQ(train(*a, space, 3, 6), train(*b, space, 3, 6));
}

TEST_P(SharedImagesOf, DropoutAndAugmentationAreInTrainingOnly)
{
    const std::string space = GetParam();
    const auto plain = make(setup(space, {{"dropout", "0"}, {"flip", "false"}, {"crop_padding", "0"}}));
    const auto noisy = make(setup(space, {{"dropout", "0.9"}, {"flip", "true"}, {"crop_padding", "3"}}));
    for (std::int64_t batch = 0; batch < 3; ++batch)
        EXPECT_EQ(score(*plain, child(space, 5), batch).loss, score(*noisy, child(space, 5), batch).loss);
    EXPECT_NE(train(*plain, space, 0, 1), train(*noisy, space, 0, 1));
}

TEST_P(SharedImagesOf, RewardIsTheAccuracyOfOneBatchOrTheWhole)
{
    const std::string space = GetParam();
    const auto shared = make(setup(space));
    const auto one = score(*shared, child(space, 9), 0);
    EXPECT_EQ(one.total, 24);
    EXPECT_DOUBLE_EQ(one.reward, static_cast<double>(one.correct) / 24);
    Control control;
    const auto all = shared->scoreAll(child(space, 9), control);
    ASSERT_TRUE(all);
    EXPECT_GT(all->total, 40);
    EXPECT_DOUBLE_EQ(all->reward, static_cast<double>(all->correct) / static_cast<double>(all->total));
    EXPECT_EQ(shared->validationBatches(), all->total / 24);
}

TEST_P(SharedImagesOf, RestoredItContinuesBitForBit)
{
    const std::string space = GetParam();
    const auto whole = make(setup(space)), cut = make(setup(space));
    train(*whole, space, 0, 5);
    train(*cut, space, 0, 5);
    const auto saved = cut->save();
    const auto resumed = make(setup(space));
    ASSERT_TRUE(resumed->restore(saved));
    EXPECT_EQ(train(*resumed, space, 5, 12), train(*whole, space, 5, 12)) << "into the next pass over the data";
    EXPECT_TRUE(same(resumed->save(), whole->save()));
}

TEST_P(SharedImagesOf, StepsBeyondWhatAFloatHoldsAreKept)
{
    const std::string space = GetParam();
    const auto shared = make(setup(space));
    auto saved = shared->save();
    saved.at("step").data = {33, 7}; // 33 * 2^20 + 7: no float
    ASSERT_TRUE(shared->restore(saved));
    train(*shared, space, 0, 1);
    EXPECT_EQ(shared->save().at("step").data, (std::vector<float>{33, 8}));
}

TEST_P(SharedImagesOf, WeightsOfOtherSettingsAreRefused)
{
    const std::string space = GetParam();
    const auto shared = make(setup(space)), other = make(setup(space, {{"filters", "6"}}));
    const auto before = shared->save();
    const auto status = shared->restore(other->save());
    ASSERT_FALSE(status);
    EXPECT_NE(status.error().message.find("other settings"), std::string::npos);
    EXPECT_FALSE(shared->restore({}));
    auto damaged = before;
    for (const float step : {-1.0F, std::numeric_limits<float>::quiet_NaN(), 1e30F}) {
        damaged.at("step").data[0] = step;
        EXPECT_FALSE(shared->restore(damaged)) << step;
    }
    EXPECT_TRUE(same(shared->save(), before));
}

TEST_P(SharedImagesOf, ClippingClips)
{
    const std::string space = GetParam();
    const Changes plain{{"momentum", "0"}, {"weight_decay", "0"}, {"learning_rate", "1"}};
    const auto distance = [&](const std::string& clip) {
        auto changes = plain;
        changes.emplace_back("clip", clip);
        const auto shared = make(setup(space, changes));
        const auto before = shared->save();
        train(*shared, space, 0, 1);
        return moved(shared->save(), before);
    };
    const auto free = distance("0");
    EXPECT_GT(free, 0.05);
    EXPECT_NEAR(distance("0.01"), 0.01, 1e-4);
    EXPECT_NEAR(distance("1000"), free, 1e-5 * free);
}

TEST_P(SharedImagesOf, OneStepMovesOnlyTheChildsWeights)
{
    const std::string space = GetParam();
    const auto shared = make(setup(space, {{"weight_decay", "0"}}));
    const auto before = shared->save();
    train(*shared, space, 0, 1);
    const auto used = shared->childSize(child(space, 0)).parameters;
    const auto moving = changed(shared->save(), before);
    EXPECT_LE(moving, used);
    EXPECT_GT(moving, used * 3 / 4) << "all but those whose gradient is nothing";
    EXPECT_LT(used, shared->parameters());
}

TEST(SharedImages, TheSecondClassifierTrains)
{
    const auto without = make(setup("micro", {{"weight_decay", "0"}})), with = make(setup("micro", {{"weight_decay", "0"}, {"aux_weight", "0.4"}}));
    EXPECT_EQ(without->parameters(), with->parameters()) << "not part of the count";
    const auto before = with->save();
    // 16 channels of 2x2 pixels: 128, then 768 features, 3 classes.
    const std::int64_t extra = 16 * 128 + 2 * 128 + 128 * 768 + 2 * 768 + 768 * 3;
    EXPECT_EQ(static_cast<std::int64_t>(before.at("weights").data.size()), with->parameters() + extra);
    train(*with, "micro", 0, 1);
    EXPECT_GT(changed(with->save(), before), extra / 3);
}

TEST_P(SharedImagesOf, AStepWithoutAFiniteLossIsNotApplied)
{
    const std::string space = GetParam();
    const auto shared = make(setup(space));
    auto broken = shared->save();
    for (auto& w : broken.at("weights").data)
        w = std::numeric_limits<float>::quiet_NaN();
    ASSERT_TRUE(shared->restore(broken));
    EXPECT_FALSE(std::isfinite(train(*shared, space, 0, 1).front()));
    const auto after = shared->save();
    EXPECT_EQ(after.at("velocity").data, broken.at("velocity").data);
    EXPECT_EQ(after.at("step").data.back(), 1) << "its mini-batch is taken";
}

TEST_P(SharedImagesOf, StopsBeforeAnythingChanges)
{
    const std::string space = GetParam();
    const auto shared = make(setup(space));
    const auto before = shared->save();
    Control control;
    control.requestStop();
    EXPECT_THROW((void)shared->trainBatch(child(space, 1), control), Cancelled);
    EXPECT_THROW((void)shared->score(child(space, 1), 0, control), Cancelled);
    EXPECT_THROW((void)shared->scoreAll(child(space, 1), control), Cancelled);
    EXPECT_TRUE(same(shared->save(), before));
}

TEST_P(SharedImagesOf, SizesComeFromTheFormulas)
{
    const std::string space = GetParam();
    const auto s = setup(space);
    const auto shared = make(s);
    const auto plan = planSearch(searchForm(space, s.settings, s.data->shape(), 3));
    ASSERT_TRUE(plan);
    EXPECT_EQ(shared->parameters(), countShared(*plan).parameters());
    const auto size = shared->childSize(child(space, 4));
    EXPECT_EQ(size.parameters, countChild(*plan, child(space, 4)).parameters());
    EXPECT_EQ(size.multiplyAdds, countChild(*plan, child(space, 4)).multiplyAdds());
    EXPECT_EQ(static_cast<std::int64_t>(shared->save().at("weights").data.size()), shared->parameters());
}

TEST(SharedImages, RefusesInWords)
{
    const auto shared = make(setup("micro"));
    Control control;
    const auto other = shared->trainBatch(child("macro", 1), control);
    ASSERT_FALSE(other);
    EXPECT_NE(other.error().message.find("space"), std::string::npos);
    Random random(1);
    EXPECT_FALSE(shared->score(sampleMicro(4, random), 0, control));
    auto s = setup("micro");
    s.data = nullptr;
    EXPECT_FALSE(makeSharedImages(s));
    s = setup("micro");
    s.data = test::separableImages(3);
    const auto few = makeSharedImages(s);
    if (!few)
        EXPECT_NE(few.error().message.find("images"), std::string::npos);
    else
        EXPECT_GT((*few)->validationBatches(), 0);
    s = setup("macro");
    s.space = "recurrent";
    EXPECT_FALSE(makeSharedImages(s));
}

} // namespace
} // namespace cw
