#pragma once
#include <string>

#include "core/arch/macro.h"
#include "core/arch/operation.h"
#include "core/nn/layers_internal.h"

/// Layers of networks of search form (core/arch/search_form.h). Batch normalization goes by the statistics of the batch always,
/// in training and in scoring, and keeps none. Convolutions have no bias.
namespace cw::nn {

BatchNorm makeBatchStatisticsNorm(ParameterList& list, const std::string& name, std::int64_t channels);
/// 1x1 convolution, BN.
Layers makeWidthMap(ParameterList& list, const std::string& name, std::int64_t in, std::int64_t out);
FactorizedReduction makeSearchReduction(ParameterList& list, const std::string& name, std::int64_t in, std::int64_t out);
/// Of a node: separable convolutions are applied twice, each depthwise, 1x1, BN, with a ReLU before it. The first ReLU is not among
/// the layers: they read relu(input), pools and the identity (no layer) the input.
Layers makeNodeOperation(ParameterList& list, const std::string& name, OpId op, std::int64_t channels);
constexpr bool readsActivated(OpId op) { return info(op).family == OpFamily::SepConv; }
/// Of a layer: 1x1, BN, ReLU; then the convolution, BN, ReLU, or the pool.
Layers makeLayerOperation(ParameterList& list, const std::string& name, MacroOp op, std::int64_t channels);

/// [N, C, H, W] -> [N, C], mean over the pixels; the gradient comes back in channels_last.
at::Tensor averagePool(const at::Tensor& x);

} // namespace cw::nn
