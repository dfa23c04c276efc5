#include "core/nn/network_internal.h"

#include <cmath>

#include <ATen/ATen.h>

namespace cw::nn {

Network::Network(const NetworkPlan& plan, std::uint64_t seed, const at::Device& device, bool trainable)
    : m_list(seed)
{
    m_stem = makeConvolution(m_list, "stem.0",
                             {.in = plan.shape.image.channels, .out = plan.stem.channels, .kernel = {3, 3}, .stride = {plan.stemStride, plan.stemStride}});
    m_stemNorm = makeBatchNorm(m_list, "stem.1", plan.stem.channels);
    m_cells.reserve(plan.cells.size());
    for (std::size_t i = 0; i < plan.cells.size(); ++i)
        m_cells.emplace_back(m_list, "cell" + std::to_string(i), plan.arch.cell(), plan.cells[i]);
    const auto inputs = plan.last.channels;
    m_weight = m_list.addNormal("classifier.weight", {plan.shape.classes, inputs}, std::sqrt(1.0 / inputs), true);
    m_bias = m_list.addConstant("classifier.bias", {plan.shape.classes}, 0);
    m_list.pack(device, trainable);
}

at::Tensor Network::features(const at::Tensor& images, const Mode& mode) const
{
    auto prev = m_stemNorm(m_stem(images, mode).contiguous(at::MemoryFormat::ChannelsLast), mode);
    prev = at::relu_(prev);
    auto prevPrev = prev;
    for (const auto& cell : m_cells) {
        auto output = cell(prevPrev, prev, mode);
        prevPrev = std::exchange(prev, std::move(output));
    }
    return prev;
}

at::Tensor Network::forward(const at::Tensor& images, const Mode& mode) const
{
    const auto x = features(images, mode);
    // Rows of channels, not mean over {2, 3}: the gradient then comes back in channels_last.
    const auto pooled = x.permute({0, 2, 3, 1}).reshape({x.size(0), -1, x.size(1)}).mean(1);
    return at::linear(pooled, m_weight, m_bias);
}

} // namespace cw::nn
