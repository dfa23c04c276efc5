#pragma once
#include <vector>

#include "core/arch/macro_plan.h"
#include "core/nn/image_network_internal.h"

namespace cw::nn {

/// A network of layers in its final form, built from its plan (core/arch/macro_plan.h): every convolution is followed by BN and ReLU,
/// the stem by BN. Not thread-safe.
class MacroNetworkModule : public ImageNetwork {
public:
    /// Weights are drawn from `seed`; trainable: with gradients.
    MacroNetworkModule(const MacroPlan& plan, std::uint64_t seed, const at::Device& device, bool trainable = true);
    at::Tensor features(const at::Tensor& images, const Mode& mode) const override;

private:
    struct Reduction {
        int source = 0; ///< 0 is the stem
        FactorizedReduction halve;
    };
    struct LayerModule {
        std::vector<Reduction> reductions; ///< of stored outputs, before the layer
        Layers operation;                  ///< 1x1, then the operation itself
        std::vector<int> sources;          ///< selected skips
        Layers map;                        ///< of the concatenation; none in the first layer
    };
    LayerModule makeLayer(const MacroLayerPlan& plan, const std::string& name);

    Layers m_stem;
    std::vector<LayerModule> m_layers;
};

} // namespace cw::nn
