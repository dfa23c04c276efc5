#include "core/nn/recurrent_network_internal.h"

#include <ATen/ATen.h>

namespace cw::nn {

RecurrentNetwork::RecurrentNetwork(std::size_t nodes, std::int64_t hidden, std::int64_t words, std::uint64_t seed)
    : m_seed(seed)
    , m_list(seed)
    , m_pairs(nodes)
{
    m_embedding = add("embedding", {words, hidden});
    m_bias = m_list.addConstant("classifier.bias", {words}, 0);
    m_input = add("node1.input", {hidden, 2 * hidden});
    m_state = add("node1.state", {hidden, 2 * hidden});
    for (std::size_t i = 0; i < nodes; ++i)
        m_pairs[i].resize(i);
}

RecurrentNetwork RecurrentNetwork::shared(std::int64_t nodes, std::int64_t hidden, std::int64_t words, std::uint64_t seed, const at::Device& device)
{
    RecurrentNetwork network(static_cast<std::size_t>(nodes), hidden, words, seed);
    for (std::size_t i = 1; i < network.m_pairs.size(); ++i)
        for (std::size_t j = 0; j < i; ++j)
            network.addPair(i, j);
    network.m_list.pack(device, false);
    return network;
}

RecurrentNetwork RecurrentNetwork::standAlone(const RecurrentCell& cell, std::int64_t hidden, std::int64_t words, std::uint64_t seed,
                                              const at::Device& device)
{
    RecurrentNetwork network(cell.nodes.size(), hidden, words, seed);
    for (std::size_t i = 1; i < cell.nodes.size(); ++i)
        network.addPair(i, cell.nodes[i].previous);
    network.m_list.pack(device, false);
    return network;
}

at::Tensor RecurrentNetwork::add(const std::string& name, at::IntArrayRef shape)
{
    auto tensor = m_list.addNormal(name, shape, 0, true);
    Random random(deriveSeed(m_seed, name));
    for (auto *p = tensor.data_ptr<float>(), *end = p + tensor.numel(); p != end; ++p)
        *p = static_cast<float>(kRecurrentStart * (2 * random.uniform() - 1));
    return tensor;
}

void RecurrentNetwork::addPair(std::size_t node, std::size_t previous)
{
    m_pairs[node][previous] = add("node" + std::to_string(node + 1) + ".from" + std::to_string(previous + 1), {hidden(), 2 * hidden()});
}

} // namespace cw::nn
