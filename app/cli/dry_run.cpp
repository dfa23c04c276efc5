#include "app/cli/dry_run.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <thread>
#include <utility>

#include <nlohmann/json.hpp>

#include "app/cli/arch_network.h"
#include "core/search/forecast.h"
#include "core/search/forecast_shared.h"
#include "core/search/pace.h"

namespace cw::cli {
namespace {

using nlohmann::json;

/// Minutes below two hours, then hours, then days: no more exact than the forecast is.
std::string roughly(double low, double high)
{
    const auto [seconds, unit] = high < 7200 ? std::pair(60.0, "min") : high < 2 * 86400 ? std::pair(3600.0, "h") : std::pair(86400.0, "days");
    const auto count = [&](double value) { return std::to_string(std::max(1L, std::lround(value / seconds))); };
    return (count(low) == count(high) ? count(low) : count(low) + " to " + count(high)) + " " + unit;
}

std::string megabytes(std::int64_t bytes) { return std::to_string(bytes >> 20) + " MB"; }

std::string whatFor(const Forecast& f, const Settings& settings)
{
    if (f.sharedParameters > 0)
        return "This search would train " + grouped(f.sharedParameters) + " shared weights for " + std::to_string(settings.integer("rounds")) + " rounds and derive "
               + std::to_string(f.candidates) + " candidates.";
    std::string levels;
    for (const auto& level : f.levels)
        levels += (levels.empty() ? "" : " + ") + std::to_string(level.models);
    levels = f.levels.size() > 1 ? " (" + levels + ", level by level)" : std::string();
    return "This search would train " + std::to_string(f.candidates) + " candidates" + levels + ".";
}

std::string text(const Forecast& f, const Settings& settings, int workers)
{
    return whatFor(f, settings) + "\n  time    about " + roughly(f.secondsLow, f.secondsHigh) + " on " + std::to_string(workers) + (workers == 1 ? " worker, " : " workers, ")
           + (f.measured ? "from this machine's last search" : "a rough guess: nothing was measured on this machine yet") + "\n  memory  up to "
           + megabytes(f.memoryBytes) + (workers > 1 ? ", " + megabytes(f.workerBytes) + " a worker" : "") + "\n";
}

} // namespace

void dryRun(Cli& cli, const SessionConfig& config)
{
    Control control;
    const auto data = inspectDataset(config.data, control);
    if (!data)
        return cli.fail(data.error());
    if (data->isText() != learnsFromText(config.space))
        return cli.fail({ErrorCode::InvalidArgument,
                         config.data.string() + (data->isText() ? " is text, and the space " + config.space + " learns from pictures. Text is for the space recurrent."
                                                                : " holds pictures, and the space " + config.space + " learns from text."),
                         {}});
    auto request = forecastRequest(config.strategy, config.space, config.settings, *data);
    request.workers = config.workers;
    request.cores = std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
    request.pace = Pace::load(Pace::file()).of(paceKey(config.device, config.space, config.settings));
    const auto result = forecast(request);
    if (!result)
        return cli.fail(result.error());
    const bool shares = result->sharedParameters > 0;
    auto levels = json::array();
    for (const auto& level : result->levels)
        levels.push_back({{"blocks", level.blocks}, {"models", level.models}});
    json answer{{"candidates", result->candidates}, {"levels", std::move(levels)}, {"seconds_low", result->secondsLow}, {"seconds_high", result->secondsHigh},
                {"measured", result->measured}, {"memory_bytes", result->memoryBytes}, {"workers", config.workers}};
    if (shares)
        answer["shared_parameters"] = result->sharedParameters;
    cli.answer(answer, text(*result, config.settings, shares ? 1 : config.workers));
}

} // namespace cw::cli
