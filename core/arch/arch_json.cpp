#include <limits>

#include <nlohmann/json.hpp>

#include "core/arch/arch_text.h"
#include "core/arch/words.h"

namespace cw {
namespace {

using nlohmann::json;

constexpr const char* kFormat = "cellwright-architecture";

json toJson(const Half& half) { return {{"input", inputName(half.input)}, {"op", std::string(info(half.op).key)}}; }

json toJson(const Cell& cell)
{
    auto blocks = json::array();
    for (const auto& block : cell.blocks)
        blocks.push_back(json::array({toJson(block.a), toJson(block.b)}));
    json output = cell.output == OutputRule::Loose ? "loose" : "all";
    if (cell.output == OutputRule::Listed) {
        output = json::array();
        for (const auto input : cell.listed)
            output.push_back(inputName(input));
    }
    return {{"blocks", std::move(blocks)}, {"output", std::move(output)}};
}

json toJson(const MacroLayer& layer)
{
    auto skips = json::array();
    for (int source = 0; source < kMaxLayers; ++source)
        if (layer.skipsFrom(source))
            skips.push_back(source);
    return {{"op", std::string(info(layer.op).key)}, {"skips", std::move(skips)}};
}

json nodesToJson(const RecurrentCell& cell)
{
    auto nodes = json::array();
    for (const auto& node : cell.nodes) {
        json value{{"activation", std::string(info(node.activation).key)}};
        if (!nodes.empty())
            value["previous"] = node.previous + 1;
        nodes.push_back(std::move(value));
    }
    return nodes;
}

/// Reads one document; the first problem ends it and is kept with its place.
class Reader {
public:
    Result<Architecture> read(const json& value)
    {
        Architecture arch;
        readRoot(value, arch);
        if (m_error.message.empty())
            if (auto problem = validityProblem(arch); !problem.empty())
                fail(problem);
        if (!m_error.message.empty())
            return m_error;
        return arch;
    }

private:
    bool fail(const std::string& sentence, ErrorCode code = ErrorCode::InvalidArgument)
    {
        m_error = {code, "This is not an architecture Cellwright can use: " + sentence, {}};
        return false;
    }

    /// The member as text; its place is said when it is missing or something else.
    bool text(const json& object, const char* name, const std::string& place, std::string& result)
    {
        const auto found = object.find(name);
        if (found == object.end())
            return fail(place + name + " is missing.");
        if (!found->is_string())
            return fail(place + name + ": expected a text, found " + found->type_name() + ".");
        result = found->get<std::string>();
        return true;
    }

    const json* array(const json& object, const char* name, const std::string& place)
    {
        const auto found = object.find(name);
        if (found != object.end() && found->is_array())
            return &*found;
        fail(place + name + (found == object.end() ? std::string(" is missing.") : ": expected an array, found " + std::string(found->type_name()) + "."));
        return nullptr;
    }

    bool readRoot(const json& value, Architecture& arch)
    {
        if (!value.is_object())
            return fail(std::string("expected an object, found ") + value.type_name() + ".");
        std::string format;
        if (!text(value, "format", "", format))
            return false;
        if (format != kFormat)
            return fail("format: expected \"" + std::string(kFormat) + "\", found " + inQuotes(format) + ".");
        const auto version = value.find("version");
        if (version == value.end() || !version->is_number_integer())
            return fail("version: expected a whole number.");
        const bool positive = version->is_number_unsigned() || version->get<std::int64_t>() > 0;
        const auto number = positive ? version->get<std::uint64_t>() : 0;
        if (number < 1)
            return fail("version: versions begin at 1.");
        if (number > kArchitectureVersion)
            return fail("it was written by a newer Cellwright (version " + std::to_string(number) + " of the format; this program knows up to "
                            + std::to_string(kArchitectureVersion) + "). Update the program to open it.",
                        ErrorCode::NewerVersion);
        if (!text(value, "space", "", arch.space))
            return false;
        if (!isKnownSpace(arch.space))
            return fail("space: unknown space " + inQuotes(arch.space) + "; known: " + knownSpaces() + ".", ErrorCode::Unsupported);
        if (arch.space == "macro")
            return readLayers(value, arch.macro);
        if (arch.space == "recurrent")
            return readNodes(value, arch.recurrent);
        const auto* cells = array(value, "cells", "");
        if (!cells)
            return false;
        if (arch.space == "pnas" && cells->size() != 1)
            return fail("cells: a PNAS architecture has exactly one cell, this one has " + std::to_string(cells->size()) + ".");
        if (arch.space == "micro" && cells->size() != 2)
            return fail("cells: a micro architecture has a normal and a reduction cell, this one has " + std::to_string(cells->size()) + " cells.");
        for (std::size_t i = 0; i < cells->size(); ++i) {
            arch.cells.emplace_back();
            const auto place = "cells[" + std::to_string(i) + "]";
            if (!readCell((*cells)[i], place, arch.cells.back()))
                return false;
            if (arch.space == "micro" && !(*cells)[i].contains("output"))
                return fail(place + ".output is missing.");
        }
        return true;
    }

    bool readLayers(const json& value, MacroNetwork& network)
    {
        const auto* layers = array(value, "layers", "");
        if (!layers)
            return false;
        if (layers->empty() || layers->size() > kMaxLayers)
            return fail("layers: a network has 1 to " + std::to_string(kMaxLayers) + " layers, this one has " + std::to_string(layers->size()) + ".");
        for (std::size_t i = 0; i < layers->size(); ++i) {
            const auto place = "layers[" + std::to_string(i) + "]";
            const auto& object = (*layers)[i];
            if (!object.is_object())
                return fail(place + ": expected an object, found " + object.type_name() + ".");
            std::string name;
            if (!text(object, "op", place + ".", name))
                return false;
            const auto op = findMacroOp(name);
            if (!op)
                return fail(place + ".op: " + unknownMacroOperation(name));
            MacroLayer layer{*op, 0};
            const auto* skips = array(object, "skips", place + ".");
            if (!skips)
                return false;
            for (const auto& skip : *skips) {
                const auto source = wholeNumber(skip);
                if (source >= i || layer.skipsFrom(static_cast<int>(source)))
                    return fail(place + ".skips: expected different numbers of the stem (0) and of layers before the one it follows.");
                layer.skips |= std::uint64_t{1} << source;
            }
            network.layers.push_back(layer);
        }
        return true;
    }

    bool readNodes(const json& value, RecurrentCell& cell)
    {
        const auto* nodes = array(value, "nodes", "");
        if (!nodes)
            return false;
        if (nodes->empty() || nodes->size() > kMaxRecurrentNodes)
            return fail("nodes: a recurrent cell has 1 to " + std::to_string(kMaxRecurrentNodes) + " nodes, this one has "
                        + std::to_string(nodes->size()) + ".");
        for (std::size_t i = 0; i < nodes->size(); ++i) {
            const auto place = "nodes[" + std::to_string(i) + "]";
            const auto& object = (*nodes)[i];
            if (!object.is_object())
                return fail(place + ": expected an object, found " + object.type_name() + ".");
            std::string name;
            if (!text(object, "activation", place + ".", name))
                return false;
            const auto activation = findActivation(name);
            if (!activation)
                return fail(place + ".activation: " + unknownActivation(name));
            RecurrentNode node{0, *activation};
            if (i > 0) {
                const auto previous = object.contains("previous") ? wholeNumber(object["previous"]) : 0;
                if (previous < 1 || previous > i)
                    return fail(place + ".previous: expected the number of an earlier node, 1 to " + std::to_string(i) + ".");
                node.previous = static_cast<std::uint8_t>(previous - 1);
            }
            cell.nodes.push_back(node);
        }
        if (!value.contains("output"))
            return true;
        std::string output;
        if (!text(value, "output", "", output))
            return false;
        if (output != "loose" && output != "rest")
            return fail("output: expected \"loose\" or \"rest\", found " + inQuotes(output) + ".");
        cell.output = output == "rest" ? RecurrentOutput::AllButFirst : RecurrentOutput::Loose;
        return true;
    }

    /// A number beyond every list where the value is none.
    static std::size_t wholeNumber(const json& value)
    {
        const bool whole = value.is_number_unsigned() || (value.is_number_integer() && value.get<std::int64_t>() >= 0);
        return whole ? value.get<std::size_t>() : std::numeric_limits<std::size_t>::max();
    }

    bool readCell(const json& value, const std::string& place, Cell& cell)
    {
        if (!value.is_object())
            return fail(place + ": expected an object, found " + value.type_name() + ".");
        const auto* blocks = array(value, "blocks", place + ".");
        if (!blocks)
            return false;
        if (blocks->empty() || blocks->size() > kMaxBlocks)
            return fail(place + ".blocks: a cell has 1 to " + std::to_string(kMaxBlocks) + " blocks, this one has " + std::to_string(blocks->size())
                        + ".");
        for (std::size_t b = 0; b < blocks->size(); ++b) {
            const auto& halves = (*blocks)[b];
            const auto blockPlace = place + ".blocks[" + std::to_string(b) + "]";
            if (!halves.is_array() || halves.size() != 2)
                return fail(blockPlace + ": a block is an array of two halves.");
            Block block;
            if (!readHalf(halves[0], blockPlace + "[0]", block.a) || !readHalf(halves[1], blockPlace + "[1]", block.b))
                return false;
            cell.blocks.push_back(block);
        }
        return readOutput(value, place, cell);
    }

    bool readHalf(const json& value, const std::string& place, Half& half)
    {
        if (!value.is_object())
            return fail(place + ": expected an object, found " + value.type_name() + ".");
        std::string name;
        if (!text(value, "input", place + ".", name))
            return false;
        const int input = inputFromName(name);
        if (input < 0)
            return fail(place + ".input: " + unknownInput(name));
        if (!text(value, "op", place + ".", name))
            return false;
        const auto op = findOp(name);
        if (!op)
            return fail(place + ".op: " + unknownOperation(name));
        half = {static_cast<InputId>(input), *op};
        return true;
    }

    bool readOutput(const json& value, const std::string& place, Cell& cell)
    {
        const auto found = value.find("output");
        if (found == value.end() || (found->is_string() && found->get_ref<const std::string&>() == "all"))
            return true;
        if (found->is_string() && found->get_ref<const std::string&>() == "loose") {
            cell.output = OutputRule::Loose;
            return true;
        }
        if (!found->is_array() || found->size() > kFirstBlock + kMaxBlocks)
            return fail(place + ".output: expected \"all\", \"loose\" or an array of inputs.");
        cell.output = OutputRule::Listed;
        for (const auto& item : *found) {
            const int input = item.is_string() ? inputFromName(item.get_ref<const std::string&>()) : -1;
            if (input < 0 || input >= static_cast<int>(kFirstBlock + cell.blocks.size()))
                return fail(place + ".output: expected names of inputs and blocks of this cell.");
            cell.listed.push_back(static_cast<InputId>(input));
        }
        return true;
    }

    Error m_error;
};

} // namespace

json toJson(const Architecture& arch)
{
    json value{{"format", kFormat}, {"version", kArchitectureVersion}, {"space", arch.space}};
    if (arch.space == "macro") {
        value["layers"] = json::array();
        for (const auto& layer : arch.macro.layers)
            value["layers"].push_back(toJson(layer));
    } else if (arch.space == "recurrent") {
        value["nodes"] = nodesToJson(arch.recurrent);
        value["output"] = arch.recurrent.output == RecurrentOutput::AllButFirst ? "rest" : "loose";
    } else {
        value["cells"] = json::array();
        for (const auto& cell : arch.cells)
            value["cells"].push_back(toJson(cell));
    }
    return value;
}

Result<Architecture> architectureFromJson(const json& value) { return Reader().read(value); }

} // namespace cw
