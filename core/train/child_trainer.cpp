#include "core/train/child_trainer_internal.h"

#include <cmath>

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

namespace cw {
namespace {

/// Reading the loss waits for a GPU; how often must not depend on the clock, or a diverging child would stop at another step.
constexpr std::int64_t kStepsPerRead = 16;

std::vector<float> plain(const at::Tensor& tensor)
{
    const auto host = tensor.to(at::kCPU);
    return {host.data_ptr<float>(), host.data_ptr<float>() + host.numel()};
}

void fill(at::Tensor tensor, const std::vector<float>& numbers)
{
    tensor.copy_(at::from_blob(const_cast<float*>(numbers.data()), tensor.sizes(), at::kFloat));
}

} // namespace

ChildTrainer::ChildTrainer(nn::ImageNetwork& network, const ImageBatches& data, const TrainingSettings& settings, std::vector<std::int64_t> images,
                           std::uint64_t seed)
    : m_network(network)
    , m_data(data)
    , m_settings(settings)
    , m_order(std::move(images), settings.batch, deriveSeed(seed, "order"))
    , m_augmentationSeed(deriveSeed(seed, "augmentation"))
    , m_dropoutSeed(deriveSeed(seed, "dropout"))
    , m_sgd(network.parameters(), {settings.momentum, settings.weightDecay, settings.clip})
    , m_lossSum(at::zeros({}, at::TensorOptions().dtype(at::kDouble).device(data.device())))
{
    const auto steps = settings.steps > 0 ? settings.steps : settings.epochs * m_order.batchesPerEpoch();
    m_intervals = reportingIntervals(steps, settings.steps > 0 ? 0 : settings.epochs);
}

void ChildTrainer::step()
{
    const auto images = m_order.batch(m_step);
    const bool augmented = m_settings.flip || m_settings.cropPadding > 0;
    const auto batch = m_data.batch(images, augmented ? drawAugmentations(images.size(), m_settings.cropPadding, m_settings.flip, m_augmentationSeed, m_step)
                                                      : std::vector<Augmentation>{});
    const nn::ImageNetwork::Dropout dropout{m_settings.dropout, deriveSeed(m_dropoutSeed, static_cast<std::uint64_t>(m_step))};
    const auto loss = at::cross_entropy_loss(m_network.forward(batch.images, {.training = true}, dropout), batch.labels);
    m_lossSum.add_(loss.detach());
    if (m_data.device().is_cpu() && !std::isfinite(loss.item<float>())) {
        m_diverged = true;
        return;
    }
    loss.backward();
    m_sgd.step(m_settings.cosine ? cosineRate(m_settings.learningRate, m_step, m_intervals.steps) : m_settings.learningRate);
    ++m_step;
    const auto interval = static_cast<std::int64_t>(m_curve.size());
    const bool over = m_step == m_intervals.end(interval);
    if (over || m_data.device().is_cpu() || m_step % kStepsPerRead == 0)
        readLoss();
    if (over && !m_diverged) {
        m_curve.push_back({static_cast<int>(interval + 1), m_recentLoss, -1});
        m_lossSum.zero_();
    }
}

void ChildTrainer::readLoss()
{
    const auto interval = static_cast<std::int64_t>(m_curve.size());
    const auto before = interval == 0 ? 0 : m_intervals.end(interval - 1);
    m_recentLoss = m_lossSum.item<double>() / static_cast<double>(m_step - before);
    m_diverged = !std::isfinite(m_recentLoss);
}

void ChildTrainer::save(ChildCheckpoint& c) const
{
    c.step = m_step;
    c.curve = m_curve;
    c.lossSum = m_lossSum.item<double>();
    const auto& list = m_network.parameters();
    c.buffers = {plain(list.flatValues()), plain(m_sgd.velocity()), plain(list.flatStatistics())};
}

void ChildTrainer::restore(const ChildCheckpoint& c)
{
    const at::NoGradGuard guard;
    m_step = c.step;
    m_curve = c.curve;
    m_lossSum.fill_(c.lossSum);
    const auto& list = m_network.parameters();
    fill(list.flatValues(), c.buffers[0]);
    fill(m_sgd.velocity(), c.buffers[1]);
    fill(list.flatStatistics(), c.buffers[2]);
}

std::array<std::size_t, 3> ChildTrainer::bufferSizes() const
{
    const auto parameters = static_cast<std::size_t>(m_network.parameters().count());
    return {parameters, parameters, static_cast<std::size_t>(m_network.parameters().flatStatistics().numel())};
}

} // namespace cw
