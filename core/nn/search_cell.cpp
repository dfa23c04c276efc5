#include "core/nn/search_cell_internal.h"

#include <algorithm>
#include <cmath>

#include <ATen/ATen.h>

namespace cw::nn {
namespace {

bool uses(const Cell& cell, std::size_t node, std::size_t slot, std::size_t input, int op)
{
    const auto& half = slot == 0 ? cell.blocks[node].a : cell.blocks[node].b;
    return half.input == input && static_cast<int>(half.op) == op;
}

std::string placeName(std::size_t node, std::size_t slot, std::size_t input, int op)
{
    return ".node" + std::to_string(node + 1) + (slot == 0 ? ".a" : ".b") + ".from" + std::to_string(input) + "." + std::string(info(static_cast<OpId>(op)).name);
}

/// How what stands before a node is read, and by the output.
struct Reading {
    bool plain = false, activated = false;
};
std::vector<Reading> readingsOf(const Cell& cell, const std::vector<InputId>& loose)
{
    std::vector<Reading> readings(kFirstBlock + cell.blocks.size());
    for (const auto& block : cell.blocks)
        for (const auto& half : {block.a, block.b})
            (readsActivated(half.op) ? readings[half.input].activated : readings[half.input].plain) = true;
    for (const auto end : loose)
        readings[end].activated = true;
    return readings;
}

} // namespace

const at::Tensor& Activations::active(bool inPlace)
{
    if (!activated.defined())
        activated = inPlace ? at::relu_(plain) : at::relu(plain);
    return activated;
}

SearchCellModule::SearchCellModule(ParameterList& list, const std::string& name, const SearchPlan& plan, const SearchCell& cell, const Cell* only)
    : m_indexOfOp(kOpCount, 0)
    , m_operationCount(plan.form.operations.size())
{
    const auto filters = std::int64_t{cell.filters};
    if (cell.reduction)
        m_reduction = makeSearchReduction(list, name + ".reduce", cell.before.channels, filters);
    for (int k = 0; k < 2; ++k) {
        const auto fitName = name + ".fit" + std::to_string(k);
        if (cell.fit[k] == InputFit::Reduction)
            m_fit[k] = makeSearchReduction(list, fitName, cell.arrives[k].channels, filters);
        else if (cell.fit[k] == InputFit::Width)
            m_fit[k] = makeWidthMap(list, fitName, cell.arrives[k].channels, filters);
    }
    for (std::size_t i = 0; i < m_operationCount; ++i)
        m_indexOfOp[static_cast<std::size_t>(plan.form.operations[i])] = static_cast<int>(i);
    const auto nodes = static_cast<std::size_t>(plan.form.size);
    for (std::size_t node = 0; node < nodes; ++node)
        for (std::size_t slot = 0; slot < 2; ++slot)
            for (std::size_t input = 0; input < kFirstBlock + node; ++input)
                for (const int op : plan.form.operations)
                    m_operations.push_back(only && !uses(*only, node, slot, input, op)
                                               ? Layers{}
                                               : makeNodeOperation(list, name + placeName(node, slot, input, op), static_cast<OpId>(op), filters));
    const auto loose = only ? concatenated(*only) : std::vector<InputId>{};
    m_rows.resize(kFirstBlock + nodes);
    for (std::size_t row = 0; row < m_rows.size(); ++row)
        if (!only || std::find(loose.begin(), loose.end(), row) != loose.end())
            m_rows[row] = list.addNormal(name + ".output.row" + std::to_string(row) + ".weight", {filters, filters, 1, 1},
                                         std::sqrt(2.0 / static_cast<double>(filters)), true);
    m_norm = makeBatchStatisticsNorm(list, name + ".output.norm", filters);
}

std::size_t SearchCellModule::place(std::size_t node, std::size_t slot, std::size_t input) const
{
    // Two slots of each node before this one, of kFirstBlock + 0, 1, 2 … inputs.
    const auto before = node * (2 * kFirstBlock + node - 1);
    return (before + slot * (kFirstBlock + node) + input) * m_operationCount;
}

at::Tensor SearchCellModule::operation(Activations& from, std::size_t node, std::size_t slot, const Half& half) const
{
    const auto index = place(node, slot, half.input) + static_cast<std::size_t>(m_indexOfOp[static_cast<std::size_t>(half.op)]);
    return run(m_operations[index], readsActivated(half.op) ? from.activated : from.plain, {});
}

Activations SearchCellModule::operator()(Activations& prevPrev, Activations& prev, const Cell& chosen) const
{
    const auto loose = concatenated(chosen);
    const auto readings = readingsOf(chosen, loose);
    if (m_reduction) { // the cell before, in its unreduced form and reduced
        auto unreduced = std::exchange(prev, {(*m_reduction)(prev.plain, {}), {}});
        prevPrev = std::move(unreduced);
    }
    std::vector<Activations> values(readings.size());
    Activations* const arrives[] = {&prevPrev, &prev};
    std::vector<Activations*> from(readings.size());
    for (std::size_t k = 0; k < kFirstBlock; ++k) {
        from[k] = &values[k];
        if (const auto* layers = std::get_if<Layers>(&m_fit[k]))
            values[k].plain = run(*layers, arrives[k]->active(), {});
        else if (const auto* reduction = std::get_if<FactorizedReduction>(&m_fit[k]))
            values[k].plain = (*reduction)(arrives[k]->active(), {});
        else
            from[k] = arrives[k];
    }
    const auto settle = [&](std::size_t i) {
        if (readings[i].activated)
            from[i]->active(from[i] == &values[i] && !readings[i].plain);
    };
    settle(kPrevPrev);
    settle(kPrev);
    for (std::size_t node = 0; node < chosen.blocks.size(); ++node) {
        const auto& block = chosen.blocks[node];
        at::Tensor outputs[] = {operation(*from[block.a.input], node, 0, block.a), operation(*from[block.b.input], node, 1, block.b)};
        // The sum may take the place of an operation's output, never of an input that others read.
        const bool own[] = {block.a.op != OpId::Identity, block.b.op != OpId::Identity};
        const auto i = kFirstBlock + node;
        values[i].plain = own[0] ? outputs[0].add_(outputs[1]) : own[1] ? outputs[1].add_(outputs[0]) : outputs[0] + outputs[1];
        from[i] = &values[i];
        settle(i);
    }
    std::vector<at::Tensor> pieces, rows;
    for (const auto end : loose) {
        pieces.push_back(from[end]->activated);
        rows.push_back(m_rows[end]);
    }
    const auto mapped = at::conv2d(concatenate(pieces), rows.size() == 1 ? rows.front() : at::cat(rows, 1));
    return {m_norm(mapped, {}), {}};
}

} // namespace cw::nn
