#pragma once
#include <ATen/core/Tensor.h>

/// The operations of picture_kernels.h with their gradients. Where the kernels do not serve (another device, type or size), the
/// library computes the same. [N, C, H, W]; results and gradients are channels_last.
namespace cw::nn {

/// weight: [C, 1, K, K]; stride 1, padded by K / 2, no bias.
at::Tensor depthwiseConvolution(const at::Tensor& x, const at::Tensor& weight);
/// 3x3, stride 1, padded by 1; the average does not count the padding.
at::Tensor poolAround(const at::Tensor& x, bool maximum);
struct NormalizeOptions {
    double epsilon = 1e-5;
    bool rectified = false; ///< followed by a ReLU
    at::Tensor mean = {}, variance = {}; ///< running ones, updated where defined (the variance unbiased, as in the library)
    double momentum = 0.1;               ///< weight of this batch in them
};
/// Batch normalization by the statistics of the batch.
at::Tensor normalizeBatch(const at::Tensor& x, const at::Tensor& scale, const at::Tensor& shift, const NormalizeOptions& options = {});

} // namespace cw::nn
