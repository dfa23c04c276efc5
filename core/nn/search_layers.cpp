#include "core/nn/search_layers_internal.h"

#include <ATen/ATen.h>

namespace cw::nn {
namespace {

/// Appends layers named 0, 1, 2 … below one name.
struct Stack {
    ParameterList& list;
    std::string name;
    std::int64_t channels;
    Layers layers = {};

    std::string next() const { return name + "." + std::to_string(layers.size()); }
    Stack& convolution(std::int64_t kernel, bool depthwise = false)
    {
        layers.emplace_back(makeConvolution(list, next(), {.in = channels, .out = channels, .kernel = {kernel, kernel}, .depthwise = depthwise}));
        return *this;
    }
    Stack& separable(std::int64_t kernel) { return convolution(kernel, true).convolution(1); }
    Stack& norm()
    {
        layers.emplace_back(makeBatchStatisticsNorm(list, next(), channels));
        return *this;
    }
    Stack& relu()
    {
        layers.emplace_back(Relu{});
        return *this;
    }
    Stack& pool(bool maximum)
    {
        layers.emplace_back(Pool{.maximum = maximum});
        return *this;
    }
};

using Build = void (*)(Stack& stack);
/// In the order of MacroOp.
constexpr Build kLayerOperations[] = {
    [](Stack& s) { s.convolution(3).norm().relu(); },
    [](Stack& s) { s.separable(3).norm().relu(); },
    [](Stack& s) { s.convolution(5).norm().relu(); },
    [](Stack& s) { s.separable(5).norm().relu(); },
    [](Stack& s) { s.pool(false); },
    [](Stack& s) { s.pool(true); },
};
static_assert(std::size(kLayerOperations) == kMacroOpCount);

} // namespace

BatchNorm makeBatchStatisticsNorm(ParameterList& list, const std::string& name, std::int64_t channels)
{
    BatchNorm norm;
    norm.scale = list.addConstant(name + ".scale", {channels}, 1);
    norm.shift = list.addConstant(name + ".shift", {channels}, 0);
    return norm;
}

Layers makeWidthMap(ParameterList& list, const std::string& name, std::int64_t in, std::int64_t out)
{
    return {makeConvolution(list, name + ".0", {.in = in, .out = out}), makeBatchStatisticsNorm(list, name + ".1", out)};
}

FactorizedReduction makeSearchReduction(ParameterList& list, const std::string& name, std::int64_t in, std::int64_t out)
{
    FactorizedReduction reduction;
    reduction.even = makeConvolution(list, name + ".even", {.in = in, .out = out / 2, .stride = {2, 2}});
    reduction.odd = makeConvolution(list, name + ".odd", {.in = in, .out = out - out / 2, .stride = {2, 2}});
    reduction.norm = makeBatchStatisticsNorm(list, name + ".norm", out);
    return reduction;
}

Layers makeNodeOperation(ParameterList& list, const std::string& name, OpId op, std::int64_t channels)
{
    Stack stack{list, name, channels};
    const auto& row = info(op);
    if (row.family == OpFamily::SepConv)
        stack.separable(row.kernel).norm().relu().separable(row.kernel).norm();
    else if (row.family != OpFamily::Identity)
        stack.pool(row.family == OpFamily::MaxPool);
    return std::move(stack.layers);
}

Layers makeLayerOperation(ParameterList& list, const std::string& name, MacroOp op, std::int64_t channels)
{
    Stack stack{list, name, channels};
    stack.convolution(1).norm().relu();
    kLayerOperations[static_cast<std::size_t>(op)](stack);
    return std::move(stack.layers);
}

at::Tensor averagePool(const at::Tensor& x) { return x.permute({0, 2, 3, 1}).reshape({x.size(0), -1, x.size(1)}).mean(1); }

} // namespace cw::nn
