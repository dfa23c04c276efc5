#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "app/cli/commands.h"
#include "app/cli/window_program.h"
#include "core/arch/arch_text.h"
#include "core/export/candidates_csv.h"
#include "core/export/cell_export.h"
#include "core/store/run_store.h"

namespace cw::cli {
namespace {

struct Options {
    std::string arch, run, chart, format, output;
    std::optional<std::uint32_t> candidate;
    // pictures only: passed on to the window program
    std::optional<std::string> style;
    std::optional<double> scale;
    std::optional<int> repeats, filters;
    bool topDown = false, dark = false, network = false;
};

Error wrongUse(std::string sentence) { return {ErrorCode::InvalidArgument, "Nothing was written: " + std::move(sentence), {}}; }

bool isPicture(const std::string& format)
{
    const auto rows = cellFormats();
    return std::any_of(rows.begin(), rows.end(), [&format](const CellFormat& row) { return row.key == format && !row.content; });
}

Result<Architecture> candidateOfRun(const std::string& run, CandidateId id)
{
    const auto store = RunStore::openForReading(run);
    if (!store)
        return store.error();
    const auto candidates = (*store)->candidates();
    if (!candidates)
        return candidates.error();
    for (const auto& candidate : *candidates)
        if (candidate.proposed.id == id)
            return candidate.proposed.arch;
    return Error{ErrorCode::NotFound,
                 "Nothing was written: " + run + " has no candidate " + std::to_string(id) + " (it has " + std::to_string(candidates->size())
                     + " so far).",
                 {}};
}

/// What is asked must name one thing: an architecture, a candidate of a run, a chart of a run, or a run as a table.
Status check(const Options& o)
{
    const bool csv = o.format == "csv";
    if (csv && (o.run.empty() || !o.arch.empty() || o.candidate || !o.chart.empty()))
        return wrongUse("the table (csv) is that of a run: give --run, and neither an architecture nor --candidate nor --chart.");
    if (!o.chart.empty() && (o.run.empty() || !o.arch.empty() || o.candidate))
        return wrongUse("a chart is that of a run: give --run with --chart, and neither an architecture nor --candidate.");
    const bool fromRun = !o.run.empty() && o.candidate;
    if (!csv && o.chart.empty() && (o.arch.empty() != fromRun || o.run.empty() == o.candidate.has_value()))
        return wrongUse("give either an architecture, or --run and --candidate.");
    if (!isPicture(o.format) && (o.style || o.scale || o.repeats || o.filters || o.topDown || o.dark || o.network || !o.chart.empty()))
        return wrongUse("--chart, --style, --scale, --top-down, --dark, --network, --repeats and --filters are for pictures (svg, pdf, png).");
    return {};
}

Status drawPicture(const Options& o)
{
    // Absolute, so that no name can be taken for an option.
    const auto absolute = [](const std::string& path) { return std::filesystem::absolute(path).string(); };
    std::vector<std::string> words{"--render", o.run.empty() ? o.arch : absolute(o.run), "--output", absolute(o.output), "--format", o.format};
    const auto add = [&words](const char* option, const auto& value) { words.insert(words.end(), {option, value}); };
    if (o.candidate)
        add("--candidate", std::to_string(*o.candidate));
    if (!o.chart.empty())
        add("--chart", o.chart);
    if (o.style)
        add("--style", *o.style);
    if (o.scale)
        add("--scale", std::to_string(*o.scale));
    if (o.repeats)
        add("--repeats", std::to_string(*o.repeats));
    if (o.filters)
        add("--filters", std::to_string(*o.filters));
    for (const auto& [asked, option] : {std::pair{o.topDown, "--top-down"}, std::pair{o.dark, "--dark"}, std::pair{o.network, "--network"}})
        if (asked)
            words.emplace_back(option);
    return runWindowProgram(words);
}

void fail(Cli& cli, const Error& error) { cli.fail(error, error.code == ErrorCode::InvalidArgument ? kWrongUse : kFailed); }

void run(const Options& options, Cli& cli)
{
    if (const auto status = check(options); !status)
        return fail(cli, status.error());
    nlohmann::json answer{{"output", options.output}, {"format", options.format}};
    auto sentence = "Wrote " + options.output + ".";
    if (options.format == "csv") {
        const auto rows = exportCandidates(options.run, options.output);
        if (!rows)
            return fail(cli, rows.error());
        answer["candidates"] = *rows;
        sentence = "Wrote " + std::to_string(*rows) + " candidates to " + options.output + ".";
    } else {
        if (options.chart.empty()) {
            const auto arch = options.candidate ? candidateOfRun(options.run, *options.candidate) : resolveArchitecture(options.arch);
            if (!arch)
                return cli.fail(arch.error());
            answer["architecture"] = toJson(*arch);
            if (!isPicture(options.format)) {
                if (const auto status = exportArchitecture(*arch, options.format, options.output); !status)
                    return fail(cli, status.error());
            }
        }
        if (isPicture(options.format)) {
            if (const auto status = drawPicture(options); !status)
                return fail(cli, status.error());
        }
    }
    cli.answer(answer, sentence);
}

} // namespace

void addExportCommand(CLI::App& app, Cli& cli)
{
    auto* command = app.add_subcommand("export", "Write an architecture, a chart or the table of a run to a file");
    const auto options = std::make_shared<Options>();
    std::string formats;
    for (const auto& format : cellFormats())
        formats += std::string(format.key) + ", ";
    command->add_option("ARCH", options->arch, "A file, a name from \"arch list\", or a string as in pnas:c-1.sep7+c-1.max3");
    command->add_option("--run", options->run, "In place of ARCH: a run folder, with --candidate, --chart or --format csv");
    command->add_option("--candidate", options->candidate, "Number of the candidate in the run");
    command->add_option("--chart", options->chart, "A chart of the run: predicted, progress, progress-time, pareto, pareto-multiply-adds; as svg, pdf or png");
    command->add_option("--format", options->format, formats + "csv (all candidates of a run)")->required();
    command->add_option("--output", options->output, "The file to write; an existing one is replaced")->required();
    command->add_option("--style", options->style, "Pictures: boxes, or edges (operations on the edges)");
    command->add_flag("--top-down", options->topDown, "Pictures: from top to bottom in place of left to right");
    command->add_flag("--dark", options->dark, "Pictures: in the dark theme");
    command->add_option("--scale", options->scale, "PNG: pixels for each pixel of the picture (2)");
    command->add_flag("--network", options->network, "Pictures: the whole network in place of the cell");
    command->add_option("--repeats", options->repeats, "With --network: N, repeats of the cell");
    command->add_option("--filters", options->filters, "With --network: F, filters of the first cells");
    addCommonOptions(*command, cli);
    command->callback([options, &cli] { run(*options, cli); });
}

} // namespace cw::cli
