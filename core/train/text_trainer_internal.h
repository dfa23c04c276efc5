#pragma once
#include <memory>
#include <string>

#include "core/batch/text_batches.h"
#include "core/nn/recurrent_pass_internal.h"
#include "core/search/shared_settings.h"

namespace cw {

/// A window of text on the device: both [words, rows].
struct DeviceWindow {
    at::Tensor inputs, targets;
};
DeviceWindow onDevice(const TextWindow& window, const at::Device& device);

/// Plain SGD over a text, one mini-batch of one cell a step; the hidden state goes on from mini-batch to mini-batch, from cell to cell
/// too, and is empty at the beginning of each pass. Gradients reach back as far as the mini-batch. The gradient's norm is clipped before
/// decay is added; only the matrices of the cell given get gradients and decay. Masks are a function of (seed, step).
/// The network is borrowed; the text lives as long as the batches. Not thread-safe.
class TextTrainer {
public:
    /// The rate falls by settings.rateDecay each `period` mini-batches, from the settings.decayFrom-th time on. Where cells take turns,
    /// carriedLimit bounds the root mean square of each row of the state that the next one begins with (0: no bound): a cell of ReLU and
    /// identity can grow without end, and must not spoil the steps of those after it. tanh and sigmoid stay below 1.
    TextTrainer(nn::RecurrentNetwork& network, const TextBatches& batches, const TextTrainingSettings& settings, std::int64_t period, std::uint64_t seed,
                double carriedLimit = 0);

    /// Mean loss of the mini-batch, nats. Not finite: it was not applied, and the state is empty again; so also where only the gradient was
    /// not finite (not a number is returned then).
    double step(const RecurrentCell& cell);
    std::int64_t stepsDone() const { return m_step; }
    double rate() const; ///< of the next step

    /// What goes on from step to step beside the weights.
    const at::Tensor& state() const { return m_state; } ///< [rows, hidden]
    void restore(std::int64_t stepsDone, const float* state);
    /// Of the last step: gradients are valid until the next one.
    const nn::RecurrentGradients& gradients() const { return m_gradients; }

private:
    nn::RecurrentMasks drawMasks() const;
    void carry();
    void update(const RecurrentCell& cell, double norm);

    nn::RecurrentNetwork& m_network;
    TextBatches m_batches;
    TextTrainingSettings m_settings;
    std::int64_t m_period;
    std::uint64_t m_seed;
    double m_carriedLimit;
    nn::RecurrentPass m_pass;
    nn::RecurrentGradients m_gradients;
    at::Tensor m_state, m_outputGradient;
    std::int64_t m_step = 0;
};

} // namespace cw
