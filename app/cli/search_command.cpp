#include <chrono>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/cli/commands.h"
#include "app/cli/dry_run.h"
#include "app/cli/run_search.h"
#include "core/base/files.h"
#include "core/base/random.h"

namespace cw::cli {
namespace fs = std::filesystem;
namespace {

struct Options {
    std::string strategy = "pnas", space, preset = "quick", data, out;
    std::vector<std::string> values;
    std::uint64_t seed = 1;
    MachineOptions machine;
    bool dryRun = false;
};

/// "pnas-quick-20240131-184502.cwrun" among the user's runs.
fs::path defaultRun(const Options& options)
{
    const auto now = std::time(nullptr);
    std::tm local{};
    ::localtime_r(&now, &local);
    char stamp[32];
    std::strftime(stamp, sizeof stamp, "%Y%m%d-%H%M%S", &local);
    return dataDirectory() / "runs" / (options.strategy + "-" + options.preset + "-" + stamp + ".cwrun");
}

Status applyValues(Settings& settings, const std::vector<std::string>& values)
{
    for (const auto& value : values) {
        const auto equals = value.find('=');
        if (equals == std::string::npos)
            return Error{ErrorCode::InvalidArgument, "--set takes KEY=VALUE; \"" + value + "\" has no \"=\".", {}};
        if (auto status = settings.set(value.substr(0, equals), value.substr(equals + 1)); !status)
            return status;
    }
    return {};
}

/// The first space of a strategy is its usual one.
std::string usualSpace(const std::string& strategy)
{
    const auto* info = findStrategy(strategy);
    return info ? std::string(info->spaces.substr(0, info->spaces.find(','))) : std::string();
}

/// Everything that can be refused from the arguments alone.
Result<SessionConfig> makeConfig(Options options)
{
    if (options.space.empty())
        options.space = usualSpace(options.strategy);
    auto settings = makeSettings(options.strategy, options.space, options.preset);
    if (!settings)
        return settings.error();
    if (auto status = applyValues(*settings, options.values); !status)
        return status.error();
    if (const auto planned = findStrategy(options.strategy)->modelsPlanned(options.space, *settings); !planned)
        return planned.error();
    SessionConfig config;
    config.strategy = options.strategy;
    config.space = options.space;
    config.preset = options.preset;
    config.settings = *std::move(settings);
    config.seed = options.seed;
    config.data = options.data;
    config.run = options.out.empty() ? defaultRun(options) : fs::path(options.out);
    std::error_code ec;
    if (fs::symlink_status(config.run, ec).type() != fs::file_type::not_found)
        return Error{ErrorCode::InvalidArgument,
                     config.run.string() + " exists already and is not overwritten. Choose another name, or continue it with: cellwright-cli resume " + config.run.string(), {}};
    return config;
}

std::string strategyKeys()
{
    std::string keys;
    for (const auto& row : strategies())
        keys.append(keys.empty() ? "" : ", ").append(row.key);
    return keys;
}

std::string presetKeys()
{
    std::string keys;
    for (const auto& row : presets())
        if (keys.find(row.key) == std::string::npos)
            keys.append(keys.empty() ? "" : ", ").append(row.key);
    return keys;
}

} // namespace

void addSearchCommand(CLI::App& app, Cli& cli)
{
    const auto options = std::make_shared<Options>();
    auto* command = app.add_subcommand("search", "Search for a good cell or network on your data");
    command->add_option("--strategy", options->strategy, "How to search: " + strategyKeys())->capture_default_str();
    command->add_option("--space", options->space, "What to search in: " + knownSpaces() + " (default: the usual one of the strategy)");
    command->add_option("--data", options->data, "Pictures: folders of classes, CIFAR binaries or IDX files. For the space recurrent text: a file, or a folder with train, valid and test")->required();
    command->add_option("--out", options->out, "Run folder to make (default: a dated one among your runs)");
    command->add_option("--preset", options->preset, "Values to begin with: " + presetKeys() + " (released: only where there is released code)")->capture_default_str();
    command->add_option("--set", options->values, "KEY=VALUE of one setting; may be given again. An unknown KEY lists them all")->allow_extra_args(false);
    command->add_option("--seed", options->seed, "Same seed, same run")->capture_default_str();
    command->add_flag("--dry-run", options->dryRun, "Train nothing: say how many candidates, how much time and memory the search would take");
    addMachineOptions(*command, options->machine);
    addCommonOptions(*command, cli);
    command->callback([options, &cli] {
        auto config = makeConfig(*options);
        if (!config)
            return cli.fail(config.error(), kWrongUse);
        applyMachineOptions(options->machine, *config);
        if (options->dryRun)
            return dryRun(cli, *config);
        runSearch(cli, *std::move(config));
    });
}

} // namespace cw::cli
