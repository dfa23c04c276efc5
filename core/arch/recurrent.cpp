#include "core/arch/recurrent.h"

#include <algorithm>
#include <numeric>

namespace cw {
namespace {

/// The tree below each node as text: its activation, then its readers' trees in ascending order, in brackets.
std::vector<std::string> treesOf(const RecurrentCell& cell, const std::vector<std::vector<int>>& readers)
{
    std::vector<std::string> trees(cell.nodes.size());
    for (auto i = cell.nodes.size(); i-- > 0;) { // readers stand after what they read
        std::vector<std::string> parts;
        for (const int reader : readers[i])
            parts.push_back(trees[static_cast<std::size_t>(reader)]);
        std::sort(parts.begin(), parts.end());
        trees[i] = std::accumulate(parts.begin(), parts.end(), std::string(1, static_cast<char>('0' + static_cast<int>(cell.nodes[i].activation))) + "(")
                   + ")";
    }
    return trees;
}

} // namespace

std::optional<Activation> findActivation(std::string_view key)
{
    for (const auto& row : kActivations)
        if (row.key == key)
            return row.id;
    return std::nullopt;
}

std::string validityProblem(const RecurrentCell& cell)
{
    const auto count = cell.nodes.size();
    if (count < 1 || count > kMaxRecurrentNodes)
        return "nodes: a recurrent cell has 1 to " + std::to_string(kMaxRecurrentNodes) + " nodes, this one has " + std::to_string(count) + ".";
    for (std::size_t i = 0; i < count; ++i) {
        const auto place = "nodes[" + std::to_string(i) + "]";
        if (static_cast<int>(cell.nodes[i].activation) >= kActivationCount)
            return place + ".activation: activation number " + std::to_string(static_cast<int>(cell.nodes[i].activation)) + " does not exist.";
        if (i == 0 ? cell.nodes[i].previous != 0 : cell.nodes[i].previous >= i)
            return place + ".previous: node " + std::to_string(i + 1) + " may read only nodes before it.";
    }
    if (cell.output == RecurrentOutput::AllButFirst && count < 2)
        return "output: the mean of all nodes but the first needs a second node.";
    return {};
}

std::vector<int> looseEnds(const RecurrentCell& cell)
{
    std::vector<bool> read(cell.nodes.size());
    for (std::size_t i = 1; i < cell.nodes.size(); ++i)
        read[cell.nodes[i].previous] = true;
    std::vector<int> loose;
    for (std::size_t i = 0; i < read.size(); ++i)
        if (!read[i])
            loose.push_back(static_cast<int>(i));
    return loose;
}

std::vector<int> outputNodes(const RecurrentCell& cell)
{
    if (cell.output == RecurrentOutput::Loose)
        return looseEnds(cell);
    std::vector<int> nodes(cell.nodes.size() - 1);
    std::iota(nodes.begin(), nodes.end(), 1);
    return nodes;
}

RecurrentCell canonicalCell(const RecurrentCell& cell)
{
    std::vector<std::vector<int>> readers(cell.nodes.size());
    for (std::size_t i = 1; i < cell.nodes.size(); ++i)
        readers[cell.nodes[i].previous].push_back(static_cast<int>(i));
    const auto trees = treesOf(cell, readers);

    // Depth first, readers in the order of their trees: equal trees are interchangeable, so their order does not show.
    RecurrentCell result;
    result.output = cell.output;
    const auto place = [&](const auto& self, int node, int previous) -> void {
        const auto at = static_cast<int>(result.nodes.size());
        const auto index = static_cast<std::size_t>(node);
        result.nodes.push_back({static_cast<std::uint8_t>(previous), cell.nodes[index].activation});
        auto next = readers[index];
        std::sort(next.begin(), next.end(), [&](int a, int b) { return trees[static_cast<std::size_t>(a)] < trees[static_cast<std::size_t>(b)]; });
        for (const int reader : next)
            self(self, reader, at);
    };
    place(place, 0, 0);
    if (result.output == RecurrentOutput::AllButFirst && looseEnds(result) == outputNodes(result))
        result.output = RecurrentOutput::Loose; // the same mean
    return result;
}

} // namespace cw
