#pragma once
#include <map>
#include <string>

#include <ATen/ATen.h>

#include "core/nn/recurrent_pass_internal.h"

namespace cw::test {

/// The language model as one writes it down from the paper, one word after the other, for autograd: the reference for the pass
/// that is written out.
struct PlainRecurrent {
    std::map<std::string, at::Tensor> weights; ///< copies that require gradients, by name

    explicit PlainRecurrent(const nn::RecurrentNetwork& network)
    {
        for (const auto& p : network.parameters().parameters())
            weights[p.name] = p.tensor.detach().clone().set_requires_grad(true);
    }
    const at::Tensor& operator[](const std::string& name) const { return weights.at(name); }

    static at::Tensor activated(Activation activation, const at::Tensor& z)
    {
        switch (activation) {
        case Activation::Tanh: return at::tanh(z);
        case Activation::Relu: return at::relu(z);
        case Activation::Identity: return z;
        case Activation::Sigmoid: return at::sigmoid(z);
        }
        return {};
    }

    /// h_t of one word; h is h_{t-1}, read is what its matrices see of it.
    at::Tensor cell(const RecurrentCell& cell, const at::Tensor& x, const at::Tensor& h, const at::Tensor& read) const
    {
        const auto n = h.size(1);
        const auto node = [&](Activation activation, const at::Tensor& z, const at::Tensor& carried) {
            const auto c = at::sigmoid(z.narrow(1, 0, n));
            return c * activated(activation, z.narrow(1, n, n)) + (1 - c) * carried;
        };
        std::vector<at::Tensor> values{node(cell.nodes[0].activation, at::matmul(x, (*this)["node1.input"]) + at::matmul(read, (*this)["node1.state"]), h)};
        for (std::size_t i = 1; i < cell.nodes.size(); ++i) {
            const auto& from = values[cell.nodes[i].previous];
            const auto name = "node" + std::to_string(i + 1) + ".from" + std::to_string(cell.nodes[i].previous + 1);
            values.push_back(node(cell.nodes[i].activation, at::matmul(from, (*this)[name]), from));
        }
        auto sum = at::zeros_like(h);
        for (const int end : outputNodes(cell))
            sum = sum + values[static_cast<std::size_t>(end)];
        return sum / static_cast<double>(outputNodes(cell).size());
    }

    /// Mean loss of a window; state is changed.
    at::Tensor loss(const RecurrentCell& arch, const at::Tensor& inputs, const at::Tensor& targets, at::Tensor& state, const nn::RecurrentMasks& masks = {}) const
    {
        const auto times = [](const at::Tensor& x, const at::Tensor& mask) { return mask.defined() ? x * mask : x; };
        std::vector<at::Tensor> losses;
        for (std::int64_t t = 0; t < inputs.size(0); ++t) {
            auto x = (*this)["embedding"].index_select(0, inputs[t]);
            if (masks.words.defined())
                x = x * masks.words.index_select(0, inputs[t]).unsqueeze(1);
            state = cell(arch, times(x, masks.input), state, times(state, masks.state));
            const auto scores = at::matmul(times(state, masks.output), (*this)["embedding"].t()) + (*this)["classifier.bias"];
            losses.push_back(at::cross_entropy_loss(scores, targets[t]));
        }
        return at::stack(losses).mean();
    }
};

} // namespace cw::test
