#include "core/nn/cell_internal.h"

#include <ATen/ATen.h>

namespace cw::nn {
namespace {

struct Value {
    at::Tensor plain, activated;
};

Layers makeProjection(ParameterList& list, const std::string& name, std::int64_t in, std::int64_t out)
{
    return {makeConvolution(list, name + ".0", {.in = in, .out = out}), makeBatchNorm(list, name + ".1", out)};
}

} // namespace

CellModule::CellModule(ParameterList& list, const std::string& name, const Cell& cell, const CellPlan& plan)
    : m_nodes(kFirstBlock + cell.blocks.size())
{
    const auto prevPrevName = name + ".c-2.map";
    if (plan.factorizedPrevPrev)
        m_mapping[kPrevPrev] = makeFactorizedReduction(list, prevPrevName, plan.prevPrev.channels, plan.filters);
    else
        m_mapping[kPrevPrev] = makeProjection(list, prevPrevName, plan.prevPrev.channels, plan.filters);
    m_mapping[kPrev] = makeProjection(list, name + ".c-1.map", plan.prev.channels, plan.filters);

    for (std::size_t b = 0; b < cell.blocks.size(); ++b) {
        BlockModule block;
        for (int h = 0; h < 2; ++h) {
            const auto half = h == 0 ? cell.blocks[b].a : cell.blocks[b].b;
            const auto stride = plan.reduction && half.input < kFirstBlock ? 2 : 1;
            const auto halfName = name + ".block" + std::to_string(b + 1) + (h == 0 ? ".a" : ".b");
            block.halves[h] = half;
            block.operations[h] = makeOperation(list, halfName, half.op, plan.filters, stride);
            auto& source = m_nodes[half.input];
            (block.operations[h].activated ? source.readActivated : source.readPlain) = true;
        }
        m_blocks.push_back(std::move(block));
        m_nodes[kFirstBlock + b].joins = true;
    }
    for (const auto input : {kPrevPrev, kPrev}) {
        if (!(input == kPrevPrev ? plan.concatPrevPrev : plan.concatPrev))
            continue;
        if (plan.reduction) {
            m_keep[input] = makeFactorizedReduction(list, name + (input == kPrevPrev ? ".c-2.keep" : ".c-1.keep"), plan.filters, plan.filters);
            m_nodes[input].readPlain = true;
        } else {
            m_nodes[input].joins = true;
        }
    }
}

at::Tensor CellModule::operator()(const at::Tensor& prevPrev, const at::Tensor& prev, const Mode& mode) const
{
    std::vector<Value> values(m_nodes.size());
    std::vector<at::Tensor> pieces;
    const auto settle = [&](std::size_t index, at::Tensor sum) {
        const auto& node = m_nodes[index];
        const bool activate = node.readActivated || node.joins;
        if (node.readPlain || !activate)
            values[index] = {sum, activate ? at::relu(sum) : at::Tensor{}};
        else
            values[index].activated = at::relu_(sum);
        if (node.joins)
            pieces.push_back(values[index].activated);
    };
    for (const auto input : {kPrevPrev, kPrev}) {
        const auto& from = input == kPrevPrev ? prevPrev : prev;
        if (const auto* layers = std::get_if<Layers>(&m_mapping[input]))
            settle(input, run(*layers, from, mode));
        else
            settle(input, std::get<FactorizedReduction>(m_mapping[input])(from, mode));
        if (m_keep[input])
            pieces.push_back(at::relu((*m_keep[input])(values[input].plain, mode)));
    }
    for (std::size_t b = 0; b < m_blocks.size(); ++b) {
        const auto& block = m_blocks[b];
        at::Tensor outputs[2];
        for (int h = 0; h < 2; ++h) {
            const auto& source = values[block.halves[h].input];
            const auto& operation = block.operations[h];
            outputs[h] = run(operation.layers, operation.activated ? source.activated : source.plain, mode);
        }
        // The sum may take the place of an operation's output, never of an input that others read.
        const int own = block.operations[0].isIdentity() ? 1 : 0;
        settle(kFirstBlock + b, block.operations[own].isIdentity() ? outputs[0] + outputs[1] : outputs[own].add_(outputs[1 - own]));
    }
    return concatenate(pieces);
}

} // namespace cw::nn
