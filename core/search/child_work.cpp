#include "core/search/child_work.h"

#include <algorithm>

namespace cw {
namespace {

// Least squares over the processor seconds of 381 trained children of 1 to 3 blocks; the sum over a level is off by 5 %.
constexpr double kPerValue = 160, kPerDepthwise = 6;

struct Touched {
    int tensors = 1;  ///< written by the operation, each of the size of its output
    int depthwise = 0; ///< multiply-adds for each output value that are done channel by channel
};
Touched touched(OpId op)
{
    const auto& row = info(op);
    const int window = row.kernel * row.kernel;
    switch (row.family) {
    case OpFamily::SepConv: return {4, 2 * window};
    case OpFamily::DilConv: return {2, window};
    case OpFamily::FactorizedConv: return {2, 0};
    case OpFamily::Identity:
    case OpFamily::AvgPool:
    case OpFamily::MaxPool: break;
    }
    return {};
}

ChildWork bare(const NetworkCounts& counts) { return {counts.parameters, counts.multiplyAdds, 0, static_cast<double>(counts.multiplyAdds)}; }

void add(ChildWork& work, const FeatureShape& shape, const Touched& t)
{
    const auto size = static_cast<std::int64_t>(shape.channels) * shape.height * shape.width;
    work.values += size * t.tensors;
    work.work += static_cast<double>(size) * (kPerValue * t.tensors + (kPerDepthwise - 1) * t.depthwise);
}

} // namespace

ChildWork childWork(const NetworkPlan& plan)
{
    const auto counts = countNetwork(plan);
    auto result = bare(counts);
    for (const auto& node : counts.nodes) {
        Touched t;
        if (node.half >= 0) {
            const auto cell = static_cast<std::size_t>(plan.cells[static_cast<std::size_t>(node.cell)].cell);
            const auto& block = plan.arch.cells[cell].blocks[static_cast<std::size_t>(node.block)];
            t = touched(node.half == 0 ? block.a.op : block.b.op);
        }
        add(result, node.output, t);
    }
    return result;
}

ChildWork childWork(const MacroPlan& plan)
{
    const auto counts = countNetwork(plan);
    auto result = bare(counts);
    for (const auto& node : counts.nodes)
        add(result, node.output, {});
    for (const auto& layer : plan.layers) // what a separable convolution writes between its two parts
        if (const int kernel = layer.op == MacroOp::SepConv3 ? 3 : layer.op == MacroOp::SepConv5 ? 5 : 0; kernel > 0)
            add(result, layer.shape, {1, kernel * kernel});
    return result;
}

Result<ChildWork> childWork(const Architecture& arch, const NetworkShape& shape)
{
    if (arch.space == "macro") {
        const auto plan = planMacro(arch, shape);
        return plan ? Result<ChildWork>(childWork(*plan)) : plan.error();
    }
    const auto plan = planNetwork(arch, shape);
    return plan ? Result<ChildWork>(childWork(*plan)) : plan.error();
}

double forwardPasses(const TrainingSettings& t, std::int64_t trainImages, std::int64_t validationImages)
{
    const auto limited = [](std::int64_t images, std::int64_t limit) { return limit > 0 ? std::min(images, limit) : images; };
    const auto train = limited(trainImages, t.trainLimit);
    const auto batch = static_cast<double>(train > 0 ? std::min(t.batch, train) : t.batch);
    return batch * (3.0 * static_cast<double>(stepBudget(t, train)) + static_cast<double>(t.recalibrateBatches))
           + static_cast<double>(limited(validationImages, t.validationLimit));
}

} // namespace cw
