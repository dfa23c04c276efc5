#pragma once
#include <vector>

#include <ATen/core/Tensor.h>

#include "core/arch/recurrent.h"
#include "core/nn/parameter_list_internal.h"

namespace cw::nn {

/// Weights start uniform within this (as in released language-model code of the field; the paper does not state it), biases at 0.
inline constexpr double kRecurrentStart = 0.04;

/// The numbers of a language model with recurrent cells (core/arch/recurrent_plan.h): of one cell, or of every cell of a space (ENAS).
/// A pair of matrices is one tensor [hidden, 2 * hidden], read from left: the gate's columns, then the value's.
/// Seeded by name: a pair begins with the same numbers in every network of one seed. Not thread-safe.
class RecurrentNetwork {
public:
    /// Every pair (node, earlier node) of so many nodes.
    static RecurrentNetwork shared(std::int64_t nodes, std::int64_t hidden, std::int64_t words, std::uint64_t seed, const at::Device& device);
    /// The pairs that a valid cell uses.
    static RecurrentNetwork standAlone(const RecurrentCell& cell, std::int64_t hidden, std::int64_t words, std::uint64_t seed, const at::Device& device);

    std::int64_t hidden() const { return m_embedding.size(1); }
    std::int64_t words() const { return m_embedding.size(0); }
    std::int64_t nodes() const { return static_cast<std::int64_t>(m_pairs.size()); }
    at::Device device() const { return m_embedding.device(); }

    const at::Tensor& embedding() const { return m_embedding; } ///< [words, hidden]; the classifier's matrix too
    const at::Tensor& bias() const { return m_bias; }           ///< [words]
    const at::Tensor& inputPair() const { return m_input; }     ///< of x_t
    const at::Tensor& statePair() const { return m_state; }     ///< of h_{t-1}
    /// Of node (0-based, at least 1) reading an earlier one; undefined where this network does not hold it.
    const at::Tensor& pair(std::size_t node, std::size_t previous) const { return m_pairs[node][previous]; }

    /// "embedding", "classifier.bias", "node1.input", "node1.state", "node3.from1" …, 1-based.
    ParameterList& parameters() { return m_list; }
    const ParameterList& parameters() const { return m_list; }

private:
    RecurrentNetwork(std::size_t nodes, std::int64_t hidden, std::int64_t words, std::uint64_t seed);
    at::Tensor add(const std::string& name, at::IntArrayRef shape);
    void addPair(std::size_t node, std::size_t previous);

    std::uint64_t m_seed;
    ParameterList m_list;
    at::Tensor m_embedding, m_bias, m_input, m_state;
    std::vector<std::vector<at::Tensor>> m_pairs;
};

} // namespace cw::nn
