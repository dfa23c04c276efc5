#include "core/nn/layers_internal.h"

#include <cmath>

#include <ATen/ATen.h>

#include "core/nn/picture_functions_internal.h"

namespace cw::nn {
namespace {

// PyTorch's default. The released PNASNet has 1e-3 with a slow decay of 0.9997, made for hundreds of epochs; children train for a few.
constexpr double kEpsilon = 1e-5;

/// From a forward tensor on, gradients that arrive in another layout are copied into channels_last once, here.
void keepGradientDense(const at::Tensor& x)
{
    if (x.requires_grad())
        x.register_hook([](const at::Tensor& gradient) { return gradient.contiguous(at::MemoryFormat::ChannelsLast); });
}

} // namespace

at::Tensor Convolution::operator()(const at::Tensor& x, const Mode&) const
{
    const bool depthwise = groups > 1 && groups == weight.size(0);
    if (depthwise && stride[0] == 1 && stride[1] == 1 && dilation[0] == 1 && dilation[1] == 1)
        return depthwiseConvolution(x, weight);
    return at::conv2d(x, weight, {}, stride, padding, dilation, groups);
}

at::Tensor BatchNorm::operator()(const at::Tensor& x, const Mode& mode, bool rectified) const
{
    if (mode.training || !mean.defined())
        return normalizeBatch(x, scale, shift, {kEpsilon, rectified, mean, variance, mode.momentum});
    auto y = at::batch_norm(x, scale, shift, mean, variance, false, 0, kEpsilon, true);
    return rectified ? at::relu_(y) : y;
}

at::Tensor Relu::operator()(at::Tensor x, const Mode&) const { return at::relu_(x); }

at::Tensor Pool::operator()(const at::Tensor& x, const Mode&) const
{
    if (stride == 1)
        return poolAround(x, maximum);
    return maximum ? at::max_pool2d(x, {3, 3}, {stride, stride}, {1, 1})
                   : at::avg_pool2d(x, {3, 3}, {stride, stride}, {1, 1}, /*ceil_mode=*/false, /*count_include_pad=*/false);
}

at::Tensor run(const Layers& layers, at::Tensor x, const Mode& mode)
{
    for (std::size_t i = 0; i < layers.size(); ++i) {
        const auto* norm = std::get_if<BatchNorm>(&layers[i]);
        if (norm && i + 1 < layers.size() && std::holds_alternative<Relu>(layers[i + 1])) {
            x = (*norm)(x, mode, true);
            ++i;
        } else {
            x = std::visit([&](const auto& l) { return l(x, mode); }, layers[i]);
        }
    }
    return x;
}

Convolution makeConvolution(ParameterList& list, const std::string& name, const ConvolutionShape& s)
{
    const auto groups = s.depthwise ? s.in : 1;
    const double fanOut = static_cast<double>(s.out * s.kernel[0] * s.kernel[1]) / static_cast<double>(groups);
    Convolution c;
    c.weight = list.addNormal(name + ".weight", {s.out, s.in / groups, s.kernel[0], s.kernel[1]}, std::sqrt(2 / fanOut), true);
    c.stride = s.stride;
    c.dilation = {s.dilation, s.dilation};
    c.padding = {s.dilation * (s.kernel[0] - 1) / 2, s.dilation * (s.kernel[1] - 1) / 2};
    c.groups = groups;
    return c;
}

BatchNorm makeBatchNorm(ParameterList& list, const std::string& name, std::int64_t channels)
{
    BatchNorm norm;
    norm.scale = list.addConstant(name + ".scale", {channels}, 1);
    norm.shift = list.addConstant(name + ".shift", {channels}, 0);
    norm.mean = list.addStatistic(name + ".mean", channels, 0);
    norm.variance = list.addStatistic(name + ".variance", channels, 1);
    return norm;
}

at::Tensor FactorizedReduction::operator()(const at::Tensor& x, const Mode& mode) const
{
    // One row and column of zeros behind, the first ones cut off: negative padding crops.
    const auto shifted = at::constant_pad_nd(x, {-1, 1, -1, 1});
    return norm(concatenate({even(x, mode), odd(shifted, mode)}), mode);
}

FactorizedReduction makeFactorizedReduction(ParameterList& list, const std::string& name, std::int64_t in, std::int64_t out)
{
    FactorizedReduction reduction;
    reduction.even = makeConvolution(list, name + ".even", {.in = in, .out = out / 2, .stride = {2, 2}});
    reduction.odd = makeConvolution(list, name + ".odd", {.in = in, .out = out - out / 2, .stride = {2, 2}});
    reduction.norm = makeBatchNorm(list, name + ".norm", out);
    return reduction;
}

at::Tensor concatenate(const std::vector<at::Tensor>& pieces)
{
    if (pieces.size() == 1)
        return pieces.front();
    std::vector<at::Tensor> inputs;
    for (const auto& piece : pieces) {
        inputs.push_back(at::alias(piece)); // an edge of its own: the piece's other readers are not touched
        keepGradientDense(inputs.back());
    }
    return at::cat(inputs, 1);
}

} // namespace cw::nn
