#include "core/nn/search_network_internal.h"

#include "core/nn/search_macro_internal.h"
#include "core/nn/search_micro_internal.h"

namespace cw::nn {
namespace {

std::unique_ptr<SearchNetwork> make(const SearchPlan& plan, const Architecture* only, const SearchOptions& options)
{
    return plan.form.space == "micro" ? makeMicroNetwork(plan, only, options) : makeMacroNetwork(plan, only, options);
}

} // namespace

SearchNetwork::SearchNetwork(std::uint64_t seed)
    : m_list(seed)
{
}
SearchNetwork::~SearchNetwork() = default;

std::unique_ptr<SearchNetwork> makeSharedNetwork(const SearchPlan& plan, const SearchOptions& options) { return make(plan, nullptr, options); }

std::unique_ptr<SearchNetwork> makeStandAloneNetwork(const SearchPlan& plan, const Architecture& child, const SearchOptions& options)
{
    return make(plan, &child, options);
}

Status copyWeights(const SearchNetwork& shared, SearchNetwork& standAlone) { return standAlone.parameters().restore(shared.parameters().save()); }

} // namespace cw::nn
