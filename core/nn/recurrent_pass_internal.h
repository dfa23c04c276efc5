#pragma once
#include <vector>

#include <ATen/core/Tensor.h>

#include "core/nn/recurrent_network_internal.h"

namespace cw::nn {

/// Variational dropout (Gal, Ghahramani 2016) of one mini-batch: factors 0 or 1 / (1 - p), the same at every word of it. Undefined: no
/// dropout. What a highway connection carries past a matrix is never dropped.
struct RecurrentMasks {
    at::Tensor words;                ///< [words of the vocabulary]: whole word vectors
    at::Tensor input, state, output; ///< [rows, hidden]: x_t, h_{t-1}, what the classifier reads
};

/// Gradients of one cell: views of one flat buffer, of the same size for every cell of a network. Written, not added to.
struct RecurrentGradients {
    explicit RecurrentGradients(const RecurrentNetwork& network);
    at::Tensor flat;
    at::Tensor embedding, bias, input, state;
    std::vector<at::Tensor> pairs; ///< of each node; undefined for the first
};

/// A cell over some words of text, forward and backward, written out: buffers are made once, the products of x of all words are one,
/// and each matrix gets its gradient by one product at the end. Only the matrices of the cell given are touched.
/// The network is borrowed. Not thread-safe. Gradients equal those of autograd (tested).
class RecurrentPass {
public:
    /// keeps: backward() will follow forward().
    RecurrentPass(const RecurrentNetwork& network, std::int64_t words, std::int64_t rows, bool keeps);

    /// h_t of every word as [inputs' words * rows, hidden], before the output's dropout. inputs [words or fewer, rows] are indices of words;
    /// state [rows, hidden] is read as h before the first word. The result is valid until the next call.
    at::Tensor forward(const RecurrentCell& cell, const at::Tensor& inputs, const at::Tensor& state, const RecurrentMasks& masks);
    /// h after the last word.
    at::Tensor lastState() const { return m_outputs.select(0, m_words); }
    /// Of the forward pass before, with the gradient of its result (changed). Writes input, state and pairs; adds to embedding.
    void backward(const at::Tensor& outputGradient, RecurrentGradients& gradients);

private:
    std::size_t slot(std::int64_t word) const { return m_keeps ? static_cast<std::size_t>(word) : 0; }
    void read(const at::Tensor& inputs);
    void step(std::int64_t word);
    void stepBack(std::int64_t word, at::Tensor outputGradient);

    const RecurrentNetwork& m_network;
    const bool m_keeps;
    std::int64_t m_rows, m_words = 0; ///< of the last forward pass
    RecurrentCell m_cell;
    std::vector<int> m_ends; ///< nodes whose mean is h
    RecurrentMasks m_masks;
    at::Tensor m_tokens;
    at::Tensor m_x;                   ///< [words, rows, hidden], dropped out
    at::Tensor m_outputs;             ///< [words + 1, rows, hidden]: h, from h before the first word on
    at::Tensor m_previous;            ///< [words, rows, hidden]: h_{t-1}, dropped out
    std::vector<at::Tensor> m_gates;  ///< of each node [words, rows, 2 * hidden]: c and the activation's value; then their gradients
    std::vector<at::Tensor> m_values; ///< of each node [words, rows, hidden]
    std::vector<at::Tensor> m_back;   ///< of each node [rows, hidden]: the gradient of its value at one word
    at::Tensor m_carried, m_gate, m_value; ///< [rows, hidden]: of h_{t-1}, and scratch
};

} // namespace cw::nn
