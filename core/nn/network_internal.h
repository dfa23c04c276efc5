#pragma once
#include <vector>

#include "core/arch/network_plan.h"
#include "core/nn/cell_internal.h"

namespace cw::nn {

/// A child network built from its plan (core/arch/network_plan.h): stem, cells, global average pooling, classifier.
/// The last cell's output passes a ReLU before it is pooled, as in the released code. Not thread-safe.
class Network {
public:
    /// Weights are drawn from `seed`; trainable: with gradients.
    Network(const NetworkPlan& plan, std::uint64_t seed, const at::Device& device, bool trainable = true);
    Network(const Network&) = delete;
    Network& operator=(const Network&) = delete;

    /// [N, C, H, W] float, channels_last -> logits [N, classes].
    at::Tensor forward(const at::Tensor& images, const Mode& mode) const;
    /// Features before global average pooling, [N, C, H, W] after the ReLU.
    at::Tensor features(const at::Tensor& images, const Mode& mode) const;

    ParameterList& parameters() { return m_list; }
    const ParameterList& parameters() const { return m_list; }

private:
    ParameterList m_list;
    Convolution m_stem;
    BatchNorm m_stemNorm;
    std::vector<CellModule> m_cells;
    at::Tensor m_weight, m_bias;
};

} // namespace cw::nn
