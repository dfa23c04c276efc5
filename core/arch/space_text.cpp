#include "core/arch/space_text.h"

#include <charconv>
#include <optional>

#include "core/arch/arch_text.h"
#include "core/arch/words.h"

namespace cw {
namespace {

/// The part before the separator; the rest stays in text. Nothing left gives an empty part.
std::string_view takePart(std::string_view& text, char separator)
{
    const auto end = text.find(separator);
    const auto part = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    return part;
}

/// A whole number of at most two digits, without a sign or leading zeros.
std::optional<int> smallNumber(std::string_view text)
{
    int value = 0;
    const bool plain = !text.empty() && text.size() <= 2 && text.front() != '-' && (text.size() == 1 || text.front() != '0');
    const auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), value);
    return plain && ec == std::errc{} && end == text.data() + text.size() ? std::optional(value) : std::nullopt;
}

/// Reads "c-2.sep5"; a sentence when it is not that.
std::string readHalf(std::string_view text, Half& half)
{
    const auto dot = text.find('.');
    if (dot == std::string_view::npos)
        return inQuotes(text) + " is not of the form input.operation, as in c-1.sep3.";
    const int input = inputFromName(text.substr(0, dot));
    if (input < 0)
        return unknownInput(text.substr(0, dot));
    const auto op = findOp(text.substr(dot + 1));
    if (!op)
        return unknownOperation(text.substr(dot + 1));
    half = {static_cast<InputId>(input), *op};
    return {};
}

std::string readOutput(std::string_view text, Cell& cell)
{
    cell.output = text == "all" ? OutputRule::All : text == "loose" ? OutputRule::Loose : OutputRule::Listed;
    if (cell.output != OutputRule::Listed)
        return {};
    if (text.ends_with(','))
        return "output: nothing follows the last \",\".";
    while (!text.empty()) {
        const auto name = takePart(text, ',');
        const int input = inputFromName(name);
        if (input < 0)
            return "output: " + unknownInput(name);
        if (cell.listed.size() >= kFirstBlock + kMaxBlocks)
            return "output: it names more than a cell has.";
        cell.listed.push_back(static_cast<InputId>(input));
    }
    return {};
}

std::string readMicroCell(std::string_view text, Cell& cell)
{
    const auto equals = text.find('=');
    cell.output = OutputRule::Loose;
    if (auto problem = cellFromText(text.substr(0, equals), cell); !problem.empty())
        return problem;
    return equals == std::string_view::npos ? std::string{} : readOutput(text.substr(equals + 1), cell);
}

std::string microCellText(const Cell& cell)
{
    auto text = cellText(cell);
    if (cell.output == OutputRule::All)
        text += "=all";
    for (std::size_t i = 0; i < cell.listed.size(); ++i)
        text.append(i == 0 ? "=" : ",").append(inputName(cell.listed[i]));
    return text;
}

} // namespace

std::string cellText(const Cell& cell)
{
    std::string text;
    for (const auto& block : cell.blocks) {
        if (!text.empty())
            text += '/';
        text.append(inputName(block.a.input)).append(".").append(info(block.a.op).name).append("+");
        text.append(inputName(block.b.input)).append(".").append(info(block.b.op).name);
    }
    return text;
}

std::string cellFromText(std::string_view text, Cell& cell)
{
    for (auto rest = text; cell.blocks.empty() || !rest.empty();) {
        const auto part = takePart(rest, '/');
        const auto plus = part.find('+');
        const auto place = "block " + std::to_string(cell.blocks.size() + 1) + ": ";
        if (plus == std::string_view::npos || part.find('+', plus + 1) != std::string_view::npos)
            return place + inQuotes(part) + " is not two halves joined by \"+\", as in c-1.sep3+c-2.max3.";
        Block block;
        if (const auto problem = readHalf(part.substr(0, plus), block.a); !problem.empty())
            return place + problem;
        if (const auto problem = readHalf(part.substr(plus + 1), block.b); !problem.empty())
            return place + problem;
        if (cell.blocks.size() == kMaxBlocks)
            return "it has more than " + std::to_string(kMaxBlocks) + " blocks.";
        cell.blocks.push_back(block);
    }
    return text.ends_with('/') ? "nothing follows the last \"/\"." : std::string{};
}

std::string microText(const Architecture& arch) { return microCellText(arch.cells[0]) + "@" + microCellText(arch.cells[1]); }

std::string microFromText(std::string_view text, Architecture& arch)
{
    const auto at = text.find('@');
    if (at == std::string_view::npos || text.find('@', at + 1) != std::string_view::npos)
        return "it must be two cells, normal and reduction, divided by \"@\".";
    arch.cells.resize(2);
    if (const auto problem = readMicroCell(text.substr(0, at), arch.cells[0]); !problem.empty())
        return "normal cell, " + problem;
    if (const auto problem = readMicroCell(text.substr(at + 1), arch.cells[1]); !problem.empty())
        return "reduction cell, " + problem;
    return {};
}

std::string macroText(const Architecture& arch)
{
    std::string text;
    for (const auto& layer : arch.macro.layers) {
        text.append(text.empty() ? "" : "/").append(info(layer.op).name);
        for (int source = 0; source < kMaxLayers; ++source)
            if (layer.skipsFrom(source))
                text.append("+").append(std::to_string(source));
    }
    return text;
}

std::string macroFromText(std::string_view text, Architecture& arch)
{
    auto& layers = arch.macro.layers;
    for (auto rest = text; layers.empty() || !rest.empty();) {
        if (layers.size() == kMaxLayers)
            return "it has more than " + std::to_string(kMaxLayers) + " layers.";
        const auto place = "layer " + std::to_string(layers.size() + 1) + ": ";
        auto part = takePart(rest, '/');
        const bool dangling = part.ends_with('+');
        const auto name = takePart(part, '+');
        const auto op = findMacroOp(name);
        if (!op)
            return place + unknownMacroOperation(name);
        MacroLayer layer{*op, 0};
        while (!part.empty()) {
            const auto source = takePart(part, '+');
            const auto number = smallNumber(source);
            if (!number || *number >= kMaxLayers)
                return place + inQuotes(source) + " is not the number of a layer (0 is the stem).";
            if (layer.skipsFrom(*number))
                return place + "it skips from " + std::to_string(*number) + " twice.";
            layer.skips |= std::uint64_t{1} << *number;
        }
        if (dangling)
            return place + "nothing follows the last \"+\".";
        layers.push_back(layer);
    }
    return text.ends_with('/') ? "nothing follows the last \"/\"." : std::string{};
}

std::string recurrentText(const Architecture& arch)
{
    std::string text;
    for (const auto& node : arch.recurrent.nodes) {
        if (!text.empty())
            text.append("/").append(std::to_string(node.previous + 1)).append(".");
        text.append(info(node.activation).key);
    }
    return text + (arch.recurrent.output == RecurrentOutput::AllButFirst ? "=rest" : "");
}

std::string recurrentFromText(std::string_view text, Architecture& arch)
{
    auto& cell = arch.recurrent;
    const auto equals = text.find('=');
    if (equals != std::string_view::npos) {
        const auto rule = text.substr(equals + 1);
        if (rule != "rest" && rule != "loose")
            return "output: " + inQuotes(rule) + " is neither rest (all nodes but the first) nor loose (nodes that none reads).";
        cell.output = rule == "rest" ? RecurrentOutput::AllButFirst : RecurrentOutput::Loose;
        text = text.substr(0, equals);
    }
    for (auto rest = text; cell.nodes.empty() || !rest.empty();) {
        if (cell.nodes.size() == kMaxRecurrentNodes)
            return "it has more than " + std::to_string(kMaxRecurrentNodes) + " nodes.";
        const auto place = "node " + std::to_string(cell.nodes.size() + 1) + ": ";
        const auto part = takePart(rest, '/');
        auto name = part;
        RecurrentNode node;
        if (!cell.nodes.empty()) {
            const auto previous = smallNumber(takePart(name, '.'));
            if (!previous || *previous < 1 || *previous > static_cast<int>(cell.nodes.size()))
                return place + inQuotes(part) + " is not of the form previous.activation with an earlier node (1, 2, …), as in 1.relu.";
            node.previous = static_cast<std::uint8_t>(*previous - 1);
        }
        const auto activation = findActivation(name);
        if (!activation)
            return place + unknownActivation(name);
        node.activation = *activation;
        cell.nodes.push_back(node);
    }
    return text.ends_with('/') ? "nothing follows the last \"/\"." : std::string{};
}

} // namespace cw
