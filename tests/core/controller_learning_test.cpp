#include <algorithm>
#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include "tests/core/controller_harness.h"

namespace cw {
namespace {

using namespace test;

/// The part of the decisions that are as in the one best row.
double likeness(std::span<const int> choices, std::span<const int> best)
{
    int same = 0;
    for (std::size_t i = 0; i < best.size(); ++i)
        same += choices[i] == best[i] ? 1 : 0;
    return same / static_cast<double>(best.size());
}

/// REINFORCE with a moving average as baseline; updates until the most probable row is the best one, or `most`.
int updatesUntilFound(const DecisionSpace& space, const std::vector<int>& best, int most)
{
    ControllerSettings settings;
    settings.units = 32;
    settings.initialRange = 1; // places differ from the beginning; from 0.1 a controller learns first what is good everywhere
    Controller controller(space, settings, 2);
    Random random(102);
    double baseline = 0;
    bool begun = false;
    constexpr int kSamples = 8;
    for (int update = 0; update < most; ++update) {
        if (controller.complete({}).choices == best)
            return update;
        for (int i = 0; i < kSamples; ++i) {
            const auto sample = controller.sample(random);
            const double reward = likeness(sample.choices, best) + 1e-4 * sample.entropy;
            if (!begun)
                baseline = reward;
            begun = true;
            controller.accumulate(sample.choices, reward - baseline, 0);
            baseline = 0.95 * baseline + 0.05 * reward;
        }
        controller.apply(1e-2, kSamples);
    }
    return most;
}

TEST(ControllerLearning, FindsTheBestCellsOfAToyReward)
{
    const auto space = decisionSpaceOf("micro", 2, {"sep3", "sep5", "avg3", "max3", "id"});
    const std::vector<int> best{1, 0, 4, 2, 2, 1, 0, 3, 0, 1, 1, 1, 2, 2, 3, 4};
    ASSERT_EQ(best.size(), space.decisions().size());
    EXPECT_LT(updatesUntilFound(space, best, 400), 400);
}

TEST(ControllerLearning, FindsTheBestLayersOfAToyReward)
{
    const auto space = decisionSpaceOf("macro", 4, {"conv3", "sep3", "conv5", "sep5", "avg3", "max3"});
    const std::vector<int> best{5, 2, 1, 0, 0, 1, 3, 1, 1, 0};
    ASSERT_EQ(best.size(), space.decisions().size());
    EXPECT_LT(updatesUntilFound(space, best, 400), 400);
}

TEST(ControllerLearning, FindsTheBestRecurrentCellOfAToyReward)
{
    const auto space = decisionSpaceOf("recurrent", 5, {"tanh", "relu", "identity", "sigmoid"});
    const std::vector<int> best{3, 0, 1, 1, 2, 0, 0, 3, 1};
    ASSERT_EQ(best.size(), space.decisions().size());
    EXPECT_LT(updatesUntilFound(space, best, 400), 400);
}

TEST(ControllerLearning, TheSkipPriorPullsSkipsToItsTarget)
{
    auto settings = ControllerSettings{};
    settings.units = 16;
    settings.skipTarget = 0.1;
    Controller controller(decisionSpaceOf("macro", 6, {"conv3", "max3"}), settings, 1);
    Random random(2);
    const double before = controller.sample(random).skipDivergence;
    for (int update = 0; update < 150; ++update) {
        controller.accumulate(controller.sample(random).choices, 0, 1);
        controller.apply(1e-2, 1);
    }
    const auto sample = controller.sample(random);
    EXPECT_GT(before, 0.3);
    EXPECT_LT(sample.skipDivergence, 0.02);
}

void learn(Controller& controller, Random& random, int updates)
{
    for (int update = 0; update < updates; ++update) {
        for (int i = 0; i < 3; ++i) {
            const auto sample = controller.sample(random);
            controller.accumulate(sample.choices, sample.choices.front() - 0.3, 0.8);
        }
        controller.apply(3.5e-3, 3, 0.5);
    }
}

TEST(ControllerLearning, GoesOnBitForBitFromWhatWasSaved)
{
    for (const auto& space : tinySpaces()) {
        Controller controller(space, tinySettings(), 1), restored(space, tinySettings(), 77);
        Random random(2);
        learn(controller, random, 5);
        ASSERT_TRUE(restored.restore(controller.save()));
        auto same = random;
        learn(controller, random, 5);
        learn(restored, same, 5);
        EXPECT_TRUE(std::ranges::equal(controller.weights(), restored.weights())) << space.space();
        const auto a = controller.save(), b = restored.save();
        ASSERT_EQ(a.size(), b.size());
        for (const auto& [name, buffer] : a) {
            EXPECT_EQ(buffer.shape, b.at(name).shape) << name;
            EXPECT_EQ(buffer.data, b.at(name).data) << name;
        }
    }
}

TEST(ControllerLearning, TheSumSoFarIsNotSaved)
{
    const auto space = decisionSpaceOf("micro", 1, {"sep3", "id"});
    Controller controller(space, tinySettings(), 1), fresh(space, tinySettings(), 1);
    controller.accumulate(std::vector<int>(8), 1, 0);
    const auto saved = controller.save();
    ASSERT_TRUE(controller.restore(saved));
    EXPECT_TRUE(std::ranges::all_of(controller.gradient(), [](double g) { return g == 0; }));
    EXPECT_TRUE(std::ranges::equal(controller.weights(), fresh.weights()));
}

TEST(ControllerLearning, RefusesWhatIsNotItsOwnInWordsAndStaysAsItWas)
{
    const auto space = decisionSpaceOf("micro", 1, {"sep3", "id"});
    Controller controller(space, tinySettings(), 1);
    const std::vector<float> before(controller.weights().begin(), controller.weights().end());
    const auto refusal = [&](const NamedBuffers& buffers) {
        const auto status = controller.restore(buffers);
        EXPECT_FALSE(status);
        EXPECT_TRUE(std::ranges::equal(before, controller.weights()));
        return status ? std::string{} : status.error().message;
    };
    const auto good = controller.save();
    EXPECT_EQ(refusal({}), "The kept controller cannot be used: it lacks \"lstm\". The controller stays as it was.");
    const Controller wider(decisionSpaceOf("micro", 1, {"sep3", "id", "max3"}), tinySettings(), 2);
    EXPECT_EQ(refusal(wider.save()), "The kept controller cannot be used: \"embedding\" has the shape 3 × 5 where this search has 2 × 5."
                                     " The controller stays as it was.");
    auto broken = good;
    broken["start"].data[2] = std::numeric_limits<float>::quiet_NaN();
    EXPECT_NE(refusal(broken).find("\"start\" holds what is not a number"), std::string::npos);
    broken = good;
    broken.erase("score.second_moment");
    EXPECT_NE(refusal(broken).find("it lacks \"score.second_moment\""), std::string::npos);
    broken = good;
    broken["adam.steps"].data[0] = 1.5F;
    EXPECT_NE(refusal(broken).find("number of updates"), std::string::npos);
    EXPECT_TRUE(controller.restore(good));
}

} // namespace
} // namespace cw
