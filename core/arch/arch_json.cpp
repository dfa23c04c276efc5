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
        if (arch.space != "pnas")
            return fail("space: unknown space " + inQuotes(arch.space) + "; known: pnas.", ErrorCode::Unsupported);
        const auto* cells = array(value, "cells", "");
        if (!cells)
            return false;
        if (cells->size() != 1)
            return fail("cells: a PNAS architecture has exactly one cell, this one has " + std::to_string(cells->size()) + ".");
        arch.cells.emplace_back();
        return readCell(cells->front(), "cells[0]", arch.cells.back());
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
    auto cells = json::array();
    for (const auto& cell : arch.cells)
        cells.push_back(toJson(cell));
    return {{"format", kFormat}, {"version", kArchitectureVersion}, {"space", arch.space}, {"cells", std::move(cells)}};
}

Result<Architecture> architectureFromJson(const json& value) { return Reader().read(value); }

} // namespace cw
