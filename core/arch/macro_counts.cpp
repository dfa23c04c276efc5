#include "core/arch/macro_plan.h"

#include <utility>

namespace cw {
namespace {

using Wide = std::int64_t;

Wide area(const FeatureShape& shape) { return Wide{shape.height} * shape.width; }

class Counter {
public:
    explicit Counter(const MacroPlan& plan)
        : m_plan(plan)
    {
    }

    NetworkCounts run()
    {
        const auto& stem = m_plan.stem;
        add("stem", -1, stem, countConvolution(Wide{9} * m_plan.shape.image.channels * stem.channels, area(stem), stem.channels));
        for (std::size_t i = 0; i < m_plan.layers.size(); ++i)
            addLayer(static_cast<int>(i), m_plan.layers[i]);
        const Wide matrix = Wide{m_plan.last.channels} * m_plan.shape.classes;
        add("classifier", -1, {m_plan.shape.classes, 1, 1}, {matrix + m_plan.shape.classes, matrix});
        return std::move(m_counts);
    }

private:
    void add(std::string name, int layer, const FeatureShape& output, OpCount count)
    {
        NodeCount node;
        node.name = std::move(name);
        node.block = layer;
        node.parameters = count.parameters;
        node.multiplyAdds = count.multiplyAdds;
        node.output = output;
        m_counts.parameters += count.parameters;
        m_counts.multiplyAdds += count.multiplyAdds;
        m_counts.nodes.push_back(std::move(node));
    }

    void addLayer(int index, const MacroLayerPlan& layer)
    {
        const auto name = "layer " + std::to_string(index + 1) + " / ";
        const auto& shape = layer.shape;
        const auto pointwise = [&](std::size_t inputs) {
            return countConvolution(static_cast<Wide>(inputs) * shape.channels * shape.channels, area(shape), shape.channels);
        };
        for (const int source : layer.reduced)
            add(name + "reduction of " + (source == 0 ? "stem" : "layer " + std::to_string(source)), index, shape,
                countConvolution(Wide{shape.channels / 2} * shape.channels, area(shape), shape.channels));
        add(name + "1×1", index, shape, pointwise(1));
        add(name + std::string(info(layer.op).label), index, shape, countMacroOp(layer.op, shape.channels, shape.height, shape.width));
        if (layer.mapped)
            add(name + "skips", index, shape, pointwise(layer.sources.size() + 1));
    }

    const MacroPlan& m_plan;
    NetworkCounts m_counts;
};

} // namespace

OpCount countMacroOp(MacroOp op, int channels, int height, int width)
{
    const Wide c = channels, outputArea = Wide{height} * width;
    const auto full = [&](Wide kernel) { return countConvolution(kernel * kernel * c * c, outputArea, c); };
    const auto separable = [&](Wide kernel) { return countConvolution(kernel * kernel * c + c * c, outputArea, c); };
    switch (op) {
    case MacroOp::Conv3: return full(3);
    case MacroOp::Conv5: return full(5);
    case MacroOp::SepConv3: return separable(3);
    case MacroOp::SepConv5: return separable(5);
    case MacroOp::AvgPool3:
    case MacroOp::MaxPool3: break;
    }
    return {};
}

NetworkCounts countNetwork(const MacroPlan& plan) { return Counter(plan).run(); }

} // namespace cw
