#include "core/nn/operations_internal.h"

#include <array>

namespace cw::nn {
namespace {

/// Names layers 0, 1, 2 … and adds those of one operation in turn.
class LayerBuilder {
public:
    LayerBuilder(ParameterList& list, std::string name, std::int64_t channels)
        : m_list(list)
        , m_name(std::move(name))
        , m_channels(channels)
    {
    }
    LayerBuilder& convolution(std::array<std::int64_t, 2> kernel, std::array<std::int64_t, 2> stride = {1, 1}, std::int64_t dilation = 1, bool depthwise = false)
    {
        m_layers.emplace_back(makeConvolution(m_list, next(), {m_channels, m_channels, kernel, stride, dilation, depthwise}));
        return *this;
    }
    LayerBuilder& separable(std::int64_t kernel, std::int64_t stride, std::int64_t dilation = 1)
    {
        return convolution({kernel, kernel}, {stride, stride}, dilation, true).convolution({1, 1});
    }
    LayerBuilder& norm()
    {
        m_layers.emplace_back(makeBatchNorm(m_list, next(), m_channels));
        return *this;
    }
    LayerBuilder& relu()
    {
        m_layers.emplace_back(Relu{});
        return *this;
    }
    Layers take() { return std::move(m_layers); }

private:
    std::string next() { return m_name + "." + std::to_string(m_layers.size()); }
    ParameterList& m_list;
    std::string m_name;
    std::int64_t m_channels;
    Layers m_layers;
};

using Build = Operation (*)(LayerBuilder& builder, const OpInfo& op, std::int64_t stride);
struct Row {
    OpFamily family;
    Build build;
};

/// In the order of OpFamily. Parameters and multiply-adds of the same operations stand in core/arch/counts.cpp.
constexpr std::array kBuilders{
    Row{OpFamily::SepConv,
        [](LayerBuilder& b, const OpInfo& op, std::int64_t stride) {
            return Operation{true, b.separable(op.kernel, stride).norm().relu().separable(op.kernel, 1).norm().take()};
        }},
    Row{OpFamily::FactorizedConv,
        [](LayerBuilder& b, const OpInfo& op, std::int64_t stride) {
            return Operation{true, b.convolution({1, op.kernel}, {1, stride}).convolution({op.kernel, 1}, {stride, 1}).norm().take()};
        }},
    Row{OpFamily::Identity,
        [](LayerBuilder& b, const OpInfo&, std::int64_t stride) {
            return stride == 1 ? Operation{} : Operation{true, b.convolution({1, 1}, {stride, stride}).norm().take()};
        }},
    Row{OpFamily::AvgPool, [](LayerBuilder&, const OpInfo&, std::int64_t stride) { return Operation{false, {Pool{false, stride}}}; }},
    Row{OpFamily::MaxPool, [](LayerBuilder&, const OpInfo&, std::int64_t stride) { return Operation{false, {Pool{true, stride}}}; }},
    Row{OpFamily::DilConv,
        [](LayerBuilder& b, const OpInfo& op, std::int64_t stride) {
            return Operation{true, b.separable(op.kernel, stride, op.dilation).norm().take()};
        }},
};

consteval bool rowsFollowTheEnum()
{
    for (std::size_t i = 0; i < kBuilders.size(); ++i)
        if (static_cast<std::size_t>(kBuilders[i].family) != i)
            return false;
    return true;
}
static_assert(rowsFollowTheEnum(), "kBuilders is indexed by OpFamily");

} // namespace

Operation makeOperation(ParameterList& list, const std::string& name, OpId op, std::int64_t channels, std::int64_t stride)
{
    LayerBuilder builder(list, name, channels);
    const auto& row = info(op);
    return kBuilders[static_cast<std::size_t>(row.family)].build(builder, row, stride);
}

} // namespace cw::nn
