#include "core/train/text_trainer_internal.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include "core/nn/recurrent_classifier_internal.h"

namespace cw {
namespace {

/// Each number 0 with probability p, else 1 / (1 - p); undefined where nothing is dropped.
at::Tensor drawMask(at::IntArrayRef shape, double p, std::uint64_t seed, const at::Device& device)
{
    if (p <= 0)
        return {};
    auto mask = at::empty(shape, at::kFloat);
    Random random(seed);
    const auto kept = static_cast<float>(1 / (1 - p));
    for (auto *m = mask.data_ptr<float>(), *end = m + mask.numel(); m != end; ++m)
        *m = random.uniform() < p ? 0.0F : kept;
    return mask.to(device);
}

} // namespace

DeviceWindow onDevice(const TextWindow& window, const at::Device& device)
{
    const auto tensor = [&](const std::vector<std::int64_t>& words) {
        const auto view = at::from_blob(const_cast<std::int64_t*>(words.data()), {window.words, window.rows}, at::kLong);
        return view.to(device, at::kLong, false, true);
    };
    return {tensor(window.inputs), tensor(window.targets)};
}

TextTrainer::TextTrainer(nn::RecurrentNetwork& network, const TextBatches& batches, const TextTrainingSettings& settings, std::int64_t period,
                         std::uint64_t seed, double carriedLimit)
    : m_network(network)
    , m_batches(batches)
    , m_settings(settings)
    , m_period(period)
    , m_seed(seed)
    , m_carriedLimit(carriedLimit)
    , m_pass(network, batches.windowWords(), batches.rows(), true)
    , m_gradients(network)
    , m_state(at::zeros({batches.rows(), network.hidden()}, at::TensorOptions().dtype(at::kFloat).device(network.device())))
    , m_outputGradient(at::empty({batches.windowWords() * batches.rows(), network.hidden()}, m_state.options()))
{
}

double TextTrainer::rate() const
{
    const auto falls = std::max<std::int64_t>(0, m_step / m_period - m_settings.decayFrom + 1);
    return m_settings.learningRate * std::pow(m_settings.rateDecay, static_cast<double>(falls));
}

nn::RecurrentMasks TextTrainer::drawMasks() const
{
    const auto seed = deriveSeed(m_seed, static_cast<std::uint64_t>(m_step));
    const auto device = m_network.device();
    return {drawMask({m_network.words()}, m_settings.dropoutWords, deriveSeed(seed, "words"), device),
            drawMask(m_state.sizes(), m_settings.dropoutInput, deriveSeed(seed, "input"), device),
            drawMask(m_state.sizes(), m_settings.dropoutState, deriveSeed(seed, "state"), device),
            drawMask(m_state.sizes(), m_settings.dropoutOutput, deriveSeed(seed, "output"), device)};
}

double TextTrainer::step(const RecurrentCell& cell)
{
    const at::NoGradGuard guard;
    const auto index = m_step % m_batches.windows();
    if (index == 0)
        m_state.zero_();
    const auto window = onDevice(m_batches.window(index), m_network.device());
    const auto masks = drawMasks();
    auto outputs = m_pass.forward(cell, window.inputs, m_state, masks);
    const auto scaled = [&](const at::Tensor& t) { // by the output's mask, the same at every word
        return masks.output.defined() ? t.view({-1, m_batches.rows(), m_network.hidden()}).mul(masks.output).flatten(0, 1) : t;
    };
    const auto count = static_cast<double>(outputs.size(0));
    const auto loss = nn::classifierGradients(m_network, scaled(outputs), window.targets.reshape({-1}), m_gradients, m_outputGradient) / count;
    double norm = 0;
    if (std::isfinite(loss)) {
        m_pass.backward(scaled(m_outputGradient), m_gradients);
        norm = m_gradients.flat.norm().item<double>();
    }
    const bool sound = std::isfinite(loss) && std::isfinite(norm);
    if (sound) {
        update(cell, norm);
        carry();
    } else {
        m_state.zero_();
    }
    ++m_step;
    return sound || !std::isfinite(loss) ? loss : std::numeric_limits<double>::quiet_NaN();
}

void TextTrainer::carry()
{
    m_state.copy_(m_pass.lastState());
    if (m_carriedLimit > 0)
        m_state.mul_((m_carriedLimit / m_state.square().mean(1, true).sqrt()).clamp_max_(1));
}

void TextTrainer::update(const RecurrentCell& cell, double norm)
{
    const auto scale = m_settings.clip > 0 ? std::min(1.0, m_settings.clip / (norm + 1e-6)) : 1.0;
    const auto apply = [&](at::Tensor values, const at::Tensor& gradient, bool decays) {
        if (decays && m_settings.weightDecay > 0)
            values.mul_(1 - rate() * m_settings.weightDecay);
        values.add_(gradient, -rate() * scale);
    };
    apply(m_network.embedding(), m_gradients.embedding, true);
    apply(m_network.bias(), m_gradients.bias, false);
    apply(m_network.inputPair(), m_gradients.input, true);
    apply(m_network.statePair(), m_gradients.state, true);
    for (std::size_t i = 1; i < cell.nodes.size(); ++i)
        apply(m_network.pair(i, cell.nodes[i].previous), m_gradients.pairs[i], true);
}

void TextTrainer::restore(std::int64_t stepsDone, const float* state)
{
    m_step = stepsDone;
    m_state.copy_(at::from_blob(const_cast<float*>(state), m_state.sizes(), at::kFloat));
}

} // namespace cw
