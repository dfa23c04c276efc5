#pragma once
#include <optional>
#include <variant>

#include "core/nn/search_network_internal.h"

namespace cw::nn {

/// A tensor and, once somebody asked for it, its ReLU: computed once for all who read it.
struct Activations {
    at::Tensor plain, activated;
    /// In place where nobody reads the plain one (any more).
    const at::Tensor& active(bool inPlace = false);
};

/// One cell of a network of search form with the weights of every (node, slot, input, operation), or of those that one child uses.
class SearchCellModule {
public:
    /// only: null for the weights of every child.
    SearchCellModule(ParameterList& list, const std::string& name, const SearchPlan& plan, const SearchCell& cell, const Cell* only);
    /// prevPrev, prev: outputs of the two cells before (a reduction cell: prev alone counts). Result: this cell's output, and prev is
    /// what this cell read as its previous one: a reduction cell's is reduced.
    Activations operator()(Activations& prevPrev, Activations& prev, const Cell& chosen) const;

private:
    using Fit = std::variant<std::monostate, Layers, FactorizedReduction>;
    std::size_t place(std::size_t node, std::size_t slot, std::size_t input) const;
    at::Tensor operation(Activations& from, std::size_t node, std::size_t slot, const Half& half) const;

    std::optional<FactorizedReduction> m_reduction;
    Fit m_fit[2];
    std::vector<int> m_indexOfOp;     ///< by OpId: index in the space's operations
    std::size_t m_operationCount = 0; ///< of the space
    std::vector<Layers> m_operations; ///< [node, slot, input, operation]
    std::vector<at::Tensor> m_rows;   ///< of the loose-end map, by input or node: [F, F, 1, 1]
    BatchNorm m_norm;
};

} // namespace cw::nn
