#pragma once
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/arch/network_plan.h"
#include "core/nn/operations_internal.h"

namespace cw::nn {

/// One cell of a child network. Every reader of a cell's output begins with a ReLU, and so does the head, so cells take and give
/// tensors after that ReLU: it is computed once, block by block, where separable convolutions inside the cell share it.
class CellModule {
public:
    CellModule(ParameterList& list, const std::string& name, const Cell& cell, const CellPlan& plan);
    /// prevPrev, prev: activated outputs of the two cells before. Result: this cell's activated output.
    at::Tensor operator()(const at::Tensor& prevPrev, const at::Tensor& prev, const Mode& mode) const;

private:
    using Mapping = std::variant<Layers, FactorizedReduction>;
    struct BlockModule {
        Half halves[2];
        Operation operations[2];
    };
    /// An input or block sum: how it is read decides whether it is kept before and after its ReLU.
    struct Node {
        bool readPlain = false, readActivated = false;
        bool joins = false; ///< into the output's concatenation
    };
    Mapping m_mapping[2];
    std::vector<BlockModule> m_blocks;
    std::vector<Node> m_nodes; ///< both inputs, then blocks
    std::optional<FactorizedReduction> m_keep[2]; ///< unread inputs of a reduction cell
};

} // namespace cw::nn
