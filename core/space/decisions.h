#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/arch/architecture.h"
#include "core/base/result.h"

namespace cw {

/// What a decision chooses among.
enum class DecisionKind : std::uint8_t {
    Input,     ///< the things that stand before the node, by index: inputs of the cell first, then nodes
    Operation, ///< the space's operations (activations), in the order of the settings
    Skip,      ///< no (0) or yes (1), for one earlier layer
};

/// One choice on the way to an architecture.
struct DecisionSpec {
    DecisionKind kind = DecisionKind::Operation;
    int cell = 0; ///< micro: 0 the normal cell, 1 the reduction cell; else 0
    int node = 0; ///< 0-based block, layer or node that the choice is for
    int slot = 0; ///< cells: half 0 or 1; Skip: the source (0 the stem, j the j-th layer); else 0
    int options = 2;
    bool operator==(const DecisionSpec&) const = default;
};

/// An architecture as a fixed row of choices, in the order in which a controller makes them (Pham et al. 2018, section 2).
/// pnas and micro: for each block both inputs, then both operations; micro: the normal cell, then the reduction cell.
/// macro: for each layer its operation, then one skip for the stem and each layer but the last before it.
/// recurrent: the first activation, then for each node the earlier node it reads and its activation.
/// Cells are decoded with the output rule of their space (pnas: All; micro and recurrent: loose ends). A value; any thread.
class DecisionSpace {
public:
    /// size: blocks, nodes that choose, layers or nodes. operations: short names of the space's operations (or activations), no doubles.
    static Result<DecisionSpace> make(const std::string& space, int size, std::span<const std::string> operations);

    const std::string& space() const { return m_space; }
    int size() const { return m_size; }
    /// Things that a node of a cell may read before its first node exists: 2 for pnas and micro, else 0.
    int cellInputs() const;
    int operationCount() const { return static_cast<int>(m_operations.size()); }
    std::span<const DecisionSpec> decisions() const { return m_decisions; }

    /// choices: one for each decision, each within its options.
    Architecture decode(std::span<const int> choices) const;
    /// Refused in words for an architecture that is not of this space, size or operations.
    Result<std::vector<int>> encode(const Architecture& arch) const;

    /// "normal cell, node 3: first input"
    std::string decisionName(int decision) const;
    /// "previous cell", "node 2", "sep 3×3", "skip", "no skip"
    std::string optionName(int decision, int option) const;
    /// "sep 3×3", "tanh": of an operation's index.
    std::string operationLabel(int operation) const;

private:
    std::string m_space;
    int m_size = 1;
    std::vector<int> m_operations; ///< values of OpId, MacroOp or Activation
    std::vector<DecisionSpec> m_decisions;
};

} // namespace cw
