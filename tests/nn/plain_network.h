#pragma once
#include <map>

#include <ATen/ATen.h>

#include "core/arch/network_plan.h"
#include "core/nn/parameter_list_internal.h"

/// The rules of a child network written as plainly as possible, one ReLU wherever the rule says so, from a built network's weights:
/// what the real one is compared with. Training mode; batch-norm without running statistics.
namespace cw::test {

class PlainNetwork {
public:
    PlainNetwork(const NetworkPlan& plan, const nn::ParameterList& list)
        : m_plan(plan)
    {
        for (const auto& p : list.parameters())
            m_weights[p.name] = p.tensor;
    }

    at::Tensor forward(const at::Tensor& images)
    {
        auto prev = norm("stem.1", conv("stem.0", images, m_plan.stemStride));
        auto prevPrev = prev;
        for (std::size_t i = 0; i < m_plan.cells.size(); ++i) {
            const auto next = cellOutput("cell" + std::to_string(i), m_plan.cells[i], prevPrev, prev);
            prevPrev = prev;
            prev = next;
        }
        return at::linear(at::relu(prev).mean({2, 3}), m_weights.at("classifier.weight"), m_weights.at("classifier.bias"));
    }

private:
    at::Tensor conv(const std::string& name, const at::Tensor& x, std::int64_t strideY, std::int64_t strideX = 0, std::int64_t dilation = 1, bool depthwise = false)
    {
        const auto w = m_weights.at(name + ".weight").contiguous();
        const std::vector<std::int64_t> padding{dilation * (w.size(2) - 1) / 2, dilation * (w.size(3) - 1) / 2};
        return at::conv2d(x.contiguous(), w, {}, {strideY, strideX ? strideX : strideY}, padding, {dilation, dilation}, depthwise ? x.size(1) : 1);
    }
    at::Tensor norm(const std::string& name, const at::Tensor& x)
    {
        const auto mean = x.mean({0, 2, 3}, true);
        const auto variance = (x - mean).pow(2).mean({0, 2, 3}, true);
        return (x - mean) / (variance + 1e-5).sqrt() * m_weights.at(name + ".scale").view({1, -1, 1, 1}) + m_weights.at(name + ".shift").view({1, -1, 1, 1});
    }
    at::Tensor reduce(const std::string& name, const at::Tensor& x)
    {
        const auto shifted = at::pad(x, {0, 1, 0, 1}).slice(2, 1).slice(3, 1);
        return norm(name + ".norm", at::cat({conv(name + ".even", x, 2), conv(name + ".odd", shifted, 2)}, 1));
    }
    at::Tensor operation(const std::string& name, OpId op, const at::Tensor& x, std::int64_t s)
    {
        const auto& row = info(op);
        switch (row.family) {
        case OpFamily::SepConv: {
            const auto y = norm(name + ".2", conv(name + ".1", conv(name + ".0", at::relu(x), s, s, 1, true), 1));
            return norm(name + ".6", conv(name + ".5", conv(name + ".4", at::relu(y), 1, 1, 1, true), 1));
        }
        case OpFamily::DilConv: return norm(name + ".2", conv(name + ".1", conv(name + ".0", at::relu(x), s, s, row.dilation, true), 1));
        case OpFamily::FactorizedConv: return norm(name + ".2", conv(name + ".1", conv(name + ".0", at::relu(x), 1, s), s, 1));
        case OpFamily::Identity: return s == 1 ? x : norm(name + ".1", conv(name + ".0", at::relu(x), s));
        case OpFamily::AvgPool: return at::avg_pool2d(x.contiguous(), {3, 3}, {s, s}, {1, 1}, false, false);
        case OpFamily::MaxPool: return at::max_pool2d(x.contiguous(), {3, 3}, {s, s}, {1, 1});
        }
        return {};
    }
    at::Tensor cellOutput(const std::string& name, const CellPlan& plan, const at::Tensor& prevPrev, const at::Tensor& prev)
    {
        const auto& cell = m_plan.arch.cells[m_plan.arch.space == "micro" && plan.reduction ? 1 : 0];
        std::vector<at::Tensor> nodes;
        for (const auto input : {kPrevPrev, kPrev}) {
            const auto mapped = name + (input == kPrevPrev ? ".c-2.map" : ".c-1.map");
            const auto& x = input == kPrevPrev ? prevPrev : prev;
            if (x.size(2) != prev.size(2))
                nodes.push_back(reduce(mapped, at::relu(x)));
            else if (m_plan.arch.space == "micro" && x.size(1) == plan.filters)
                nodes.push_back(x);
            else
                nodes.push_back(norm(mapped + ".1", conv(mapped + ".0", at::relu(x), 1)));
        }
        const auto& blocks = cell.blocks;
        for (std::size_t b = 0; b < blocks.size(); ++b) {
            const auto half = [&](const Half& h, const char* which) {
                const auto stride = plan.reduction && h.input < kFirstBlock ? 2 : 1;
                const auto place = name + ".block" + std::to_string(b + 1) + which;
                if (m_plan.arch.space == "micro" && h.op == OpId::Identity && stride == 2)
                    return reduce(place, nodes[h.input]);
                return operation(place, h.op, nodes[h.input], stride);
            };
            nodes.push_back(half(blocks[b].a, ".a") + half(blocks[b].b, ".b"));
        }
        std::vector<at::Tensor> output;
        for (const auto part : concatenated(cell))
            output.push_back(plan.reduction && part < kFirstBlock ? reduce(name + (part == kPrevPrev ? ".c-2.keep" : ".c-1.keep"), nodes[part]) : nodes[part]);
        return at::cat(output, 1);
    }

    const NetworkPlan& m_plan;
    std::map<std::string, at::Tensor> m_weights;
};

inline at::Tensor plainForward(const NetworkPlan& plan, const nn::ParameterList& list, const at::Tensor& images)
{
    return PlainNetwork(plan, list).forward(images);
}

} // namespace cw::test
