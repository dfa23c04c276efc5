#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include <gtest/gtest.h>

#include "tests/core/controller_harness.h"

namespace cw {
namespace {

using namespace test;

double maximalEntropy(const DecisionSpace& space)
{
    double entropy = 0;
    for (const auto& spec : space.decisions())
        entropy += std::log(spec.options);
    return entropy;
}

TEST(Controller, ProbabilitiesOfATinySpaceSumToOneAndEntropiesToItsEntropy)
{
    for (const auto& space : tinySpaces()) {
        const Controller controller(space, tinySettings(), 3);
        double sum = 0, entropy = 0, told = 0;
        for (const auto& choices : allChoices(space)) {
            const auto sample = controller.evaluate(choices);
            const double p = std::exp(sample.logProbability);
            sum += p;
            entropy -= p * sample.logProbability;
            told += p * sample.entropy; // the chain rule of entropy
        }
        EXPECT_NEAR(sum, 1, 1e-9) << space.space();
        EXPECT_NEAR(told, entropy, 1e-9) << space.space();
        EXPECT_LT(entropy, maximalEntropy(space) - 0.05) << "the policy is no mere uniform one: " << space.space();
    }
}

TEST(Controller, ProbabilitiesAreThoseOfTheChoicesMade)
{
    for (const auto& space : tinySpaces()) {
        const Controller controller(space, tinySettings(), 4);
        Random random(5);
        for (int i = 0; i < 20; ++i) {
            const auto sample = controller.sample(random);
            const auto again = controller.evaluate(sample.choices);
            EXPECT_EQ(sample.logProbability, again.logProbability);
            EXPECT_EQ(sample.entropy, again.entropy);
            EXPECT_EQ(sample.skipDivergence, again.skipDivergence);
            double log = 0;
            const auto at = controller.probabilities(sample.choices);
            ASSERT_EQ(at.size(), space.decisions().size());
            for (std::size_t d = 0; d < at.size(); ++d) {
                ASSERT_EQ(at[d].choice, sample.choices[d]);
                ASSERT_EQ(at[d].probabilities.size(), static_cast<std::size_t>(space.decisions()[d].options));
                log += std::log(at[d].probabilities[static_cast<std::size_t>(at[d].choice)]);
            }
            EXPECT_NEAR(log, sample.logProbability, 1e-12);
        }
    }
}

TEST(Controller, SamplesAsOftenAsItSays)
{
    for (const auto& space : tinySpaces()) {
        const Controller controller(space, tinySettings(), 6);
        std::map<std::vector<int>, int> seen;
        Random random(9);
        constexpr int kDraws = 4000;
        for (int i = 0; i < kDraws; ++i)
            ++seen[controller.sample(random).choices];
        double distance = 0, expected = 0; // of total variation, and the bound of its mean by chance
        for (const auto& choices : allChoices(space)) {
            const double p = std::exp(controller.evaluate(choices).logProbability);
            distance += std::abs(seen[choices] / static_cast<double>(kDraws) - p) / 2;
            expected += std::sqrt(p * (1 - p) / kDraws) / 2;
        }
        EXPECT_LT(distance, 1.3 * expected) << space.space();
    }
}

TEST(Controller, EveryOptionOfEveryDecisionIsSampled)
{
    const auto spaces = {decisionSpaceOf("micro", 5, {"sep3", "sep5", "avg3", "max3", "id"}),
                         decisionSpaceOf("macro", 6, {"conv3", "sep3", "conv5", "sep5", "avg3", "max3"}),
                         decisionSpaceOf("recurrent", 8, {"tanh", "relu", "identity", "sigmoid"})};
    for (const auto& space : spaces) {
        const Controller controller(space, {}, 1);
        std::set<std::pair<std::size_t, int>> seen;
        Random random(2);
        for (int i = 0; i < 60; ++i) {
            const auto choices = controller.sample(random).choices;
            for (std::size_t d = 0; d < choices.size(); ++d)
                seen.insert({d, choices[d]});
        }
        std::size_t options = 0;
        for (const auto& spec : space.decisions())
            options += static_cast<std::size_t>(spec.options);
        EXPECT_EQ(seen.size(), options) << space.space();
    }
}

TEST(Controller, TheReleasedMicroControllerHasItsNumberOfParameters)
{
    ControllerSettings settings;
    settings.units = 64;
    const Controller controller(decisionSpaceOf("micro", 5, {"sep3", "sep5", "avg3", "max3", "id"}), settings, 1);
    EXPECT_EQ(controller.parameterCount(), 41733);
}

TEST(Controller, SaysWhatIsMostProbableAfterAPrefix)
{
    for (const auto& space : tinySpaces()) {
        const Controller controller(space, tinySettings(), 8);
        for (const auto& prefix : {std::vector<int>{}, std::vector<int>{1}, std::vector<int>{1, 0}}) {
            const auto best = controller.complete(prefix);
            ASSERT_EQ(best.choices.size(), space.decisions().size());
            EXPECT_TRUE(std::equal(prefix.begin(), prefix.end(), best.choices.begin()));
            const auto at = controller.probabilities(best.choices);
            for (std::size_t d = prefix.size(); d < at.size(); ++d)
                EXPECT_EQ(at[d].choice, std::ranges::max_element(at[d].probabilities) - at[d].probabilities.begin());
            EXPECT_EQ(best.logProbability, controller.evaluate(best.choices).logProbability);
        }
    }
}

TEST(Controller, NoLogitIsBeyondTheTanhConstant)
{
    auto settings = tinySettings();
    settings.initialRange = 50; // saturated
    const auto space = decisionSpaceOf("micro", 3, {"sep3", "id", "max3"});
    const Controller controller(space, settings, 3);
    Random random(1);
    double widestInput = 0, widestOperation = 0;
    for (int i = 0; i < 20; ++i)
        for (std::size_t d = 0; const auto& at : controller.probabilities(controller.sample(random).choices)) {
            const auto [least, most] = std::ranges::minmax(at.probabilities);
            auto& widest = space.decisions()[d++].kind == DecisionKind::Operation ? widestOperation : widestInput;
            widest = std::max(widest, std::log(most / least));
        }
    EXPECT_NEAR(widestInput, 2 * 2.5, 1e-6);
    EXPECT_NEAR(widestOperation, 2 * 2.5 / 1.3, 1e-6);
}

TEST(Controller, TheDistancePriorAloneDecidesWhereWeightsAreZero)
{
    auto settings = tinySettings();
    settings.initialRange = 0;
    for (const double treatment : {0.0, 2.25}) { // neither divided nor bent with the logits
        settings.temperature = 2 * treatment;
        settings.tanhConstant = treatment;
        const Controller controller(decisionSpaceOf("recurrent", 3, {"tanh", "relu"}), settings, 1);
        const auto at = controller.probabilities(std::vector<int>{0, 0, 0, 0, 0});
        // Node 3 reads node 1 from a distance of 2, node 2 from 1: logits -4/6 and -1/6.
        EXPECT_NEAR(at[3].probabilities[0], 1 / (1 + std::exp(0.5)), 1e-12);
        EXPECT_NEAR(at[0].probabilities[0], 0.5, 1e-12);
    }
}

TEST(Controller, TheDivergenceOfSkipsIsTheirMeanFromTheTarget)
{
    auto settings = tinySettings();
    settings.initialRange = 0;
    const Controller even(decisionSpaceOf("macro", 3, {"conv3"}), settings, 1);
    EXPECT_NEAR(even.evaluate(std::vector<int>{0, 0, 1, 0, 1, 0}).skipDivergence, 0.5 * std::log(0.5 / 0.4) + 0.5 * std::log(0.5 / 0.6), 1e-12);
    const Controller cells(decisionSpaceOf("micro", 1, {"id"}), settings, 1);
    EXPECT_EQ(cells.evaluate(std::vector<int>(8)).skipDivergence, 0);

    const Controller controller(decisionSpaceOf("macro", 3, {"conv3", "max3"}), tinySettings(), 2);
    const std::vector<int> choices{0, 1, 1, 0, 0, 1};
    double sum = 0;
    for (const std::size_t skip : {2, 4, 5}) {
        const double p = controller.probabilities(choices)[skip].probabilities[1];
        sum += p * std::log(p / 0.4) + (1 - p) * std::log((1 - p) / 0.6);
    }
    EXPECT_NEAR(controller.evaluate(choices).skipDivergence, sum / 3, 1e-12);
}

/// How far the probabilities of a later decision move when an earlier choice is another.
double moved(const Controller& controller, std::vector<int> choices, std::size_t earlier, std::size_t later)
{
    const auto before = controller.probabilities(choices)[later].probabilities;
    choices[earlier] = 1 - choices[earlier];
    const auto after = controller.probabilities(choices)[later].probabilities;
    double distance = 0;
    for (std::size_t i = 0; i < before.size(); ++i)
        distance += std::abs(before[i] - after[i]);
    return distance;
}

TEST(Controller, ChoicesOfSkipsAreFedBackAndTheStateGoesOn)
{
    // Layers 1 to 4; decisions: o, o s0, o s0 s1, o s0 s1 s2.
    const Controller controller(decisionSpaceOf("macro", 4, {"conv3", "max3"}), tinySettings(), 2);
    const std::vector<int> choices{0, 1, 1, 0, 0, 0, 1, 0, 0, 0}, skipping{0, 1, 1, 0, 0, 1, 1, 0, 0, 0};
    EXPECT_GT(moved(controller, choices, 5, 6), 1e-4) << "a skip from layer 1 changes what layer 4 is";
    EXPECT_GT(moved(controller, skipping, 4, 6), 1e-4) << "one from the stem changes the mean of what is fed back";
    EXPECT_EQ(moved(controller, choices, 4, 5), 0) << "skips of one layer are independent";
    // Layer 3 skips from nothing: nothing of layer 1 is fed back to layer 4, so only the state can tell of it.
    EXPECT_GT(moved(controller, choices, 0, 6), 1e-6);
    EXPECT_GT(moved(controller, choices, 3, 6), 1e-6);
}

TEST(Controller, EveryChoiceChangesWhatFollows)
{
    struct Step {
        std::size_t earlier, later;
    };
    const Controller cells(decisionSpaceOf("micro", 1, {"sep3", "id"}), tinySettings(), 2);
    for (const auto& [earlier, later] : {Step{0, 2}, Step{1, 2}, Step{2, 3}, Step{3, 4}, Step{0, 7}}) {
        // Anchors of the cells' inputs read as zero, so which of them was taken shows nowhere later: as published.
        const bool input = earlier < 2;
        EXPECT_EQ(moved(cells, std::vector<int>(8), earlier, later) > 1e-6, !input) << earlier << " " << later;
    }
    const Controller recurrent(decisionSpaceOf("recurrent", 4, {"tanh", "relu"}), tinySettings(), 2);
    EXPECT_GT(moved(recurrent, std::vector<int>(7), 3, 4), 1e-6) << "the node that is read is fed back";
    EXPECT_GT(moved(recurrent, std::vector<int>(7), 0, 6), 1e-6);
}

TEST(Controller, IsAFunctionOfItsSeed)
{
    const auto space = decisionSpaceOf("micro", 2, {"sep3", "id"});
    Controller one(space, {}, 5), same(space, {}, 5), other(space, {}, 6);
    EXPECT_TRUE(std::ranges::equal(one.weights(), same.weights()));
    EXPECT_FALSE(std::ranges::equal(one.weights(), other.weights()));
    const auto [least, most] = std::ranges::minmax(one.weights());
    EXPECT_GE(least, -0.1F);
    EXPECT_LT(most, 0.1F);
    EXPECT_LT(least, -0.099F);
    Random a(1), b(1);
    for (int i = 0; i < 10; ++i)
        EXPECT_EQ(one.sample(a).choices, same.sample(b).choices);
}

} // namespace
} // namespace cw
