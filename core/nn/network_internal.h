#pragma once
#include <vector>

#include "core/arch/network_plan.h"
#include "core/nn/cell_internal.h"
#include "core/nn/image_network_internal.h"

namespace cw::nn {

/// A child network made of cells, built from its plan (core/arch/network_plan.h): stem, cells, head.
/// The last cell's output passes a ReLU before it is pooled, as in the released code. Not thread-safe.
class Network : public ImageNetwork {
public:
    /// Weights are drawn from `seed`; trainable: with gradients.
    Network(const NetworkPlan& plan, std::uint64_t seed, const at::Device& device, bool trainable = true);
    /// After the ReLU.
    at::Tensor features(const at::Tensor& images, const Mode& mode) const override;

private:
    Convolution m_stem;
    BatchNorm m_stemNorm;
    bool m_stemPassedOn;
    std::vector<CellModule> m_cells;
};

} // namespace cw::nn
