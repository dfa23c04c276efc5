#include <memory>
#include <string>

#include <nlohmann/json.hpp>

#include "app/cli/commands.h"
#include "core/arch/arch_text.h"
#include "core/export/cell_export.h"

namespace cw::cli {
namespace {

struct Options {
    std::string arch, format, output;
};

void run(const Options& options, Cli& cli)
{
    const auto arch = resolveArchitecture(options.arch);
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
    command->add_option("ARCH", options->arch, "A file, a name from \"arch list\", or a string as in pnas:c-1.sep7+c-1.max3")->required();
    command->add_option("--format", options->format, formats)->required();
    command->add_option("--output", options->output, "The file to write; an existing one is replaced")->required();
    addCommonOptions(*command, cli);
    command->callback([options, &cli] { run(*options, cli); });
}

} // namespace cw::cli
