#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <map>
#include <memory>

#include <nlohmann/json.hpp>

#include "app/cli/cell_lines.h"
#include "app/cli/commands.h"
#include "app/cli/surrogate_file.h"
#include "core/arch/canonical.h"
#include "core/search/correlation.h"
#include "core/search/engine.h"

namespace cw::cli {
namespace {

struct Options {
    std::string cells, output;
    SurrogateSettings settings;
    double holdout = 0.2;
    std::uint64_t seed = 1;
};

struct Split {
    std::vector<MeasuredCell> train, heldOut;
};

/// By unique cells, so that no held-out cell was seen in training under another order of its blocks.
Split splitCells(const std::vector<MeasuredCell>& cells, double holdout, std::uint64_t seed)
{
    std::map<std::uint64_t, std::size_t> groups;
    std::vector<std::vector<std::size_t>> members;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        const auto [place, isNew] = groups.try_emplace(architectureHash(cells[i].arch), members.size());
        if (isNew)
            members.emplace_back();
        members[place->second].push_back(i);
    }
    Random random(deriveSeed(seed, "holdout"));
    random.shuffle(members);
    const auto wanted = static_cast<std::size_t>(std::llround(holdout * static_cast<double>(cells.size())));
    Split split;
    for (const auto& group : members) {
        auto& part = split.heldOut.size() + group.size() <= wanted ? split.heldOut : split.train;
        for (const auto i : group)
            part.push_back(cells[i]);
    }
    return split;
}

std::string fixed(double value, int digits)
{
    char text[32];
    std::snprintf(text, sizeof text, "%.*f", digits, value);
    return text;
}

/// Correlations and error on the held-out part; null where there is none.
Status judge(Surrogate& surrogate, const Split& split, std::uint64_t seed, nlohmann::json& answer, std::string& text)
{
    std::vector<Architecture> cells;
    std::vector<double> measured, predicted;
    for (const auto& cell : split.heldOut) {
        cells.push_back(cell.arch);
        measured.push_back(cell.accuracy);
    }
    for (const auto& prediction : surrogate.predict(cells))
        predicted.push_back(prediction.mean);
    if (!std::ranges::all_of(predicted, [](double p) { return std::isfinite(p); }))
        return Error{ErrorCode::Engine, "The predictor gave predictions that are not numbers.", {}};
    answer.update({{"spearman", nullptr}, {"kendall", nullptr}, {"mae", nullptr}, {"low", nullptr}, {"high", nullptr}});
    if (cells.empty()) {
        text += "No cells were held out, so nothing is known about its quality.\n";
        return {};
    }
    const double rho = spearman(predicted, measured), tau = kendall(predicted, measured), mae = meanAbsoluteError(predicted, measured);
    answer.update({{"spearman", rho}, {"kendall", tau}, {"mae", mae}});
    text += "  Spearman  " + fixed(rho, 3);
    if (const auto interval = rankCorrelation(predicted, measured, seed)) {
        answer.update({{"low", interval->low}, {"high", interval->high}});
        text += "  (95 % interval " + fixed(interval->low, 3) + " to " + fixed(interval->high, 3) + ")";
    }
    text += "\n  Kendall   " + fixed(tau, 3) + "\n  MAE       " + fixed(mae, 4) + "\n";
    return {};
}

Status checkOptions(const Options& options)
{
    const auto refuse = [](const char* sentence) { return Error{ErrorCode::InvalidArgument, sentence, {}}; };
    if (!(options.holdout >= 0 && options.holdout < 1))
        return refuse("--holdout is a fraction from 0 to below 1.");
    if (options.settings.members < 1 || options.settings.members > 100)
        return refuse("--members is from 1 to 100.");
    if (options.settings.epochs < 0 || options.settings.epochs > 100'000)
        return refuse("--epochs is from 0 to 100000.");
    return {};
}

void fit(Options options, Cli& cli)
{
    if (const auto status = checkOptions(options); !status)
        return cli.fail(status.error(), kWrongUse);
    const auto cells = readMeasuredCells(options.cells);
    if (!cells)
        return cli.fail(cells.error());
    const auto split = splitCells(*cells, options.holdout, options.seed);
    if (split.train.empty())
        return cli.fail({ErrorCode::InvalidArgument, "With --holdout " + fixed(options.holdout, 2) + " no cell is left to learn from.", {}});
    int level = 1;
    for (const auto& cell : *cells) {
        level = std::max(level, cell.arch.blockCount());
        options.settings.maxBlocks = std::max(options.settings.maxBlocks, cell.arch.blockCount());
    }
    const auto engine = loadEngine();
    if (!engine)
        return cli.fail(engine.error());
    auto surrogate = (*engine)->makeSurrogate(PnasSpace{{}, {}, options.settings.maxBlocks}, options.settings);
    if (!surrogate)
        return cli.fail(surrogate.error());
    Control control;
    const auto begin = std::chrono::steady_clock::now();
    if (const auto status = (*surrogate)->fit(split.train, level, options.seed, control); !status)
        return cli.fail(status.error());
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();

    nlohmann::json answer{{"kind", options.settings.kind}, {"train", split.train.size()}, {"holdout", split.heldOut.size()}, {"seconds", seconds}};
    auto text = std::to_string(options.settings.members) + " members of kind " + options.settings.kind + " fitted on " + std::to_string(split.train.size())
        + " cells in " + fixed(seconds, 2) + " s, judged on " + std::to_string(split.heldOut.size()) + " others\n";
    if (const auto status = judge(**surrogate, split, options.seed, answer, text); !status)
        return cli.fail(status.error());
    if (!options.output.empty()) {
        if (const auto status = writeSurrogateFile(options.output, {options.settings, (*surrogate)->save()}); !status)
            return cli.fail(status.error());
        answer["output"] = options.output;
        text += "Written to " + options.output + "\n";
    }
    cli.answer(answer, text);
}

} // namespace

void addSurrogateCommand(CLI::App& app, Cli& cli)
{
    auto* surrogate = app.add_subcommand("surrogate", "Predictors of accuracy");
    surrogate->require_subcommand(1);
    auto* command = surrogate->add_subcommand("fit", "Fit a predictor on measured cells and judge it on held-out ones");
    const auto options = std::make_shared<Options>();
    command->add_option("--cells", options->cells, "Lines of {\"architecture\": …, \"accuracy\": 0..1}")->required();
    command->add_option("--kind", options->settings.kind, "Network of the members")->check(CLI::IsMember({"mlp", "lstm"}))->capture_default_str();
    command->add_option("--holdout", options->holdout, "Part of the cells to judge by; 0 learns from all")->capture_default_str();
    command->add_option("--seed", options->seed, "Seed of split, folds, weights and order")->capture_default_str();
    command->add_option("--epochs", options->settings.epochs, "Passes over the data")->capture_default_str();
    command->add_option("--members", options->settings.members, "Networks of the ensemble")->capture_default_str();
    command->add_option("--output", options->output, "Keep the predictor that was judged in this file, for rank");
    addCommonOptions(*command, cli);
    command->callback([options, &cli] { fit(*options, cli); });
}

} // namespace cw::cli
