#include "core/space/decisions.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <utility>

#include "core/arch/words.h"

namespace cw {
namespace {

std::optional<int> cellOperation(std::string_view name)
{
    const auto op = findOp(name);
    return op ? std::optional(static_cast<int>(*op)) : std::nullopt;
}

std::optional<int> layerOperation(std::string_view name)
{
    const auto op = findMacroOp(name);
    return op ? std::optional(static_cast<int>(*op)) : std::nullopt;
}

std::optional<int> activation(std::string_view name)
{
    const auto found = findActivation(name);
    return found ? std::optional(static_cast<int>(*found)) : std::nullopt;
}

/// How a space is taken apart: a new space is a row here.
struct SpaceRow {
    std::string_view space, unit; ///< unit: what decisions are counted by
    int cells = 0;                ///< cells of blocks; 0 for spaces without
    int mostUnits = 0;
    std::optional<int> (*find)(std::string_view name);
    std::string (*unknown)(std::string_view name);
    std::string_view (*label)(int operation);
};
constexpr auto cellLabel = [](int op) { return info(static_cast<OpId>(op)).label; };
constexpr std::array kRows{
    SpaceRow{"pnas", "block", 1, kMaxBlocks, cellOperation, unknownOperation, cellLabel},
    SpaceRow{"micro", "node", 2, kMaxBlocks, cellOperation, unknownOperation, cellLabel},
    SpaceRow{"macro", "layer", 0, kMaxLayers, layerOperation, unknownMacroOperation, [](int op) { return info(static_cast<MacroOp>(op)).label; }},
    SpaceRow{"recurrent", "node", 0, kMaxRecurrentNodes, activation, unknownActivation,
             [](int op) { return info(static_cast<Activation>(op)).label; }},
};

const SpaceRow* findRow(std::string_view space)
{
    const auto found = std::ranges::find(kRows, space, &SpaceRow::space);
    return found == kRows.end() ? nullptr : &*found;
}

std::vector<DecisionSpec> decisionsOf(const SpaceRow& row, int size, int operations)
{
    using enum DecisionKind;
    std::vector<DecisionSpec> all;
    for (int cell = 0; cell < row.cells; ++cell)
        for (int node = 0; node < size; ++node)
            for (const auto kind : {Input, Operation})
                for (int slot = 0; slot < 2; ++slot)
                    all.push_back({kind, cell, node, slot, kind == Input ? kFirstBlock + node : operations});
    for (int node = 0; node < size && row.cells == 0; ++node) {
        if (row.space == "recurrent" && node > 0)
            all.push_back({Input, 0, node, 0, node});
        all.push_back({Operation, 0, node, 0, operations});
        for (int source = 0; row.space == "macro" && source < node; ++source)
            all.push_back({Skip, 0, node, source, 2});
    }
    return all;
}

Half& halfOf(Architecture& arch, const DecisionSpec& spec)
{
    auto& block = arch.cells[static_cast<std::size_t>(spec.cell)].blocks[static_cast<std::size_t>(spec.node)];
    return spec.slot == 0 ? block.a : block.b;
}

/// Of the right space and size, every choice still the first.
Architecture blank(const std::string& space, std::size_t size)
{
    if (space == "pnas")
        return pnasArchitecture(std::vector<Block>(size));
    if (space == "micro")
        return microArchitecture({std::vector<Block>(size), OutputRule::Loose, {}}, {std::vector<Block>(size), OutputRule::Loose, {}});
    if (space == "macro")
        return macroArchitecture(std::vector<MacroLayer>(size));
    return recurrentArchitecture({std::vector<RecurrentNode>(size), RecurrentOutput::Loose});
}

/// Everything but the operation of one decision, written into the architecture.
void setChoice(Architecture& arch, const DecisionSpec& spec, int choice)
{
    const auto node = static_cast<std::size_t>(spec.node);
    if (spec.kind == DecisionKind::Skip)
        arch.macro.layers[node].skips |= static_cast<std::uint64_t>(choice) << spec.slot;
    else if (arch.space == "recurrent")
        arch.recurrent.nodes[node].previous = static_cast<std::uint8_t>(choice);
    else
        halfOf(arch, spec).input = static_cast<InputId>(choice);
}

int choiceIn(Architecture& arch, const DecisionSpec& spec)
{
    const auto node = static_cast<std::size_t>(spec.node);
    if (spec.kind == DecisionKind::Skip)
        return arch.macro.layers[node].skipsFrom(spec.slot) ? 1 : 0;
    return arch.space == "recurrent" ? arch.recurrent.nodes[node].previous : halfOf(arch, spec).input;
}

void setOperation(Architecture& arch, const DecisionSpec& spec, int operation)
{
    const auto node = static_cast<std::size_t>(spec.node);
    if (arch.space == "macro")
        arch.macro.layers[node].op = static_cast<MacroOp>(operation);
    else if (arch.space == "recurrent")
        arch.recurrent.nodes[node].activation = static_cast<Activation>(operation);
    else
        halfOf(arch, spec).op = static_cast<OpId>(operation);
}

int operationIn(Architecture& arch, const DecisionSpec& spec)
{
    const auto node = static_cast<std::size_t>(spec.node);
    if (arch.space == "macro")
        return static_cast<int>(arch.macro.layers[node].op);
    if (arch.space == "recurrent")
        return static_cast<int>(arch.recurrent.nodes[node].activation);
    return static_cast<int>(halfOf(arch, spec).op);
}

std::string sizeProblem(const Architecture& arch, std::size_t size)
{
    std::vector<std::size_t> sizes;
    for (const auto& cell : arch.cells)
        sizes.push_back(cell.blocks.size());
    if (arch.space == "macro")
        sizes.push_back(arch.macro.layers.size());
    if (arch.space == "recurrent")
        sizes.push_back(arch.recurrent.nodes.size());
    const auto other = std::ranges::find_if(sizes, [&](std::size_t s) { return s != size; });
    if (other == sizes.end())
        return {};
    return "it has " + std::to_string(*other) + " " + std::string(findRow(arch.space)->unit) + (*other == 1 ? "" : "s") + " where this search has "
           + std::to_string(size) + ".";
}

bool hasUsualOutput(const Architecture& arch)
{
    if (arch.space == "recurrent")
        return outputNodes(arch.recurrent) == looseEnds(arch.recurrent);
    return arch.space != "micro" || std::ranges::all_of(arch.cells, [](const Cell& cell) {
        return concatenated(cell) == concatenated({cell.blocks, OutputRule::Loose, {}});
    });
}

Error foreign(const std::string& why)
{
    return {ErrorCode::InvalidArgument, "This architecture is not one that this search can make: " + why, {}};
}

} // namespace

Result<DecisionSpace> DecisionSpace::make(const std::string& space, int size, std::span<const std::string> operations)
{
    const auto wrong = [](const std::string& why) { return Error{ErrorCode::InvalidArgument, why, {}}; };
    const auto* row = findRow(space);
    if (!row)
        return wrong("There is no space " + inQuotes(space) + "; known: " + knownSpaces() + ".");
    if (size < 1 || size > row->mostUnits)
        return wrong("The space \"" + space + "\" has 1 to " + std::to_string(row->mostUnits) + " " + std::string(row->unit) + "s, not "
                     + std::to_string(size) + ".");
    DecisionSpace result;
    for (const auto& name : operations) {
        const auto op = row->find(name);
        if (!op)
            return wrong("The operations cannot be used: " + row->unknown(name));
        if (std::ranges::find(result.m_operations, *op) != result.m_operations.end())
            return wrong("The operation " + inQuotes(name) + " is named twice.");
        result.m_operations.push_back(*op);
    }
    if (result.m_operations.empty())
        return wrong("A search needs at least one operation.");
    result.m_space = space;
    result.m_size = size;
    result.m_decisions = decisionsOf(*row, size, result.operationCount());
    return result;
}

int DecisionSpace::cellInputs() const { return findRow(m_space)->cells > 0 ? kFirstBlock : 0; }

Architecture DecisionSpace::decode(std::span<const int> choices) const
{
    auto arch = blank(m_space, static_cast<std::size_t>(m_size));
    for (std::size_t i = 0; i < m_decisions.size(); ++i) {
        if (m_decisions[i].kind == DecisionKind::Operation)
            setOperation(arch, m_decisions[i], m_operations[static_cast<std::size_t>(choices[i])]);
        else
            setChoice(arch, m_decisions[i], choices[i]);
    }
    return arch;
}

Result<std::vector<int>> DecisionSpace::encode(const Architecture& given) const
{
    if (given.space != m_space)
        return foreign("it is of the space " + inQuotes(given.space) + ", not \"" + m_space + "\".");
    if (const auto problem = validityProblem(given); !problem.empty())
        return foreign(problem);
    if (const auto problem = sizeProblem(given, static_cast<std::size_t>(m_size)); !problem.empty())
        return foreign(problem);
    if (!hasUsualOutput(given))
        return foreign("its output is not what no node reads.");
    auto arch = given;
    std::vector<int> choices;
    for (const auto& spec : m_decisions) {
        if (spec.kind != DecisionKind::Operation) {
            choices.push_back(choiceIn(arch, spec));
            continue;
        }
        const int operation = operationIn(arch, spec);
        const auto found = std::ranges::find(m_operations, operation);
        if (found == m_operations.end())
            return foreign("its operation \"" + std::string(findRow(m_space)->label(operation)) + "\" is none of this search.");
        choices.push_back(static_cast<int>(found - m_operations.begin()));
    }
    return choices;
}

std::string DecisionSpace::decisionName(int decision) const
{
    const auto& spec = m_decisions[static_cast<std::size_t>(decision)];
    const auto* row = findRow(m_space);
    std::string name = row->cells < 2 ? "" : spec.cell == 0 ? "normal cell, " : "reduction cell, ";
    name += std::string(row->unit) + " " + std::to_string(spec.node + 1) + ": ";
    if (spec.kind == DecisionKind::Skip)
        return name + (spec.slot == 0 ? "skip from the stem" : "skip from layer " + std::to_string(spec.slot));
    const bool input = spec.kind == DecisionKind::Input;
    if (row->cells > 0)
        return name + (spec.slot == 0 ? "first " : "second ") + (input ? "input" : "operation");
    return name + (m_space == "macro" ? "operation" : input ? "earlier node" : "activation");
}

std::string DecisionSpace::optionName(int decision, int option) const
{
    switch (m_decisions[static_cast<std::size_t>(decision)].kind) {
    case DecisionKind::Operation: return operationLabel(option);
    case DecisionKind::Skip: return option == 0 ? "no skip" : "skip";
    case DecisionKind::Input: break;
    }
    if (const int before = cellInputs(); option >= before)
        return std::string(findRow(m_space)->unit) + " " + std::to_string(option - before + 1);
    return option == kPrevPrev ? "cell before the previous" : "previous cell";
}

std::string DecisionSpace::operationLabel(int operation) const
{
    return std::string(findRow(m_space)->label(m_operations[static_cast<std::size_t>(operation)]));
}

} // namespace cw
