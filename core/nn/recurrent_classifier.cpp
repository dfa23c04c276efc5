#include "core/nn/recurrent_classifier_internal.h"

#include <algorithm>

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

namespace cw::nn {
namespace {

constexpr std::int64_t kScoresAtOnce = 2 << 20;

/// Some outputs: exp(score - greatest score) of every word [n, words], the sums of these [n, 1], and the targets [n, 1].
struct Piece {
    std::int64_t from, count;
    at::Tensor& powers;
    const at::Tensor &sums, &targets;
};

/// Calls work(piece) for one after the other; sums the losses.
template<class Work>
double eachPiece(const RecurrentNetwork& network, const at::Tensor& outputs, const at::Tensor& targets, const Work& work)
{
    const at::NoGradGuard guard;
    const auto piece = std::clamp<std::int64_t>(kScoresAtOnce / network.words(), 64, 512);
    auto total = at::zeros({}, outputs.options().dtype(at::kDouble));
    const auto room = at::empty({std::min(piece, outputs.size(0)), network.words()}, outputs.options());
    for (std::int64_t from = 0; from < outputs.size(0); from += piece) {
        const auto count = std::min(piece, outputs.size(0) - from);
        auto scores = room.narrow(0, 0, count);
        at::addmm_out(scores, network.bias(), outputs.narrow(0, from, count), network.embedding().t());
        scores.sub_(scores.amax(1, true));
        const auto target = targets.narrow(0, from, count).unsqueeze(1);
        const auto chosen = scores.gather(1, target);
        const auto sums = scores.exp_().sum(1, true);
        total.add_((sums.log() - chosen).sum(at::kDouble));
        work(Piece{from, count, scores, sums, target});
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
    gradients.bias.zero_();
    return eachPiece(network, outputs, targets, [&](const Piece& piece) {
        // softmax minus one at the target is powers / sums after this; the division is left to the smaller factors.
        piece.powers.scatter_add_(1, piece.targets, -piece.sums);
        const auto weights = piece.sums.reciprocal().mul_(share);
        auto back = outputGradient.narrow(0, piece.from, piece.count);
        at::mm_out(back, piece.powers, network.embedding());
        back.mul_(weights);
        const auto weighted = outputs.narrow(0, piece.from, piece.count) * weights;
        gradients.bias.addmv_(piece.powers.t(), weights.squeeze(1));
        gradients.embedding.addmm_(piece.powers.t(), weighted, piece.from == 0 ? 0 : 1, 1);
    });
}

} // namespace cw::nn
