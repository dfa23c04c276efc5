#include "core/nn/search_macro_internal.h"

#include <cmath>

#include <ATen/ATen.h>

namespace cw::nn {
namespace {

class MacroSearchNetwork : public SearchNetwork {
public:
    MacroSearchNetwork(const SearchPlan& plan, const Architecture* only, const SearchOptions& options)
        : SearchNetwork(options.seed)
        , m_plan(plan)
    {
        const auto filters = std::int64_t{plan.form.filters};
        m_stem = makeConvolution(m_list, "stem.0", {.in = plan.form.image.channels, .out = filters, .kernel = {3, 3}});
        m_stemNorm = makeBatchStatisticsNorm(m_list, "stem.1", filters);
        for (int layer = 1; layer <= plan.form.size; ++layer) {
            const auto name = "layer" + std::to_string(layer);
            auto& operations = m_operations.emplace_back(static_cast<std::size_t>(kMacroOpCount));
            for (const int op : plan.form.operations)
                if (const auto id = static_cast<MacroOp>(op); !only || only->macro.layers[static_cast<std::size_t>(layer - 1)].op == id)
                    operations[static_cast<std::size_t>(op)] = makeLayerOperation(m_list, name + "." + std::string(info(id).name), id, filters);
            m_norms.push_back(layer > 1 ? makeBatchStatisticsNorm(m_list, name + ".norm", filters) : BatchNorm{});
        }
        const auto used = only ? reductionsUsed(plan, only->macro) : std::vector<std::vector<bool>>{};
        for (std::size_t h = 0; h < plan.halvings.size(); ++h) {
            auto& reductions = m_reductions.emplace_back();
            for (int source = 0; source <= plan.halvings[h]; ++source)
                reductions.push_back(only && !used[h][static_cast<std::size_t>(source)]
                                         ? FactorizedReduction{}
                                         : makeSearchReduction(m_list, "halving" + std::to_string(h + 1) + ".source" + std::to_string(source), filters, filters));
        }
        m_weight = m_list.addNormal("classifier.weight", {plan.form.classes, filters}, std::sqrt(1.0 / static_cast<double>(filters)), true);
        m_list.pack(options.device, options.trainable);
    }
    std::int64_t width() const override { return m_plan.form.filters; }

    SearchOutput forward(const at::Tensor& images, const Architecture& child, const SearchPass& pass) const override
    {
        Stored stored(1, std::vector<at::Tensor>(m_plan.levels.size()));
        stored[0][0] = m_stemNorm(m_stem(images, {}).contiguous(at::MemoryFormat::ChannelsLast), {});
        for (int layer = 1; layer <= m_plan.form.size; ++layer) {
            const auto& chosen = child.macro.layers[static_cast<std::size_t>(layer - 1)];
            const auto level = static_cast<std::size_t>(m_plan.levelOf(layer));
            const auto index = static_cast<std::size_t>(layer - 1);
            auto sum = run(m_operations[index][static_cast<std::size_t>(chosen.op)], fetch(stored, index, level), {});
            bool own = false; // the output of a ReLU is needed by its gradient: the first sum has a tensor of its own
            for (int source = 0; source + 1 < layer; ++source)
                if (chosen.skipsFrom(source)) {
                    const auto& skip = fetch(stored, static_cast<std::size_t>(source), level);
                    sum = own ? sum.add_(skip) : sum + skip;
                    own = true;
                }
            stored.emplace_back(m_plan.levels.size())[level] = layer > 1 ? m_norms[index](sum, {}) : sum;
        }
        auto pooled = averagePool(stored.back().back());
        if (pass.keep.defined())
            pooled = pooled * pass.keep;
        return {at::linear(pooled, m_weight), {}};
    }

private:
    using Stored = std::vector<std::vector<at::Tensor>>; ///< [source][level]: halved only when somebody reads it so

    const at::Tensor& fetch(Stored& stored, std::size_t source, std::size_t level) const
    {
        auto& tensor = stored[source][level];
        if (!tensor.defined())
            tensor = m_reductions[level - 1][source](fetch(stored, source, level - 1), {});
        return tensor;
    }

    SearchPlan m_plan;
    Convolution m_stem;
    BatchNorm m_stemNorm;
    std::vector<std::vector<Layers>> m_operations; ///< [layer][MacroOp]
    std::vector<BatchNorm> m_norms;
    std::vector<std::vector<FactorizedReduction>> m_reductions; ///< [halving][source]
    at::Tensor m_weight;
};

} // namespace

std::unique_ptr<SearchNetwork> makeMacroNetwork(const SearchPlan& plan, const Architecture* only, const SearchOptions& options)
{
    return std::make_unique<MacroSearchNetwork>(plan, only, options);
}

} // namespace cw::nn
