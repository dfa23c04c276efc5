#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include <nlohmann/json.hpp>

#include "app/cli/commands.h"
#include "core/arch/arch_text.h"
#include "core/export/cell_export.h"
#include "core/store/run_store.h"

namespace cw::cli {
namespace {

struct Options {
    std::string arch, run, format, output;
    std::optional<std::uint32_t> candidate;
};

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

void run(const Options& options, Cli& cli)
{
    const bool fromRun = !options.run.empty() && options.candidate;
    if (options.arch.empty() != fromRun || options.run.empty() == options.candidate.has_value())
        return cli.fail({ErrorCode::InvalidArgument, "Nothing was written: give either an architecture, or --run and --candidate.", {}}, kWrongUse);
    const auto arch = fromRun ? candidateOfRun(options.run, *options.candidate) : resolveArchitecture(options.arch);
    if (!arch)
        return cli.fail(arch.error());
    if (const auto status = exportArchitecture(*arch, options.format, options.output); !status)
        return cli.fail(status.error(), status.error().code == ErrorCode::InvalidArgument ? kWrongUse : kFailed);
    cli.answer({{"output", options.output}, {"format", options.format}, {"architecture", toJson(*arch)}}, "Wrote " + options.output + ".");
}

} // namespace

void addExportCommand(CLI::App& app, Cli& cli)
{
    auto* command = app.add_subcommand("export", "Write an architecture to a file");
    const auto options = std::make_shared<Options>();
    std::string formats;
    for (const auto& format : cellFormats())
        formats += (formats.empty() ? "" : ", ") + std::string(format.key);
    command->add_option("ARCH", options->arch, "A file, a name from \"arch list\", or a string as in pnas:c-1.sep7+c-1.max3");
    command->add_option("--run", options->run, "In place of ARCH: a run folder, with --candidate");
    command->add_option("--candidate", options->candidate, "Number of the candidate in the run");
    command->add_option("--format", options->format, formats)->required();
    command->add_option("--output", options->output, "The file to write; an existing one is replaced")->required();
    addCommonOptions(*command, cli);
    command->callback([options, &cli] { run(*options, cli); });
}

} // namespace cw::cli
