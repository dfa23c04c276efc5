#pragma once
#include <array>
#include <string>
#include <variant>
#include <vector>

#include <ATen/core/Tensor.h>

#include "core/nn/parameter_list_internal.h"

namespace cw::nn {

/// How a pass treats batch normalization.
struct Mode {
    bool training = true;  ///< normalize by the batch and update the running statistics
    double momentum = 0.1; ///< weight of the newest batch in the running statistics
};

/// All activations are [N, C, H, W] in channels_last order.
struct Convolution {
    at::Tensor weight;
    std::array<std::int64_t, 2> stride{1, 1}, padding{0, 0}, dilation{1, 1};
    std::int64_t groups = 1;
    at::Tensor operator()(const at::Tensor& x, const Mode& mode) const;
};
struct BatchNorm {
    at::Tensor scale, shift, mean, variance; ///< mean, variance: running ones; undefined: the batch counts always
    /// rectified: followed by a ReLU, in one go.
    at::Tensor operator()(const at::Tensor& x, const Mode& mode, bool rectified = false) const;
};
/// In place: its input must not be read by anything else.
struct Relu {
    at::Tensor operator()(at::Tensor x, const Mode& mode) const;
};
/// 3x3, padded by 1; the average does not count the padding.
struct Pool {
    bool maximum = false;
    std::int64_t stride = 1;
    at::Tensor operator()(const at::Tensor& x, const Mode& mode) const;
};
/// Halves height and width (rounded up) without losing pixels: two 1x1 stride-2 convolutions, the second on the input shifted
/// by one pixel, concatenated, one BN. out >= 2; the halves have out / 2 and out - out / 2 channels.
struct FactorizedReduction {
    Convolution even, odd;
    BatchNorm norm;
    at::Tensor operator()(const at::Tensor& x, const Mode& mode) const;
};
using Layer = std::variant<Convolution, BatchNorm, Relu, Pool, FactorizedReduction>;
using Layers = std::vector<Layer>;
at::Tensor run(const Layers& layers, at::Tensor x, const Mode& mode);

struct ConvolutionShape {
    std::int64_t in = 0, out = 0;
    std::array<std::int64_t, 2> kernel{1, 1};
    std::array<std::int64_t, 2> stride{1, 1};
    std::int64_t dilation = 1;
    bool depthwise = false;
};
/// "Same" padding, no bias. Weights: He et al. 2015, normal with deviation sqrt(2 / fan-out).
Convolution makeConvolution(ParameterList& list, const std::string& name, const ConvolutionShape& shape);
BatchNorm makeBatchNorm(ParameterList& list, const std::string& name, std::int64_t channels);

FactorizedReduction makeFactorizedReduction(ParameterList& list, const std::string& name, std::int64_t in, std::int64_t out);

/// Concatenation over channels whose gradients are dense and channels_last too: the plain one hands out slices, on which
/// the backward of ReLU and batch normalization is several times slower.
at::Tensor concatenate(const std::vector<at::Tensor>& pieces);

} // namespace cw::nn
