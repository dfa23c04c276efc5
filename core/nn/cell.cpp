#include "core/nn/cell_internal.h"

#include <ATen/ATen.h>

namespace cw::nn {
namespace {

Layers makeProjection(ParameterList& list, const std::string& name, std::int64_t in, std::int64_t out)
{
    return {makeConvolution(list, name + ".0", {.in = in, .out = out}), makeBatchNorm(list, name + ".1", out)};
}

const char* inputLabel(InputId input) { return input == kPrevPrev ? ".c-2" : ".c-1"; }

} // namespace

CellModule::CellModule(ParameterList& list, const std::string& name, const Cell& cell, const CellPlan& plan)
    : m_nodes(kFirstBlock + cell.blocks.size())
    , m_passedOn(plan.passedOn)
{
    for (const auto input : {kPrevPrev, kPrev}) {
        const auto mapName = name + inputLabel(input) + ".map";
        const auto channels = input == kPrevPrev ? plan.prevPrev.channels : plan.prev.channels;
        switch (plan.maps[input]) {
        case InputMap::Mapped: m_mapping[input] = makeProjection(list, mapName, channels, plan.filters); break;
        case InputMap::Reduced: m_mapping[input] = {makeFactorizedReduction(list, mapName, channels, plan.filters)}; break;
        case InputMap::Passed: m_passed[input] = true; break;
        }
    }
    for (std::size_t b = 0; b < cell.blocks.size(); ++b) {
        BlockModule block;
        for (int h = 0; h < 2; ++h) {
            const auto half = h == 0 ? cell.blocks[b].a : cell.blocks[b].b;
            block.halves[h] = half;
            block.operations[h] = halfOperation(list, name + ".block" + std::to_string(b + 1) + (h == 0 ? ".a" : ".b"), half, plan);
            auto& source = m_nodes[half.input];
            (block.operations[h].activated ? source.readActivated : source.readPlain) = true;
        }
        m_blocks.push_back(std::move(block));
    }
    for (const auto part : plan.parts) {
        auto& node = m_nodes[part];
        if (plan.reduction && part < kFirstBlock) {
            m_keep[part] = makeFactorizedReduction(list, name + inputLabel(part) + ".keep", plan.filters, plan.filters);
            node.readPlain = true;
        } else {
            node.joins = true;
            node.readPlain |= m_passedOn;
        }
    }
}

Operation CellModule::halfOperation(ParameterList& list, const std::string& name, const Half& half, const CellPlan& plan) const
{
    const int stride = plan.reduction && half.input < kFirstBlock ? 2 : 1;
    if (stride == 2 && half.op == OpId::Identity && plan.factorizedIdentity)
        return {false, {makeFactorizedReduction(list, name, plan.filters, plan.filters)}};
    return makeOperation(list, name, half.op, plan.filters, stride);
}

Feature CellModule::operator()(const Feature& prevPrev, const Feature& prev, const Mode& mode) const
{
    std::vector<Feature> values(m_nodes.size());
    std::vector<at::Tensor> pieces;
    const auto join = [&](std::size_t index) {
        if (m_nodes[index].joins)
            pieces.push_back(m_passedOn ? values[index].plain : values[index].activated);
    };
    const auto settle = [&](std::size_t index, at::Tensor sum) {
        const auto& node = m_nodes[index];
        const bool activate = node.readActivated || (node.joins && !m_passedOn);
        if (node.readPlain || !activate)
            values[index] = {sum, activate ? at::relu(sum) : at::Tensor{}};
        else
            values[index].activated = at::relu_(sum);
        join(index);
    };
    for (const auto input : {kPrevPrev, kPrev}) {
        const auto& from = input == kPrevPrev ? prevPrev : prev;
        if (m_passed[input]) {
            values[input] = from;
            join(input);
        } else {
            settle(input, run(m_mapping[input], from.activated, mode));
        }
        if (m_keep[input]) {
            auto kept = (*m_keep[input])(values[input].plain, mode);
            pieces.push_back(m_passedOn ? kept : at::relu(kept));
        }
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
    auto output = concatenate(pieces);
    return m_passedOn ? Feature{output, at::relu(output)} : Feature{{}, output};
}

} // namespace cw::nn
