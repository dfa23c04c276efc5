#include "core/train/scoring_internal.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

namespace cw {

Score scoreNetwork(const nn::ImageNetwork& network, const ImageBatches& data, std::span<const std::int64_t> images, std::int64_t batch, Control& control)
{
    const at::NoGradGuard guard;
    auto correct = at::zeros({}, at::TensorOptions().dtype(at::kLong).device(data.device()));
    auto loss = at::zeros({}, at::TensorOptions().dtype(at::kDouble).device(data.device()));
    for (std::size_t at = 0; at < images.size(); at += static_cast<std::size_t>(batch)) {
        control.check();
        const auto some = data.batch(images.subspan(at, std::min(static_cast<std::size_t>(batch), images.size() - at)));
        const auto logits = network.forward(some.images, {.training = false});
        correct.add_(logits.argmax(1).eq(some.labels).sum());
        loss.add_(at::cross_entropy_loss(logits, some.labels, {}, at::Reduction::Sum));
    }
    Score score;
    score.correct = correct.item<std::int64_t>();
    score.total = static_cast<std::int64_t>(images.size());
    score.loss = images.empty() ? 0 : loss.item<double>() / static_cast<double>(score.total);
    if (!std::isfinite(score.loss))
        score.loss = std::numeric_limits<double>::quiet_NaN();
    return score;
}

void recalibrate(nn::ImageNetwork& network, const ImageBatches& data, DataOrder& order, std::int64_t batches, Control& control)
{
    const at::NoGradGuard guard;
    network.parameters().resetStatistics();
    for (std::int64_t i = 0; i < batches; ++i) {
        control.check();
        network.features(data.batch(order.batch(i)).images, {.training = true, .momentum = 1.0 / static_cast<double>(i + 1)});
    }
}

} // namespace cw
