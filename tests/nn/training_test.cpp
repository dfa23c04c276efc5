#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>
#include <gtest/gtest.h>

#include "core/search/training_settings.h"
#include "core/train/schedule.h"
#include "core/train/sgd_internal.h"

namespace cw {
namespace {

/// One decaying weight (first in the flat buffer) and one bias.
struct Two {
    nn::ParameterList list{1};
    Two(float weight, float bias)
    {
        const auto b = list.addConstant("bias", {1}, bias);
        const auto w = list.addNormal("weight", {1}, 0, true);
        w.fill_(weight);
        list.pack(at::kCPU, true);
    }
    void gradients(float weight, float bias)
    {
        list.flatGradients()[0] = weight;
        list.flatGradients()[1] = bias;
    }
    float weight() const { return list.flatValues()[0].item<float>(); }
    float bias() const { return list.flatValues()[1].item<float>(); }
};

TEST(Schedule, CosineFallsFromBaseToZero)
{
    EXPECT_DOUBLE_EQ(cosineRate(0.05, 0, 100), 0.05);
    EXPECT_DOUBLE_EQ(cosineRate(0.05, 50, 100), 0.025);
    EXPECT_NEAR(cosineRate(0.05, 25, 100), 0.05 * (1 + std::sqrt(0.5)) / 2, 1e-15);
    EXPECT_NEAR(cosineRate(0.05, 100, 100), 0, 1e-15);
}

TEST(Schedule, IntervalsCoverTheBudget)
{
    const auto byStep = reportingIntervals(205, 0);
    EXPECT_EQ(byStep.count, 8);
    EXPECT_EQ(byStep.end(7), 205);
    EXPECT_EQ(reportingIntervals(3, 0).count, 3);
    const auto byEpoch = reportingIntervals(60, 20);
    EXPECT_EQ(byEpoch.count, 20);
    EXPECT_EQ(byEpoch.end(4), 15);
}

TEST(Schedule, LastIncompleteBatchIsLeftOut)
{
    EXPECT_EQ(batchesPerEpoch(100, 32), 3);
    EXPECT_EQ(batchesPerEpoch(96, 32), 3);
    EXPECT_EQ(batchesPerEpoch(5, 32), 1);
    TrainingSettings settings;
    settings.epochs = 4;
    settings.batch = 32;
    EXPECT_EQ(stepBudget(settings, 100), 12);
    settings.steps = 7;
    EXPECT_EQ(stepBudget(settings, 100), 7);
}

TEST(Sgd, NesterovByHand)
{
    Two two(1, 2);
    Sgd sgd(two.list, {.momentum = 0.9, .weightDecay = 0.5, .clip = 0});
    two.gradients(0.25F, -1);
    sgd.step(0.1);
    // weight: g = 0.25 + 0.5 * 1 = 0.75, v = 0.75, p = 1 - 0.1 * (0.75 + 0.9 * 0.75) = 0.8575
    EXPECT_NEAR(two.weight(), 0.8575, 1e-6);
    // bias does not decay: g = -1, v = -1, p = 2 + 0.1 * 1.9 = 2.19
    EXPECT_NEAR(two.bias(), 2.19, 1e-6);
    EXPECT_EQ(two.list.flatGradients().abs().sum().item<float>(), 0) << "gradients are cleared";
    two.gradients(0, 0.5F);
    sgd.step(0.1);
    // weight: g = 0.42875, v = 0.675 + 0.42875 = 1.10375, p = 0.8575 - 0.1 * (0.42875 + 0.993375) = 0.7152875
    EXPECT_NEAR(two.weight(), 0.7152875, 1e-6);
    // bias: v = -0.9 + 0.5 = -0.4, p = 2.19 - 0.1 * (0.5 - 0.36) = 2.176
    EXPECT_NEAR(two.bias(), 2.176, 1e-6);
}

TEST(Sgd, ClipsByTheWholeNormBeforeDecay)
{
    Two two(0, 0);
    Sgd sgd(two.list, {.momentum = 0, .weightDecay = 0, .clip = 5});
    two.gradients(30, 40); // norm 50 -> 5
    sgd.step(1);
    EXPECT_NEAR(two.weight(), -3, 1e-5);
    EXPECT_NEAR(two.bias(), -4, 1e-5);
    two.gradients(0.3F, 0.4F); // below: untouched
    sgd.step(1);
    EXPECT_NEAR(two.weight(), -3.3, 1e-5);
}

TEST(ParameterListTest, ViewsShareTheFlatBuffers)
{
    nn::ParameterList list(9);
    const auto scale = list.addConstant("scale", {2}, 1);
    const auto weight = list.addNormal("weight", {2, 3, 2, 2}, 1, true);
    const auto before = weight.clone();
    list.pack(at::kCPU, true);
    EXPECT_TRUE(weight.equal(before)) << "moving keeps the values";
    EXPECT_TRUE(weight.is_contiguous(at::MemoryFormat::ChannelsLast));
    EXPECT_EQ(list.decayed(), 24);
    (weight.sum() * 2 + scale.sum()).backward();
    EXPECT_TRUE(list.flatGradients().narrow(0, 0, 24).equal(at::full({24}, 2.0F)));
    EXPECT_TRUE(list.flatGradients().narrow(0, 24, 2).equal(at::ones({2})));
    const at::NoGradGuard guard;
    list.flatValues().fill_(7);
    EXPECT_EQ(weight[1][2][1][1].item<float>(), 7);
}

} // namespace
} // namespace cw
