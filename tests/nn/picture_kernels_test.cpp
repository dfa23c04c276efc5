#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include "core/nn/picture_functions_internal.h"
#include "core/nn/picture_kernels.h"

namespace cw::nn {
namespace {

/// Channels that fill registers and that do not, rows longer and shorter than a register, one pixel, one picture.
constexpr PictureShape kShapes[] = {{3, 8, 8, 16}, {2, 9, 7, 20}, {2, 5, 6, 36}, {1, 6, 5, 3}, {4, 1, 1, 8}, {2, 1, 3, 1}, {2, 2, 4, 40}, {1, 13, 2, 5}};

at::Tensor noise(const PictureShape& s, int seed)
{
    at::manual_seed(static_cast<std::uint64_t>(seed));
    return at::randn({s.count, s.channels, s.height, s.width}).contiguous(at::MemoryFormat::ChannelsLast);
}
at::Tensor like(const at::Tensor& x) { return at::full_like(x, 77, {}, at::MemoryFormat::ChannelsLast); }
double difference(const at::Tensor& a, const at::Tensor& b) { return (a - b).abs().max().item<double>(); }

class EverySet : public testing::TestWithParam<const PictureKernels*> {};
INSTANTIATE_TEST_SUITE_P(Sets, EverySet, testing::ValuesIn(usablePictureKernels().begin(), usablePictureKernels().end()),
                         [](const auto& set) { return std::string(set.param->name); });

TEST_P(EverySet, DepthwiseConvolutionEqualsTheLibrary)
{
    for (const auto& s : kShapes)
        for (const int k : {3, 5, 7}) {
            auto x = noise(s, 1), dy = noise(s, 2), y = like(x), dx = like(x);
            auto w = at::randn({s.channels, 1, k, k}), dw = at::full_like(w, 77);
            GetParam()->depthwise(s, k, x.data_ptr<float>(), w.data_ptr<float>(), y.data_ptr<float>());
            GetParam()->depthwiseBackward(s, k, x.data_ptr<float>(), w.data_ptr<float>(), dy.data_ptr<float>(), dx.data_ptr<float>(), dw.data_ptr<float>());
            x.set_requires_grad(true);
            w.set_requires_grad(true);
            const auto expected = at::conv2d(x, w, {}, {1, 1}, {k / 2, k / 2}, {1, 1}, s.channels);
            expected.backward(dy);
            EXPECT_LT(difference(y, expected), 2e-5);
            EXPECT_LT(difference(dx, x.grad()), 2e-5);
            EXPECT_LT(difference(dw, w.grad()), 1e-4);
        }
}

TEST_P(EverySet, PoolsEqualTheLibrary)
{
    for (const auto& s : kShapes)
        for (const bool maximum : {true, false}) {
            // Coarse numbers, so that maxima are met several times.
            auto x = at::round(noise(s, 3) * 2).contiguous(at::MemoryFormat::ChannelsLast), dy = noise(s, 4), y = like(x), dx = like(x);
            if (maximum) {
                GetParam()->maximum(s, x.data_ptr<float>(), y.data_ptr<float>());
                GetParam()->maximumBackward(s, x.data_ptr<float>(), dy.data_ptr<float>(), dx.data_ptr<float>());
            } else {
                GetParam()->average(s, x.data_ptr<float>(), y.data_ptr<float>());
                GetParam()->averageBackward(s, dy.data_ptr<float>(), dx.data_ptr<float>());
            }
            x.set_requires_grad(true);
            const auto expected = maximum ? at::max_pool2d(x, {3, 3}, {1, 1}, {1, 1}) : at::avg_pool2d(x, {3, 3}, {1, 1}, {1, 1}, false, false);
            expected.backward(dy);
            EXPECT_LT(difference(y, expected), 1e-6);
            EXPECT_LT(difference(dx, x.grad()), 5e-6) << s.height << "x" << s.width << "x" << s.channels << (maximum ? " maximum" : " average");
        }
}

TEST_P(EverySet, NormalizationEqualsTheLibrary)
{
    for (const auto& s : kShapes)
        for (const bool rectified : {false, true}) {
            if (s.count * s.height * s.width < 6)
                continue; // two or three pixels: the gradient is rounding alone
            // A mean far from 0, where squares about 0 would cancel.
            auto x = (noise(s, 5) + 30).contiguous(at::MemoryFormat::ChannelsLast), dy = noise(s, 6), y = like(x), dx = like(x);
            auto scale = at::rand({s.channels}) + 0.5, shift = at::randn({s.channels}) * 0.3;
            auto mean = at::empty({s.channels}), inverse = at::empty({s.channels}), dScale = at::empty({s.channels}), dShift = at::empty({s.channels});
            GetParam()->statistics(s, x.data_ptr<float>(), mean.data_ptr<float>(), inverse.data_ptr<float>());
            EXPECT_LT(difference(mean, x.mean({0, 2, 3})), 2e-5);
            EXPECT_LT(difference(inverse, x.var({0, 2, 3}, false)), 2e-4);
            inverse.add_(1e-5).rsqrt_();
            const NormView norm{scale.data_ptr<float>(), shift.data_ptr<float>(), mean.data_ptr<float>(), inverse.data_ptr<float>(), rectified};
            GetParam()->normalize(s, x.data_ptr<float>(), norm, y.data_ptr<float>());
            GetParam()->normalizeBackward(s, x.data_ptr<float>(), norm, dy.data_ptr<float>(), dx.data_ptr<float>(), dScale.data_ptr<float>(), dShift.data_ptr<float>());
            x = x.to(at::kDouble).set_requires_grad(true);
            scale = scale.to(at::kDouble).set_requires_grad(true);
            shift = shift.to(at::kDouble).set_requires_grad(true);
            auto expected = at::batch_norm(x, scale, shift, {}, {}, true, 0, 1e-5, false);
            if (rectified)
                expected = at::relu(expected);
            expected.backward(dy.to(at::kDouble));
            EXPECT_LT(difference(y, expected), 5e-5);
            EXPECT_LT(difference(dx, x.grad()), 5e-4);
            EXPECT_LT(difference(dScale, scale.grad()), 2e-3);
            EXPECT_LT(difference(dShift, shift.grad()), 2e-4);
        }
}

TEST_P(EverySet, WhatIsNotANumberStaysSeen)
{
    const PictureShape s{1, 4, 4, 5};
    auto x = noise(s, 7), y = like(x);
    x.fill_(std::numeric_limits<float>::quiet_NaN());
    GetParam()->maximum(s, x.data_ptr<float>(), y.data_ptr<float>());
    EXPECT_TRUE(at::isnan(y).all().item<bool>());
    x = noise(s, 8);
    x[0][2][1][1] = std::numeric_limits<float>::quiet_NaN();
    GetParam()->maximum(s, x.data_ptr<float>(), y.data_ptr<float>());
    EXPECT_EQ(at::isnan(y).sum().item<std::int64_t>(), 9);
    auto mean = at::zeros({5}), variance = at::zeros({5});
    for (const float odd : {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity()}) {
        x[0][2][1][1] = odd;
        GetParam()->statistics(s, x.data_ptr<float>(), mean.data_ptr<float>(), variance.data_ptr<float>());
        EXPECT_EQ(at::isnan(variance).sum().item<std::int64_t>(), 1);
        EXPECT_TRUE(at::isnan(variance[2]).item<bool>());
    }
}

TEST(PictureFunctions, WhereTheKernelsDoNotServeTheLibraryComputesTheSame)
{
    const PictureShape s{2, 6, 5, 20};
    const auto x = noise(s, 12), w = at::randn({20, 1, 3, 3}), scale = at::rand({20}) + 0.5, shift = at::randn({20});
    const auto wide = [](const at::Tensor& t) { return t.to(at::kDouble); };
    EXPECT_LT(difference(depthwiseConvolution(x, w), depthwiseConvolution(wide(x), wide(w))), 1e-5);
    EXPECT_LT(difference(poolAround(x, true), poolAround(wide(x), true)), 1e-6);
    EXPECT_LT(difference(poolAround(x, false), poolAround(wide(x), false)), 1e-6);
    for (const bool rectified : {false, true})
        EXPECT_LT(difference(normalizeBatch(x, scale, shift, {.rectified = rectified}), normalizeBatch(wide(x), wide(scale), wide(shift), {.rectified = rectified})), 1e-5);
    const auto odd = at::randn({20, 1, 3, 5}); // not square
    EXPECT_LT(difference(depthwiseConvolution(x, odd), at::conv2d(x, odd, {}, {1, 1}, {1, 2}, {1, 1}, 20)), 1e-5);
}

TEST(PictureFunctions, RunningStatisticsAreThoseOfTheLibrary)
{
    const PictureShape s{3, 5, 5, 20};
    const auto x = noise(s, 11) * 2 + 1, scale = at::ones({20}), shift = at::zeros({20});
    const auto mean = at::randn({20}), variance = at::rand({20}) + 1;
    const auto ownMean = mean.clone(), ownVariance = variance.clone();
    for (const double momentum : {0.1, 1.0}) {
        const auto expected = at::batch_norm(x, scale, shift, mean, variance, true, momentum, 1e-5, false);
        EXPECT_LT(difference(normalizeBatch(x, scale, shift, {.mean = ownMean, .variance = ownVariance, .momentum = momentum}), expected), 1e-5);
        EXPECT_LT(difference(ownMean, mean), 1e-5);
        EXPECT_LT(difference(ownVariance, variance), 1e-5);
    }
}

TEST(PictureFunctions, GradientsFlowAndLayoutsAreDense)
{
    for (const bool denseGradient : {true, false}) {
        const PictureShape s{2, 6, 6, 20};
        auto x = noise(s, 9).set_requires_grad(true);
        auto w = (at::randn({20, 1, 5, 5}) * 0.2).set_requires_grad(true), scale = at::ones({20}).set_requires_grad(true), shift = at::zeros({20}).set_requires_grad(true);
        const auto own = poolAround(normalizeBatch(depthwiseConvolution(poolAround(x, false), w), scale, shift, {.rectified = true}), true);
        const auto middle = at::conv2d(at::avg_pool2d(x, {3, 3}, {1, 1}, {1, 1}, false, false), w, {}, {1, 1}, {2, 2}, {1, 1}, 20);
        const auto plain = at::max_pool2d(at::relu(at::batch_norm(middle, scale, shift, {}, {}, true, 0, 1e-5, false)), {3, 3}, {1, 1}, {1, 1});
        EXPECT_TRUE(own.is_contiguous(at::MemoryFormat::ChannelsLast));
        EXPECT_LT(difference(own, plain), 1e-4);
        const auto dy = denseGradient ? noise(s, 10) : noise(s, 10).contiguous();
        std::vector<at::Tensor> gradients[2];
        for (int which = 0; which < 2; ++which) {
            (which == 0 ? own : plain).backward(dy);
            for (auto* t : {&x, &w, &scale, &shift}) {
                gradients[which].push_back(t->grad().clone());
                t->mutable_grad() = at::Tensor();
            }
        }
        for (std::size_t i = 0; i < 4; ++i)
            EXPECT_LT(difference(gradients[0][i], gradients[1][i]), 1e-3 * (1 + gradients[1][i].abs().max().item<double>()));
    }
}

} // namespace
} // namespace cw::nn
