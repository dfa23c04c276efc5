#include <algorithm>
#include <array>
#include <charconv>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "app/cli/commands.h"
#include "core/space/enas_space.h"
#include "core/space/pnas_space.h"

namespace cw::cli {
namespace {

using nlohmann::json;

/// A number, or its digits where a JSON reader with doubles would round it.
json exactNumber(std::uint64_t value)
{
    constexpr std::uint64_t kExact = 1ULL << 53;
    return value <= kExact ? json(value) : json(std::to_string(value));
}

json exactNumber(const std::string& digits)
{
    std::uint64_t value = 0;
    const auto [end, ec] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return ec == std::errc{} && end == digits.data() + digits.size() ? exactNumber(value) : json(digits);
}

struct Options {
    std::string space = "pnas";
    int blocks = 0;
    std::vector<std::string> operations, inputs;
};

struct EnasRow {
    std::string_view space;
    const char* key;  ///< of the size in JSON, and the option that people give
    const char* size; ///< what it counts
    Result<EnasCount> (*count)(int);
};
constexpr std::array kEnasSpaces{
    EnasRow{"micro", "nodes", "nodes in each of two cells", countMicroSpace},
    EnasRow{"macro", "layers", "layers", countMacroSpace},
    EnasRow{"recurrent", "nodes", "nodes", countRecurrentSpace},
};

void countEnas(const EnasRow& row, const Options& options, Cli& cli)
{
    if (!options.operations.empty() || !options.inputs.empty())
        return cli.fail({ErrorCode::InvalidArgument, "--operations and --inputs restrict the space pnas only.", {}}, kWrongUse);
    const auto result = row.count(options.blocks);
    if (!result)
        return cli.fail(result.error(), kWrongUse);
    cli.answer({{"space", row.space},
                {row.key, options.blocks},
                {"raw", exactNumber(result->raw)},
                {"swap_free_blocks", nullptr},
                {"unique", result->unique.empty() ? json() : exactNumber(result->unique)},
                {"unique_means", result->uniqueMeans},
                {"paper_formula", result->paperFormula}},
               "Space " + options.space + ", " + std::to_string(options.blocks) + " " + row.size + "\n  as written     " + result->raw
                   + "\n  unique         " + (result->unique.empty() ? "" : result->unique + ", ") + result->uniqueMeans + "\n  paper's count  "
                   + result->paperFormula + "\n");
}

void count(const Options& options, Cli& cli)
{
    if (const auto row = std::ranges::find(kEnasSpaces, options.space, &EnasRow::space); row != kEnasSpaces.end())
        return countEnas(*row, options, cli);
    if (options.space != "pnas")
        return cli.fail({ErrorCode::Unsupported, "There is no search space \"" + options.space + "\". Known: " + knownSpaces() + ".", {}});
    const auto space = makePnasSpace(options.operations, options.inputs, options.blocks);
    if (!space)
        return cli.fail(space.error(), kWrongUse);
    const auto result = countPnasSpace(*space, options.blocks);
    if (!result)
        return cli.fail(result.error(), kWrongUse);

    auto swapFree = json::array();
    std::string swapFreeText;
    for (const auto blocks : result->swapFreeBlocks) {
        swapFree.push_back(exactNumber(blocks));
        swapFreeText += (swapFreeText.empty() ? "" : ", ") + std::to_string(blocks);
    }
    cli.answer({{"space", "pnas"},
                {"blocks", options.blocks},
                {"raw", exactNumber(result->raw)},
                {"swap_free_blocks", std::move(swapFree)},
                {"unique", exactNumber(result->unique)},
                {"paper_formula", result->paperFormula}},
               "PNAS cells of " + std::to_string(options.blocks) + (options.blocks == 1 ? " block" : " blocks") + "\n  as written        "
                   + result->paperFormula + "\n  swap-free blocks  " + swapFreeText + " (per position)\n  unique cells      "
                   + std::to_string(result->unique) + " (up to swapped halves and the order of blocks)\n");
}

} // namespace

void addSpaceCommand(CLI::App& app, Cli& cli)
{
    auto* space = app.add_subcommand("space", "Search spaces: how many architectures there are");
    space->require_subcommand(1);
    auto* command = space->add_subcommand("count", "Exact sizes of a space, and the paper's formula");
    const auto options = std::make_shared<Options>();
    command->add_option("--space", options->space, "Search space: " + knownSpaces())->capture_default_str();
    command->add_option("--blocks,--nodes,--layers", options->blocks, "Size: blocks of a cell (pnas), nodes that choose (micro), layers (macro), nodes (recurrent)")->required();
    command->add_option("--operations", options->operations, "Only these operations, as in sep3,max3")->delimiter(',');
    command->add_option("--inputs", options->inputs, "Only these cell inputs, as in c-1,c-2")->delimiter(',');
    addCommonOptions(*command, cli);
    command->callback([options, &cli] { count(*options, cli); });
}

} // namespace cw::cli
