#pragma once
#include <memory>

#include "core/arch/search_form.h"
#include "core/nn/search_layers_internal.h"

namespace cw::nn {

struct SearchPass {
    at::Tensor keep = {};   ///< [N, width()]: what the pooled features are multiplied by (dropout); undefined: nothing
    bool auxiliary = false; ///< compute the second classifier too
};
struct SearchOutput {
    at::Tensor logits;    ///< [N, classes]
    at::Tensor auxiliary; ///< the same of the second classifier; undefined without
};
struct SearchOptions {
    std::uint64_t seed = 1; ///< of the weights
    at::Device device = at::kCPU;
    bool trainable = true;  ///< with gradients
    bool auxiliary = false; ///< micro: with the second classifier
};

/// A network of search form: the one that shares weights, of which each pass computes one child and nothing else, or a child's own.
/// Only what a child computes gets gradients. Weights go by names that tell their place ("cell2.node1.a.from0.sep3.0.weight"), the
/// same ones in both. Not thread-safe.
class SearchNetwork {
public:
    explicit SearchNetwork(std::uint64_t seed);
    virtual ~SearchNetwork();
    SearchNetwork(const SearchNetwork&) = delete;
    SearchNetwork& operator=(const SearchNetwork&) = delete;

    /// images: [N, C, H, W] float, channels_last. child: one without searchProblem(); of a stand-alone network only its own.
    virtual SearchOutput forward(const at::Tensor& images, const Architecture& child, const SearchPass& pass = {}) const = 0;
    /// Channels of the pooled features.
    virtual std::int64_t width() const = 0;

    ParameterList& parameters() { return m_list; }
    const ParameterList& parameters() const { return m_list; }

protected:
    ParameterList m_list;
};

/// Weights of every child.
std::unique_ptr<SearchNetwork> makeSharedNetwork(const SearchPlan& plan, const SearchOptions& options);
/// Weights of one child, its own. Requires a child without searchProblem().
std::unique_ptr<SearchNetwork> makeStandAloneNetwork(const SearchPlan& plan, const Architecture& child, const SearchOptions& options);
/// Gives the stand-alone network of a child the weights that the child has in the shared one, by name.
Status copyWeights(const SearchNetwork& shared, SearchNetwork& standAlone);

} // namespace cw::nn
