#include "core/nn/recurrent_pass_internal.h"

#include <array>

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

namespace cw::nn {
namespace {

/// In place on the value; backward from the value and the gradient of it, written over the value. In the order of kActivations.
struct ActivationRow {
    void (*forward)(at::Tensor value);
    void (*backward)(at::Tensor value, const at::Tensor& gradient);
};
constexpr std::array<ActivationRow, kActivationCount> kRows{
    ActivationRow{[](at::Tensor v) { v.tanh_(); }, [](at::Tensor v, const at::Tensor& g) { at::tanh_backward_out(v, g, v); }},
    ActivationRow{[](at::Tensor v) { v.relu_(); }, [](at::Tensor v, const at::Tensor& g) { at::threshold_backward_out(v, g, v, 0); }},
    ActivationRow{[](at::Tensor) {}, [](at::Tensor v, const at::Tensor& g) { v.copy_(g); }},
    ActivationRow{[](at::Tensor v) { v.sigmoid_(); }, [](at::Tensor v, const at::Tensor& g) { at::sigmoid_backward_out(v, g, v); }},
};
const ActivationRow& row(Activation activation) { return kRows[static_cast<std::size_t>(activation)]; }

/// [words, rows, n] as [words * rows, n].
at::Tensor flat(const at::Tensor& t, std::int64_t words) { return t.narrow(0, 0, words).flatten(0, 1); }

} // namespace

RecurrentGradients::RecurrentGradients(const RecurrentNetwork& network)
    : pairs(static_cast<std::size_t>(network.nodes()))
{
    const auto h = network.hidden(), v = network.words();
    flat = at::zeros({v * h + v + (1 + network.nodes()) * 2 * h * h}, network.embedding().options().requires_grad(false));
    std::int64_t offset = 0;
    const auto take = [&](at::IntArrayRef shape) {
        const auto piece = flat.narrow(0, offset, c10::multiply_integers(shape)).view(shape);
        offset += piece.numel();
        return piece;
    };
    embedding = take({v, h});
    bias = take({v});
    input = take({h, 2 * h});
    state = take({h, 2 * h});
    for (std::size_t i = 1; i < pairs.size(); ++i)
        pairs[i] = take({h, 2 * h});
}

RecurrentPass::RecurrentPass(const RecurrentNetwork& network, std::int64_t words, std::int64_t rows, bool keeps)
    : m_network(network)
    , m_keeps(keeps)
    , m_rows(rows)
    , m_gates(static_cast<std::size_t>(network.nodes()))
    , m_values(m_gates.size())
    , m_back(m_gates.size())
{
    const auto h = network.hidden();
    const auto empty = [&](at::IntArrayRef shape) { return at::empty(shape, network.embedding().options().requires_grad(false)); };
    m_x = empty({words, rows, h});
    m_outputs = empty({words + 1, rows, h});
    m_previous = empty({words, rows, h});
    for (std::size_t i = 0; i < m_gates.size(); ++i) {
        m_gates[i] = empty({keeps || i == 0 ? words : 1, rows, 2 * h});
        m_values[i] = empty({keeps ? words : 1, rows, h});
        if (keeps)
            m_back[i] = empty({rows, h});
    }
    for (auto* scratch : {&m_carried, &m_gate, &m_value})
        *scratch = empty({rows, h});
}

at::Tensor RecurrentPass::forward(const RecurrentCell& cell, const at::Tensor& inputs, const at::Tensor& state, const RecurrentMasks& masks)
{
    const at::NoGradGuard guard;
    m_cell = cell;
    m_ends = outputNodes(cell);
    m_masks = masks;
    m_words = inputs.size(0);
    m_tokens = inputs.reshape({-1});
    m_outputs.select(0, 0).copy_(state);

    auto x = flat(m_x, m_words);
    at::index_select_out(x, m_network.embedding(), 0, m_tokens);
    if (masks.words.defined())
        x.mul_(masks.words.index_select(0, m_tokens).unsqueeze(1));
    if (masks.input.defined())
        m_x.narrow(0, 0, m_words).mul_(masks.input);
    auto gates = flat(m_gates[0], m_words);
    at::mm_out(gates, x, m_network.inputPair());
    for (std::int64_t t = 0; t < m_words; ++t)
        step(t);
    return m_outputs.narrow(0, 1, m_words).flatten(0, 1);
}

void RecurrentPass::step(std::int64_t word)
{
    const auto h = m_network.hidden();
    const auto before = m_outputs.select(0, word);
    auto previous = before;
    if (m_masks.state.defined()) {
        previous = m_previous.select(0, word);
        at::mul_out(previous, before, m_masks.state);
    }
    std::vector<at::Tensor> values(m_cell.nodes.size());
    for (std::size_t i = 0; i < values.size(); ++i) {
        const auto& node = m_cell.nodes[i];
        auto gates = m_gates[i].select(0, i == 0 ? word : slot(word));
        if (i == 0)
            gates.addmm_(previous, m_network.statePair());
        else
            at::mm_out(gates, values[node.previous], m_network.pair(i, node.previous));
        auto gate = gates.narrow(1, 0, h), value = gates.narrow(1, h, h);
        gate.sigmoid_();
        row(node.activation).forward(value);
        values[i] = m_values[i].select(0, slot(word));
        at::lerp_out(values[i], i == 0 ? before : values[node.previous], value, gate); // c * value + (1 - c) * carried
    }
    auto output = m_outputs.select(0, word + 1);
    output.copy_(values[static_cast<std::size_t>(m_ends.front())]);
    for (std::size_t k = 1; k < m_ends.size(); ++k)
        output.add_(values[static_cast<std::size_t>(m_ends[k])]);
    if (m_ends.size() > 1)
        output.mul_(1.0 / static_cast<double>(m_ends.size()));
}

void RecurrentPass::backward(const at::Tensor& outputGradient, RecurrentGradients& gradients)
{
    const at::NoGradGuard guard;
    const auto back = outputGradient.view({m_words, m_rows, m_network.hidden()});
    m_carried.zero_();
    for (auto t = m_words; t-- > 0;)
        stepBack(t, back.select(0, t));

    const auto first = flat(m_gates[0], m_words);
    const auto previous = flat(m_masks.state.defined() ? m_previous : m_outputs, m_words);
    auto x = flat(m_x, m_words);
    at::mm_out(gradients.input, x.t(), first);
    at::mm_out(gradients.state, previous.t(), first);
    for (std::size_t i = 1; i < m_cell.nodes.size(); ++i)
        at::mm_out(gradients.pairs[i], flat(m_values[m_cell.nodes[i].previous], m_words).t(), flat(m_gates[i], m_words));

    at::mm_out(x, first, m_network.inputPair().t());
    if (m_masks.input.defined())
        m_x.narrow(0, 0, m_words).mul_(m_masks.input);
    if (m_masks.words.defined())
        x.mul_(m_masks.words.index_select(0, m_tokens).unsqueeze(1));
    gradients.embedding.index_add_(0, m_tokens, x);
}

void RecurrentPass::stepBack(std::int64_t word, at::Tensor outputGradient)
{
    const auto h = m_network.hidden();
    outputGradient.add_(m_carried);
    for (std::size_t i = 0; i < m_cell.nodes.size(); ++i)
        m_back[i].zero_();
    for (const int end : m_ends)
        m_back[static_cast<std::size_t>(end)].add_(outputGradient, 1.0 / static_cast<double>(m_ends.size()));

    for (auto i = m_cell.nodes.size(); i-- > 0;) { // readers stand after what they read
        const auto& node = m_cell.nodes[i];
        const auto gates = m_gates[i].select(0, word);
        auto gate = gates.narrow(1, 0, h), value = gates.narrow(1, h, h);
        auto back = m_back[i];
        at::sub_out(m_gate, value, i == 0 ? m_outputs.select(0, word) : m_values[node.previous].select(0, word));
        m_gate.mul_(back);
        at::mul_out(m_value, back, gate);
        back.sub_(m_value); // (1 - c) of it goes past the matrix
        at::sigmoid_backward_out(gate, m_gate, gate);
        row(node.activation).backward(value, m_value);
        if (i > 0) {
            m_back[node.previous].add_(back).addmm_(gates, m_network.pair(i, node.previous).t());
        } else {
            at::mm_out(m_carried, gates, m_network.statePair().t());
            if (m_masks.state.defined())
                m_carried.mul_(m_masks.state);
            m_carried.add_(back);
        }
    }
}

} // namespace cw::nn
