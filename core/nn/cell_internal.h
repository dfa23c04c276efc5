#pragma once
#include <optional>
#include <string>
#include <vector>

#include "core/arch/network_plan.h"
#include "core/nn/operations_internal.h"

namespace cw::nn {

/// What a cell (or the stem) hands to those that read it.
struct Feature {
    at::Tensor plain;     ///< only where the plan passes it on
    at::Tensor activated; ///< after a ReLU
};

/// One cell of a child network. Nearly every reader of a cell's output begins with a ReLU, and so does the head, so cells take and
/// give tensors after that ReLU: it is computed once, block by block, where separable convolutions inside the cell share it.
class CellModule {
public:
    CellModule(ParameterList& list, const std::string& name, const Cell& cell, const CellPlan& plan);
    /// prevPrev, prev: outputs of the two cells before.
    Feature operator()(const Feature& prevPrev, const Feature& prev, const Mode& mode) const;

private:
    struct BlockModule {
        Half halves[2];
        Operation operations[2];
    };
    /// An input or block sum: how it is read decides whether it is kept before and after its ReLU.
    struct Node {
        bool readPlain = false, readActivated = false;
        bool joins = false; ///< into the output's concatenation
    };
    Operation halfOperation(ParameterList& list, const std::string& name, const Half& half, const CellPlan& plan) const;

    Layers m_mapping[2]; ///< none: the input is passed as it is
    bool m_passed[2]{};
    std::vector<BlockModule> m_blocks;
    std::vector<Node> m_nodes; ///< both inputs, then blocks
    std::optional<FactorizedReduction> m_keep[2]; ///< inputs that join the output of a reduction cell
    bool m_passedOn = false;
};

} // namespace cw::nn
