#include "core/train/text_scoring_internal.h"

#include <cmath>

#include <ATen/ATen.h>

#include "core/nn/recurrent_classifier_internal.h"
#include "core/search/measure.h"
#include "core/train/text_trainer_internal.h"

namespace cw {

double TextScore::reward() const
{
    const auto mean = loss();
    return std::isnan(mean) ? 0 : kPerplexityReward / std::exp(mean);
}

TextScorer::TextScorer(const nn::RecurrentNetwork& network, const TextBatches& batches)
    : m_network(network)
    , m_batches(batches)
    , m_pass(network, batches.windowWords(), batches.rows(), false)
    , m_state(at::zeros({batches.rows(), network.hidden()}, at::TensorOptions().dtype(at::kFloat).device(network.device())))
{
}

TextScore TextScorer::window(const RecurrentCell& cell, std::int64_t index)
{
    TextScore score;
    m_state.zero_();
    add(score, cell, index);
    return score;
}

TextScore TextScorer::all(const RecurrentCell& cell, Control& control)
{
    TextScore score;
    m_state.zero_();
    for (std::int64_t i = 0; i < m_batches.allWindows(); ++i) {
        control.check();
        add(score, cell, i);
    }
    return score;
}

void TextScorer::add(TextScore& score, const RecurrentCell& cell, std::int64_t index)
{
    const auto window = onDevice(m_batches.window(index), m_network.device());
    const auto outputs = m_pass.forward(cell, window.inputs, m_state, {});
    score.lossSum += nn::classifierLoss(m_network, outputs, window.targets.reshape({-1}));
    score.words += outputs.size(0);
    m_state.copy_(m_pass.lastState());
}

} // namespace cw
