#include "core/nn/recurrent_classifier_internal.h"

#include <algorithm>

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

namespace cw::nn {
namespace {

constexpr std::int64_t kScoresAtOnce = 2 << 20;

/// Calls work(first output, outputs, log-probabilities [outputs, words] to change, their targets) piece by piece; sums the losses.
template<class Work>
double eachPiece(const RecurrentNetwork& network, const at::Tensor& outputs, const at::Tensor& targets, const Work& work)
{
    const at::NoGradGuard guard;
    const auto piece = std::clamp<std::int64_t>(kScoresAtOnce / network.words(), 64, 512);
    auto total = at::zeros({}, outputs.options().dtype(at::kDouble));
    at::Tensor scores = at::empty({std::min(piece, outputs.size(0)), network.words()}, outputs.options());
    auto logs = at::empty_like(scores);
    for (std::int64_t from = 0; from < outputs.size(0); from += piece) {
        const auto count = std::min(piece, outputs.size(0) - from);
        auto s = scores.narrow(0, 0, count), l = logs.narrow(0, 0, count);
        at::addmm_out(s, network.bias(), outputs.narrow(0, from, count), network.embedding().t());
        at::_log_softmax_out(l, s, 1, false);
        const auto target = targets.narrow(0, from, count).unsqueeze(1);
        total.sub_(l.gather(1, target).sum(at::kDouble));
        work(from, count, l, target);
    }
    return total.item<double>();
}

} // namespace

double classifierLoss(const RecurrentNetwork& network, const at::Tensor& outputs, const at::Tensor& targets)
{
    return eachPiece(network, outputs, targets, [](auto&&...) {});
}

double classifierGradients(const RecurrentNetwork& network, const at::Tensor& outputs, const at::Tensor& targets, RecurrentGradients& gradients,
                           at::Tensor outputGradient)
{
    const auto share = 1.0 / static_cast<double>(outputs.size(0));
    const auto minus = at::full({1, 1}, -1.0F, outputs.options());
    gradients.bias.zero_();
    return eachPiece(network, outputs, targets, [&](std::int64_t from, std::int64_t count, at::Tensor& p, const at::Tensor& target) {
        p.exp_(); // softmax minus one at the target: the gradient of the sum
        p.scatter_add_(1, target, minus.expand({count, 1}));
        auto back = outputGradient.narrow(0, from, count);
        at::mm_out(back, p, network.embedding()).mul_(share);
        gradients.bias.add_(p.sum(0), share);
        gradients.embedding.addmm_(p.t(), outputs.narrow(0, from, count), from == 0 ? 0 : 1, share);
    });
}

} // namespace cw::nn
