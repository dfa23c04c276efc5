#include "core/arch/counts.h"

#include <utility>

#include "core/arch/arch_text.h"

namespace cw {
namespace {

using Wide = std::int64_t;

Wide area(const FeatureShape& shape) { return Wide{shape.height} * shape.width; }
Wide halved(Wide size) { return (size + 1) / 2; }

OpCount sepConv(Wide kernel, Wide channels, Wide outputArea, Wide times)
{
    const auto once = countConvolution(channels * kernel * kernel + channels * channels, outputArea, channels);
    return {times * once.parameters, times * once.multiplyAdds};
}

class Counter {
public:
    explicit Counter(const NetworkPlan& plan)
        : m_plan(plan)
    {
    }

    NetworkCounts run()
    {
        const auto& stem = m_plan.stem;
        add({"stem", -1, -1, -1, 0, 0, stem}, countConvolution(Wide{9} * m_plan.shape.image.channels * stem.channels, area(stem), stem.channels));
        for (int i = 0; i < static_cast<int>(m_plan.cells.size()); ++i)
            addCell(i, m_plan.cells[static_cast<std::size_t>(i)]);
        const Wide matrix = Wide{m_plan.last.channels} * m_plan.shape.classes;
        add({"classifier", -1, -1, -1, 0, 0, {m_plan.shape.classes, 1, 1}}, {matrix + m_plan.shape.classes, matrix});
        return std::move(m_counts);
    }

private:
    void add(NodeCount node, OpCount count)
    {
        node.parameters = count.parameters;
        node.multiplyAdds = count.multiplyAdds;
        m_counts.parameters += count.parameters;
        m_counts.multiplyAdds += count.multiplyAdds;
        m_counts.nodes.push_back(std::move(node));
    }

    void addCell(int index, const CellPlan& cell)
    {
        const auto name = "cell " + std::to_string(index) + " / ";
        const FeatureShape after{cell.filters, cell.output.height, cell.output.width};
        for (const auto input : {kPrevPrev, kPrev}) {
            const auto& from = input == kPrevPrev ? cell.prevPrev : cell.prev;
            // A factorized reduction is two halves of a 1x1 convolution: the same numbers.
            const auto mapped = countConvolution(Wide{from.channels} * cell.filters, area(cell.inside), cell.filters);
            add({name + "input " + inputName(input), index, -1, -1, 0, 0, cell.inside}, cell.maps[input] == InputMap::Passed ? OpCount{} : mapped);
        }

        const auto& blocks = m_plan.arch.cells[static_cast<std::size_t>(cell.cell)].blocks;
        const auto* const block = m_plan.arch.space == "pnas" ? "block " : "node ";
        for (int b = 0; b < static_cast<int>(blocks.size()); ++b)
            for (int h = 0; h < 2; ++h) {
                const auto& half = h == 0 ? blocks[static_cast<std::size_t>(b)].a : blocks[static_cast<std::size_t>(b)].b;
                const bool readsCell = half.input < kFirstBlock;
                const auto& from = readsCell ? cell.inside : after;
                add({name + block + std::to_string(b + 1) + " / half " + std::to_string(h + 1) + ": " + std::string(info(half.op).label),
                     index, b, h, 0, 0, after},
                    countOp(half.op, cell.filters, from.height, from.width, cell.reduction && readsCell ? 2 : 1));
            }

        // Inputs that join the concatenation do so at stride 2 through a factorized reduction.
        for (const auto input : {kPrevPrev, kPrev})
            if (cell.reduction && cell.joins(input))
                add({name + "concat " + inputName(input), index, -1, -1, 0, 0, after},
                    countConvolution(Wide{cell.filters} * cell.filters, area(after), cell.filters));
    }

    const NetworkPlan& m_plan;
    NetworkCounts m_counts;
};

} // namespace

OpCount countOp(OpId op, int channels, int height, int width, int stride)
{
    const Wide c = channels;
    const Wide outHeight = stride == 2 ? halved(height) : height;
    const Wide outWidth = stride == 2 ? halved(width) : width;
    const auto& row = info(op);
    switch (row.family) {
    case OpFamily::SepConv: return sepConv(row.kernel, c, outHeight * outWidth, 2);
    case OpFamily::DilConv: return sepConv(row.kernel, c, outHeight * outWidth, 1);
    case OpFamily::FactorizedConv: {
        // 1xk with stride (1, s), then kx1 with stride (s, 1), one BN.
        const Wide weights = row.kernel * c * c;
        return {2 * weights + 2 * c, weights * height * outWidth + weights * outHeight * outWidth};
    }
    case OpFamily::Identity: return stride == 2 ? countConvolution(c * c, outHeight * outWidth, c) : OpCount{};
    case OpFamily::AvgPool:
    case OpFamily::MaxPool: return {};
    }
    return {};
}

OpCount countConvolution(std::int64_t weights, std::int64_t outputArea, std::int64_t channels)
{
    return {weights + 2 * channels, weights * outputArea};
}

NetworkCounts countNetwork(const NetworkPlan& plan) { return Counter(plan).run(); }

} // namespace cw
