#include "core/nn/image_network_internal.h"

#include <cmath>

#include <ATen/ATen.h>

#include "core/base/random.h"
#include "core/nn/macro_network_internal.h"
#include "core/nn/network_internal.h"

namespace cw::nn {

ImageNetwork::ImageNetwork(std::uint64_t seed)
    : m_list(seed)
{
}

void ImageNetwork::finish(std::int64_t channels, std::int64_t classes, const at::Device& device, bool trainable)
{
    m_weight = m_list.addNormal("classifier.weight", {classes, channels}, std::sqrt(1.0 / static_cast<double>(channels)), true);
    m_bias = m_list.addConstant("classifier.bias", {classes}, 0);
    m_list.pack(device, trainable);
}

at::Tensor ImageNetwork::forward(const at::Tensor& images, const Mode& mode, const Dropout& dropout) const
{
    const auto x = features(images, mode);
    // Rows of channels, not mean over {2, 3}: the gradient then comes back in channels_last.
    const auto pooled = x.permute({0, 2, 3, 1}).reshape({x.size(0), -1, x.size(1)}).mean(1);
    return at::linear(dropOut(pooled, dropout), m_weight, m_bias);
}

at::Tensor dropOut(const at::Tensor& x, const ImageNetwork::Dropout& dropout)
{
    if (!(dropout.fraction > 0))
        return x;
    Random random(dropout.seed);
    const auto kept = static_cast<float>(1 / (1 - dropout.fraction));
    auto mask = at::empty(x.sizes(), at::kFloat);
    for (auto *p = mask.data_ptr<float>(), *end = p + mask.numel(); p != end; ++p)
        *p = random.uniform() < dropout.fraction ? 0 : kept;
    return x * mask.to(x.device());
}

Result<std::unique_ptr<ImageNetwork>> makeImageNetwork(const Architecture& arch, const NetworkShape& shape, std::uint64_t seed, const at::Device& device,
                                                       bool trainable)
{
    if (arch.space == "macro") {
        const auto plan = planMacro(arch, shape);
        if (!plan)
            return plan.error();
        return std::unique_ptr<ImageNetwork>(std::make_unique<MacroNetworkModule>(*plan, seed, device, trainable));
    }
    const auto plan = planNetwork(arch, shape);
    if (!plan)
        return plan.error();
    return std::unique_ptr<ImageNetwork>(std::make_unique<Network>(*plan, seed, device, trainable));
}

} // namespace cw::nn
