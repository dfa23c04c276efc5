#pragma once
#include "core/nn/recurrent_pass_internal.h"

namespace cw::nn {

/// The classifier tied to the embedding (Inan et al. 2017): scores of all words are outputs [n, hidden] times the embedding, plus a bias.
/// Works on some hundred outputs at a time, so that the scores stay near the processor.
/// Losses are sums of -log p of the targets [n], nats; nothing is clamped, so they may be infinite or not a number.
double classifierLoss(const RecurrentNetwork& network, const at::Tensor& outputs, const at::Tensor& targets);
/// The same, with the gradients of the mean: writes embedding and bias, and outputGradient [n, hidden].
double classifierGradients(const RecurrentNetwork& network, const at::Tensor& outputs, const at::Tensor& targets, RecurrentGradients& gradients,
                           at::Tensor outputGradient);

} // namespace cw::nn
