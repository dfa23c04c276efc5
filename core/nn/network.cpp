#include "core/nn/network_internal.h"

#include <utility>

#include <ATen/ATen.h>

namespace cw::nn {

Network::Network(const NetworkPlan& plan, std::uint64_t seed, const at::Device& device, bool trainable)
    : ImageNetwork(seed)
    , m_stemPassedOn(plan.stemPassedOn)
{
    m_stem = makeConvolution(m_list, "stem.0",
                             {.in = plan.shape.image.channels, .out = plan.stem.channels, .kernel = {3, 3}, .stride = {plan.stemStride, plan.stemStride}});
    m_stemNorm = makeBatchNorm(m_list, "stem.1", plan.stem.channels);
    m_cells.reserve(plan.cells.size());
    for (std::size_t i = 0; i < plan.cells.size(); ++i)
        m_cells.emplace_back(m_list, "cell" + std::to_string(i), plan.arch.cells[static_cast<std::size_t>(plan.cells[i].cell)], plan.cells[i]);
    finish(plan.last.channels, plan.shape.classes, device, trainable);
}

at::Tensor Network::features(const at::Tensor& images, const Mode& mode) const
{
    auto stem = m_stemNorm(m_stem(images, mode).contiguous(at::MemoryFormat::ChannelsLast), mode);
    auto prev = m_stemPassedOn ? Feature{stem, at::relu(stem)} : Feature{{}, at::relu_(stem)};
    auto prevPrev = prev;
    for (const auto& cell : m_cells) {
        auto output = cell(prevPrev, prev, mode);
        prevPrev = std::exchange(prev, std::move(output));
    }
    return prev.activated;
}

} // namespace cw::nn
