#pragma once
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "core/base/buffers.h"
#include "core/base/random.h"
#include "core/base/result.h"
#include "core/space/decisions.h"

namespace cw {

struct ControllerSettings {
    int units = 100;             ///< of the LSTM, and of embeddings and attention
    double initialRange = 0.1;   ///< every weight uniform in +- this
    double temperature = 5;      ///< logits are divided by it; 0: not
    double tanhConstant = 2.5;   ///< then c * tanh(logit); 0: not
    double operationDivisor = 1; ///< c of operations is tanhConstant / this (released micro: 2.5)
    double distancePrior = 0;    ///< recurrent: -(i - j)^2 * this is added to the logit of reading node j from node i (released: 1/6)
    double skipTarget = 0.4;     ///< probability of a skip that the prior wants (macro)
};

/// A sampled (or given) row of choices under the policy.
struct PolicySample {
    std::vector<int> choices;
    double logProbability = 0; ///< nats, of the whole row
    double entropy = 0;        ///< nats: sum over the decisions of the entropy of each given those before
    double skipDivergence = 0; ///< mean KL(skip probability || skipTarget) over the skip decisions; 0 where there are none
};

/// What the policy thinks at each decision of one row.
struct DecisionProbabilities {
    std::vector<double> probabilities; ///< of the options
    int choice = 0;
};

/// The LSTM controller of ENAS (Pham et al. 2018, sections 2 and 3): autoregressive over a DecisionSpace; each choice is fed
/// back as the next input, the first input is a learned empty embedding; earlier nodes are read by attention
/// v^T tanh(W1 anchor + W2 h); operations by a softmax over h. Probabilities are exact. Plain C++, no torch.
/// Deterministic: the same weights, choices and build give the same bits. One thread at a time.
class Controller {
public:
    Controller(DecisionSpace space, ControllerSettings settings, std::uint64_t seed);
    ~Controller();
    Controller(Controller&&) noexcept;

    const DecisionSpace& space() const;
    std::int64_t parameterCount() const;

    PolicySample sample(Random& random) const;
    /// The most probable choice at each decision after the given ones.
    PolicySample complete(std::span<const int> prefix) const;
    /// Log-probability, entropy and divergence of given choices. All must be within their options.
    PolicySample evaluate(std::span<const int> choices) const;
    std::vector<DecisionProbabilities> probabilities(std::span<const int> choices) const;

    /// Adds to the gradient: advantage * d(-log p(choices)) + skipWeight * d(skipDivergence).
    void accumulate(std::span<const int> choices, double advantage, double skipWeight);
    /// One step of Adam (Kingma, Ba 2015) over the gradient so far divided by `samples`; then the gradient is zero.
    /// Returns the norm of that gradient. One that is not a number is thrown away: then the norm is none either, and nothing changes.
    double apply(double rate, int samples, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8);

    /// Weights and Adam's moments; the gradient is not part of it.
    NamedBuffers save() const;
    Status restore(const NamedBuffers& buffers);

    /// Flat views for tests: all weights, and the gradient in the same order.
    std::span<float> weights();
    std::span<const double> gradient() const;

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace cw
