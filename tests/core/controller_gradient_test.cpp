#include <cmath>
#include <functional>

#include <gtest/gtest.h>

#include "core/controller/weight_layout.h"
#include "tests/core/controller_harness.h"

namespace cw {
namespace {

using namespace test;

/// Central difference of a value over one weight; weights are floats, so the step is the one that was really made.
double slope(Controller& controller, std::size_t weight, const std::function<double()>& value)
{
    auto& w = controller.weights()[weight];
    const float at = w, up = at + 1e-3F, down = at - 1e-3F;
    w = up;
    const double above = value();
    w = down;
    const double below = value();
    w = at;
    return (above - below) / (static_cast<double>(up) - static_cast<double>(down));
}

void expectSlopes(Controller& controller, const std::function<double()>& value, const char* what)
{
    double scale = 0;
    for (const double g : controller.gradient())
        scale = std::max(scale, std::abs(g));
    ASSERT_GT(scale, 1e-3) << what;
    const std::vector<double> gradient(controller.gradient().begin(), controller.gradient().end());
    for (std::size_t i = 0; i < gradient.size(); ++i)
        ASSERT_NEAR(gradient[i], slope(controller, i, value), 1e-5 * scale + 1e-5 * std::abs(gradient[i])) << what << ", weight " << i;
}

/// Any reward that tells all rows of choices apart.
double reward(std::span<const int> choices)
{
    double sum = 0, weight = 1;
    for (const int choice : choices)
        sum += weight * (choice + 1), weight *= -0.83;
    return std::sin(3 * sum);
}

TEST(ControllerGradient, OfThePolicyIsThatOfTheExpectedReward)
{
    for (const auto& space : tinySpaces()) {
        auto settings = tinySettings();
        settings.units = 3;
        Controller controller(space, settings, 21);
        const auto rows = allChoices(space);
        const auto expected = [&] {
            double sum = 0;
            for (const auto& choices : rows)
                sum += std::exp(controller.evaluate(choices).logProbability) * reward(choices);
            return sum;
        };
        for (const auto& choices : rows) // d E = sum of p R d log p; accumulate adds advantage * d(-log p)
            controller.accumulate(choices, -std::exp(controller.evaluate(choices).logProbability) * reward(choices), 0);
        expectSlopes(controller, expected, space.space().c_str());
    }
}

TEST(ControllerGradient, OfLongRowsIsThatOfTheirLogProbability)
{
    for (const auto& space : {decisionSpaceOf("pnas", 4, {"sep3", "id", "max3"}), decisionSpaceOf("micro", 3, {"sep3", "id", "max3"}),
                              decisionSpaceOf("macro", 6, {"conv3", "sep3", "max3"}), decisionSpaceOf("recurrent", 7, {"tanh", "relu", "sigmoid"})}) {
        auto settings = tinySettings();
        settings.units = 6; // no multiple of what the loops take at once
        Controller controller(space, settings, 22);
        Random random(3);
        const auto choices = controller.sample(random).choices;
        controller.accumulate(choices, 1.7, 0.8);
        expectSlopes(
            controller,
            [&] {
                const auto sample = controller.evaluate(choices);
                return -1.7 * sample.logProbability + 0.8 * sample.skipDivergence;
            },
            space.space().c_str());
    }
}

TEST(ControllerGradient, OfTheDivergenceOfSkipsAlone)
{
    Controller controller(decisionSpaceOf("macro", 4, {"conv3", "max3"}), tinySettings(), 23);
    const std::vector<int> choices{0, 1, 1, 0, 0, 1, 1, 0, 1, 0};
    controller.accumulate(choices, 0, 1);
    expectSlopes(controller, [&] { return controller.evaluate(choices).skipDivergence; }, "divergence");
}

TEST(ControllerGradient, WithoutTemperatureAndTanh)
{
    auto settings = tinySettings();
    settings.temperature = 0;
    settings.tanhConstant = 0;
    Controller controller(decisionSpaceOf("macro", 3, {"conv3", "max3"}), settings, 24);
    const std::vector<int> choices{0, 1, 1, 0, 0, 1};
    controller.accumulate(choices, 1, 1);
    expectSlopes(
        controller,
        [&] {
            const auto sample = controller.evaluate(choices);
            return sample.skipDivergence - sample.logProbability;
        },
        "plain");
}

TEST(ControllerGradient, ReachesEveryGroupOfWeightsInEverySpace)
{
    for (const auto& space : {decisionSpaceOf("pnas", 2, {"sep3", "id"}), decisionSpaceOf("micro", 2, {"sep3", "id"}),
                              decisionSpaceOf("macro", 3, {"conv3", "max3"}), decisionSpaceOf("recurrent", 3, {"tanh", "relu"})}) {
        Controller controller(space, {}, 4);
        Random random(1);
        for (int i = 0; i < 20; ++i) // so that every operation was fed back
            controller.accumulate(controller.sample(random).choices, 1, 0);
        const WeightLayout layout(100, 2);
        ASSERT_EQ(layout.total(), controller.gradient().size());
        for (const auto& block : layout.blocks())
            for (int row = 0; row < block.rows; ++row) {
                double sum = 0;
                for (int column = 0; column < block.columns; ++column)
                    sum += std::abs(controller.gradient()[block.offset + static_cast<std::size_t>(row * block.columns + column)]);
                ASSERT_GT(sum, 0) << space.space() << ": row " << row << " of " << block.name;
            }
    }
}

TEST(ControllerGradient, OneStepOfAdamIsAsPublished)
{
    const auto space = decisionSpaceOf("micro", 1, {"sep3", "id"});
    Controller controller(space, tinySettings(), 5);
    const std::vector<int> choices{0, 1, 0, 1, 1, 0, 1, 0};
    std::vector<double> first(controller.weights().size()), second(first.size());
    for (int step = 1; step <= 3; ++step) {
        controller.accumulate(choices, 0.5, 0);
        controller.accumulate(choices, 1, 0);
        const std::vector<double> gradient(controller.gradient().begin(), controller.gradient().end());
        const std::vector<float> before(controller.weights().begin(), controller.weights().end());
        double square = 0;
        for (const double g : gradient)
            square += g * g / 4;
        EXPECT_NEAR(controller.apply(0.01, 2, 0.8, 0.9, 1e-3), std::sqrt(square), 1e-12);
        for (std::size_t i = 0; i < gradient.size(); ++i) {
            const double g = gradient[i] / 2;
            first[i] = 0.8 * first[i] + 0.2 * g;
            second[i] = 0.9 * second[i] + 0.1 * g * g;
            const double m = first[i] / (1 - std::pow(0.8, step)), v = second[i] / (1 - std::pow(0.9, step));
            ASSERT_NEAR(controller.weights()[i], static_cast<double>(before[i]) - 0.01 * m / (std::sqrt(v) + 1e-3), 2e-7) << i;
            ASSERT_EQ(controller.gradient()[i], 0);
        }
    }
}

TEST(ControllerGradient, ThatIsNotANumberChangesNothing)
{
    Controller controller(decisionSpaceOf("micro", 1, {"sep3", "id"}), tinySettings(), 5);
    const std::vector<float> before(controller.weights().begin(), controller.weights().end());
    controller.accumulate(std::vector<int>(8), std::nan(""), 0);
    EXPECT_FALSE(std::isfinite(controller.apply(0.01, 1)));
    EXPECT_TRUE(std::equal(before.begin(), before.end(), controller.weights().begin()));
    controller.accumulate(std::vector<int>(8), 1, 0);
    EXPECT_GT(controller.apply(0.01, 1), 0);
    EXPECT_FALSE(std::equal(before.begin(), before.end(), controller.weights().begin()));
}

} // namespace
} // namespace cw
