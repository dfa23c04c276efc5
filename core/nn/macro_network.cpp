#include "core/nn/macro_network_internal.h"

#include <array>

#include <ATen/ATen.h>

namespace cw::nn {
namespace {

/// In the order of MacroOp. Sizes of the same operations stand in core/arch/macro_counts.cpp.
struct OperationRow {
    MacroOp op;
    std::int64_t kernel = 0; ///< 0: a pool
    bool separable = false, maximum = false;
};
constexpr std::array kOperations{
    OperationRow{MacroOp::Conv3, 3, false, false},   OperationRow{MacroOp::SepConv3, 3, true, false}, OperationRow{MacroOp::Conv5, 5, false, false},
    OperationRow{MacroOp::SepConv5, 5, true, false}, OperationRow{MacroOp::AvgPool3, 0, false, false}, OperationRow{MacroOp::MaxPool3, 0, false, true},
};

consteval bool rowsFollowTheEnum()
{
    for (std::size_t i = 0; i < kOperations.size(); ++i)
        if (static_cast<std::size_t>(kOperations[i].op) != i)
            return false;
    return kOperations.size() == static_cast<std::size_t>(kMacroOpCount);
}
static_assert(rowsFollowTheEnum(), "kOperations is indexed by MacroOp");

void addNormRelu(Layers& layers, ParameterList& list, const std::string& name, std::int64_t channels)
{
    layers.emplace_back(makeBatchNorm(list, name, channels));
    layers.emplace_back(Relu{});
}

void addOperation(Layers& layers, ParameterList& list, const std::string& name, MacroOp op, std::int64_t channels)
{
    const auto& row = kOperations[static_cast<std::size_t>(op)];
    if (row.kernel == 0) {
        layers.emplace_back(Pool{row.maximum, 1});
        return;
    }
    layers.emplace_back(makeConvolution(list, name + ".0", {.in = channels, .out = channels, .kernel = {row.kernel, row.kernel}, .depthwise = row.separable}));
    if (row.separable)
        layers.emplace_back(makeConvolution(list, name + ".1", {.in = channels, .out = channels}));
    addNormRelu(layers, list, name + ".norm", channels);
}

Layers pointwise(ParameterList& list, const std::string& name, std::int64_t in, std::int64_t out)
{
    Layers layers{makeConvolution(list, name + ".0", {.in = in, .out = out})};
    addNormRelu(layers, list, name + ".norm", out);
    return layers;
}

} // namespace

MacroNetworkModule::MacroNetworkModule(const MacroPlan& plan, std::uint64_t seed, const at::Device& device, bool trainable)
    : ImageNetwork(seed)
{
    m_stem = {makeConvolution(m_list, "stem.0", {.in = plan.shape.image.channels, .out = plan.stem.channels, .kernel = {3, 3}}),
              makeBatchNorm(m_list, "stem.1", plan.stem.channels)};
    for (const auto& layer : plan.layers)
        m_layers.push_back(makeLayer(layer, "layer" + std::to_string(m_layers.size() + 1)));
    finish(plan.last.channels, plan.shape.classes, device, trainable);
}

MacroNetworkModule::LayerModule MacroNetworkModule::makeLayer(const MacroLayerPlan& plan, const std::string& name)
{
    const auto channels = plan.shape.channels;
    LayerModule layer;
    for (const int source : plan.reduced)
        layer.reductions.push_back({source, makeFactorizedReduction(m_list, name + ".reduce" + std::to_string(source), channels / 2, channels)});
    layer.operation = pointwise(m_list, name + ".in", channels, channels);
    addOperation(layer.operation, m_list, name + ".op", plan.op, channels);
    layer.sources = plan.sources;
    if (plan.mapped)
        layer.map = pointwise(m_list, name + ".skips", static_cast<std::int64_t>(plan.sources.size() + 1) * channels, channels);
    return layer;
}

at::Tensor MacroNetworkModule::features(const at::Tensor& images, const Mode& mode) const
{
    std::vector<at::Tensor> stored{run(m_stem, images.contiguous(at::MemoryFormat::ChannelsLast), mode)};
    for (const auto& layer : m_layers) {
        for (const auto& reduction : layer.reductions) {
            auto& output = stored[static_cast<std::size_t>(reduction.source)];
            output = reduction.halve(output, mode);
        }
        auto output = run(layer.operation, stored.back(), mode);
        if (!layer.map.empty()) {
            std::vector<at::Tensor> pieces;
            for (const int source : layer.sources)
                pieces.push_back(stored[static_cast<std::size_t>(source)]);
            pieces.push_back(std::move(output));
            output = run(layer.map, concatenate(pieces), mode);
        }
        stored.push_back(std::move(output));
    }
    return stored.back();
}

} // namespace cw::nn
