#include "core/nn/search_micro_internal.h"

#include <cmath>

#include <ATen/ATen.h>

namespace cw::nn {
namespace {

/// Second classifier (core/arch/search_form.h says of what).
class AuxiliaryModule {
public:
    AuxiliaryModule(ParameterList& list, const SearchPlan& plan)
        : m_plan(plan.auxiliary)
        , m_first(makeConvolution(list, "auxiliary.0", {.in = m_plan.input.channels, .out = kAuxiliaryWidths[0]}))
        , m_firstNorm(makeBatchStatisticsNorm(list, "auxiliary.1", kAuxiliaryWidths[0]))
        , m_second(makeConvolution(list, "auxiliary.2", {.in = kAuxiliaryWidths[0], .out = kAuxiliaryWidths[1], .kernel = {m_plan.kernel[0], m_plan.kernel[1]}}))
        , m_secondNorm(makeBatchStatisticsNorm(list, "auxiliary.3", kAuxiliaryWidths[1]))
        , m_weight(list.addNormal("auxiliary.classifier.weight", {plan.form.classes, kAuxiliaryWidths[1]}, std::sqrt(1.0 / kAuxiliaryWidths[1]), true))
    {
        m_second.padding = {0, 0};
    }
    at::Tensor operator()(const at::Tensor& activated) const
    {
        auto x = at::avg_pool2d(activated, {m_plan.window[0], m_plan.window[1]}, {3, 3});
        x = Relu{}(m_firstNorm(m_first(x, {}), {}), {});
        x = Relu{}(m_secondNorm(m_second(x, {}), {}), {});
        return at::linear(averagePool(x), m_weight);
    }

private:
    AuxiliaryPlan m_plan;
    Convolution m_first;
    BatchNorm m_firstNorm;
    Convolution m_second;
    BatchNorm m_secondNorm;
    at::Tensor m_weight;
};

class MicroNetwork : public SearchNetwork {
public:
    MicroNetwork(const SearchPlan& plan, const Architecture* only, const SearchOptions& options)
        : SearchNetwork(options.seed)
        , m_plan(plan)
    {
        const auto channels = std::int64_t{plan.stem.channels};
        m_stem = makeConvolution(m_list, "stem.0", {.in = plan.form.image.channels, .out = channels, .kernel = {3, 3}});
        m_stemNorm = makeBatchStatisticsNorm(m_list, "stem.1", channels);
        m_cells.reserve(plan.cells.size());
        for (int i = 0; i < static_cast<int>(plan.cells.size()); ++i)
            m_cells.emplace_back(m_list, "cell" + std::to_string(i), plan, plan.cells[static_cast<std::size_t>(i)],
                                 only ? &only->cells[static_cast<std::size_t>(plan.cellOf(i))] : nullptr);
        m_weight = m_list.addNormal("classifier.weight", {plan.form.classes, plan.last.channels}, std::sqrt(1.0 / plan.last.channels), true);
        if (options.auxiliary)
            m_auxiliary.emplace(m_list, plan);
        m_list.pack(options.device, options.trainable);
    }
    std::int64_t width() const override { return m_plan.last.channels; }

    SearchOutput forward(const at::Tensor& images, const Architecture& child, const SearchPass& pass) const override
    {
        SearchOutput output;
        Activations prev{m_stemNorm(m_stem(images, {}).contiguous(at::MemoryFormat::ChannelsLast), {}), {}};
        prev.active(); // both inputs of the first cell are the stem: one ReLU
        auto prevPrev = prev;
        for (int i = 0; i < static_cast<int>(m_cells.size()); ++i) {
            auto made = m_cells[static_cast<std::size_t>(i)](prevPrev, prev, child.cells[static_cast<std::size_t>(m_plan.cellOf(i))]);
            prevPrev = std::exchange(prev, std::move(made));
            if (pass.auxiliary && m_auxiliary && i == m_plan.auxiliary.after)
                output.auxiliary = (*m_auxiliary)(prev.active());
        }
        auto pooled = averagePool(prev.active(true));
        if (pass.keep.defined())
            pooled = pooled * pass.keep;
        output.logits = at::linear(pooled, m_weight);
        return output;
    }

private:
    SearchPlan m_plan;
    Convolution m_stem;
    BatchNorm m_stemNorm;
    std::vector<SearchCellModule> m_cells;
    at::Tensor m_weight;
    std::optional<AuxiliaryModule> m_auxiliary;
};

} // namespace

std::unique_ptr<SearchNetwork> makeMicroNetwork(const SearchPlan& plan, const Architecture* only, const SearchOptions& options)
{
    return std::make_unique<MicroNetwork>(plan, only, options);
}

} // namespace cw::nn
