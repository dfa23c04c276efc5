#include "core/arch/search_form.h"

namespace cw {
namespace {

using Wide = std::int64_t;

Wide area(const FeatureShape& shape) { return Wide{shape.height} * shape.width; }

OpCount& operator+=(OpCount& sum, const OpCount& more)
{
    sum.parameters += more.parameters;
    sum.multiplyAdds += more.multiplyAdds;
    return sum;
}

/// A convolution without bias, then BN (scale and shift).
OpCount normalized(Wide weights, Wide channels, Wide outputArea) { return {weights + 2 * channels, weights * outputArea}; }

/// A 1x1 convolution to the given shape, or a factorized reduction, whose halves are one together; BN.
OpCount mapped(const FeatureShape& from, const FeatureShape& to) { return normalized(Wide{from.channels} * to.channels, to.channels, area(to)); }

OpCount stemAndClassifier(const SearchPlan& plan)
{
    auto count = normalized(Wide{9} * plan.form.image.channels * plan.stem.channels, plan.stem.channels, area(plan.stem));
    const Wide matrix = Wide{plan.last.channels} * plan.form.classes;
    count += {matrix, matrix};
    return count;
}

OpCount auxiliaryCount(const SearchPlan& plan)
{
    const auto& a = plan.auxiliary;
    const Wide first = kAuxiliaryWidths[0], second = kAuxiliaryWidths[1];
    auto count = normalized(a.input.channels * first, first, Wide{a.pooled[0]} * a.pooled[1]);
    count += normalized(first * second * a.kernel[0] * a.kernel[1], second, Wide{a.pooled[0] - a.kernel[0] + 1} * (a.pooled[1] - a.kernel[1] + 1));
    count += {second * plan.form.classes, second * plan.form.classes};
    return count;
}

OpCount operationCount(const SearchCell& cell, int op) { return countOp(static_cast<OpId>(op), cell.filters, cell.inside.height, cell.inside.width, 1); }

/// child: null for all that is shared.
SearchCount countCells(const SearchPlan& plan, const Architecture* child)
{
    SearchCount count;
    count.rest = stemAndClassifier(plan);
    count.auxiliary = auxiliaryCount(plan);
    const Wide nodes = plan.form.size;
    for (int i = 0; i < static_cast<int>(plan.cells.size()); ++i) {
        const auto& cell = plan.cells[static_cast<std::size_t>(i)];
        if (cell.reduction)
            count.rest += mapped(cell.before, cell.arrives[1]);
        for (int k = 0; k < 2; ++k)
            if (cell.fit[k] != InputFit::AsIs)
                count.rest += mapped(cell.arrives[k], cell.inside);
        Wide rows = nodes + 2;
        if (child) {
            const auto& chosen = child->cells[static_cast<std::size_t>(plan.cellOf(i))];
            rows = static_cast<Wide>(concatenated(chosen).size());
            for (const auto& block : chosen.blocks)
                for (const auto op : {block.a.op, block.b.op})
                    count.operations += operationCount(cell, static_cast<int>(op));
        } else {
            const Wide readings = nodes * (nodes + 3); // two slots of node n (1-based) read n + 1 things
            for (const int op : plan.form.operations) {
                const auto one = operationCount(cell, op);
                count.operations += {readings * one.parameters, readings * one.multiplyAdds};
            }
        }
        count.joins += normalized(rows * cell.filters * cell.filters, cell.filters, area(cell.inside));
    }
    return count;
}

/// 1x1, BN, ReLU, then the operation and (convolutions) BN, ReLU.
OpCount layerCount(MacroOp op, const FeatureShape& at)
{
    const Wide c = at.channels;
    auto count = normalized(c * c, c, area(at));
    const auto convolution = [&](Wide kernel) { count += normalized(kernel * kernel * c * c, c, area(at)); };
    const auto separable = [&](Wide kernel) { count += normalized(kernel * kernel * c + c * c, c, area(at)); };
    switch (op) {
    case MacroOp::Conv3: convolution(3); break;
    case MacroOp::Conv5: convolution(5); break;
    case MacroOp::SepConv3: separable(3); break;
    case MacroOp::SepConv5: separable(5); break;
    case MacroOp::AvgPool3:
    case MacroOp::MaxPool3: break;
    }
    return count;
}

SearchCount countLayers(const SearchPlan& plan, const Architecture* child)
{
    SearchCount count;
    count.rest = stemAndClassifier(plan);
    for (int layer = 1; layer <= plan.form.size; ++layer) {
        const auto& at = plan.levels[static_cast<std::size_t>(plan.levelOf(layer))];
        if (child)
            count.operations += layerCount(child->macro.layers[static_cast<std::size_t>(layer - 1)].op, at);
        else
            for (const int op : plan.form.operations)
                count.operations += layerCount(static_cast<MacroOp>(op), at);
        if (layer > 1)
            count.joins += {2 * Wide{at.channels}, 0};
    }
    const auto used = child ? reductionsUsed(plan, child->macro) : std::vector<std::vector<bool>>{};
    for (std::size_t h = 0; h < plan.halvings.size(); ++h)
        for (int source = 0; source <= plan.halvings[h]; ++source)
            if (!child || used[h][static_cast<std::size_t>(source)])
                count.rest += mapped(plan.levels[h], plan.levels[h + 1]);
    return count;
}

} // namespace

SearchCount countShared(const SearchPlan& plan) { return plan.form.space == "micro" ? countCells(plan, nullptr) : countLayers(plan, nullptr); }

SearchCount countChild(const SearchPlan& plan, const Architecture& child)
{
    return plan.form.space == "micro" ? countCells(plan, &child) : countLayers(plan, &child);
}

std::vector<std::vector<bool>> reductionsUsed(const SearchPlan& plan, const MacroNetwork& child)
{
    std::vector<std::vector<bool>> used;
    for (const int after : plan.halvings)
        used.emplace_back(static_cast<std::size_t>(after + 1), false);
    for (int layer = 1; layer <= plan.form.size; ++layer)
        for (int source = 0; source < layer; ++source)
            if (source == layer - 1 || child.layers[static_cast<std::size_t>(layer - 1)].skipsFrom(source))
                for (int level = plan.levelOf(source); level < plan.levelOf(layer); ++level)
                    used[static_cast<std::size_t>(level)][static_cast<std::size_t>(source)] = true;
    return used;
}

} // namespace cw
