#include <chrono>
#include <cmath>
#include <cstdio>
#include <memory>

#include <nlohmann/json.hpp>

#include "app/cli/cell_lines.h"
#include "app/cli/commands.h"
#include "app/cli/surrogate_file.h"
#include "core/arch/arch_text.h"
#include "core/base/files.h"
#include "core/search/engine.h"
#include "core/search/ranking.h"

namespace cw::cli {
namespace {

using nlohmann::json;

struct Options {
    std::string parents, surrogate, output;
    int top = 0;
    std::vector<std::string> operations, inputs;
};

struct Ranked {
    ScoredChildren children;
    std::vector<std::size_t> best;
    double totalSeconds = 0;
};

Result<Ranked> rankCells(const PnasSpace& space, const std::vector<Architecture>& parents, const SurrogateFile& file, int top)
{
    const auto engine = loadEngine();
    if (!engine)
        return engine.error();
    auto surrogate = (*engine)->makeSurrogate(space, file.settings);
    if (!surrogate)
        return surrogate.error();
    if (const auto status = (*surrogate)->restore(file.buffers); !status)
        return status.error();
    Control control;
    const auto begin = std::chrono::steady_clock::now();
    auto children = scoreAllChildren(space, parents, **surrogate, control);
    if (!children)
        return children.error();
    for (const auto& child : children->unique)
        if (!std::isfinite(child.predicted.mean))
            return Error{ErrorCode::Engine, "The predictor gave predictions that are not numbers.", {}};
    Ranked ranked{*std::move(children), {}, 0};
    ranked.best = bestChildren(ranked.children, static_cast<std::size_t>(top));
    ranked.totalSeconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    return ranked;
}

json bestAsJson(const Ranked& ranked)
{
    auto best = json::array();
    for (const auto index : ranked.best) {
        const auto& child = ranked.children.unique[index];
        const auto arch = ranked.children.architecture(index);
        best.push_back({{"architecture", toJson(arch)},
                        {"text", toText(arch)},
                        {"mean", child.predicted.mean},
                        {"spread", child.predicted.spread},
                        {"parent", toText(ranked.children.parents[child.parent])}});
    }
    return best;
}

std::string asText(const Ranked& ranked)
{
    const auto& c = ranked.children;
    char line[200];
    std::snprintf(line, sizeof line, "%zu parents, %lld children scored, %zu unique\nexpand %.3f s, score %.3f s, merge %.3f s, total %.3f s\n", c.parents.size(),
                  static_cast<long long>(c.scored), c.unique.size(), c.expandSeconds, c.scoreSeconds, c.mergeSeconds, ranked.totalSeconds);
    std::string text = line;
    for (std::size_t i = 0; i < ranked.best.size(); ++i) {
        const auto& predicted = c.unique[ranked.best[i]].predicted;
        std::snprintf(line, sizeof line, "%5zu  %.4f +- %.4f  ", i + 1, predicted.mean, predicted.spread);
        text += line + toText(c.architecture(ranked.best[i])) + "\n";
    }
    return text;
}

/// The best one a line, in the form that --parents reads.
std::string asLines(const json& best)
{
    std::string lines;
    for (const auto& cell : best)
        lines += cell.dump() + "\n";
    return lines;
}

void rank(const Options& options, Cli& cli)
{
    if (options.top < 1)
        return cli.fail({ErrorCode::InvalidArgument, "--top is at least 1.", {}}, kWrongUse);
    const auto parents = readCells(options.parents);
    if (!parents)
        return cli.fail(parents.error());
    const auto file = readSurrogateFile(options.surrogate);
    if (!file)
        return cli.fail(file.error());
    const auto space = makePnasSpace(options.operations, options.inputs, file->settings.maxBlocks);
    if (!space)
        return cli.fail(space.error(), kWrongUse);
    const auto ranked = rankCells(*space, *parents, *file, options.top);
    if (!ranked)
        return cli.fail(ranked.error());
    const auto best = bestAsJson(*ranked);
    if (!options.output.empty())
        if (const auto status = writeFileAtomically(options.output, asLines(best)); !status)
            return cli.fail(status.error());
    const auto& c = ranked->children;
    cli.answer({{"parents", c.parents.size()},
                {"scored", c.scored},
                {"unique", c.unique.size()},
                {"seconds", {{"expand", c.expandSeconds}, {"score", c.scoreSeconds}, {"merge", c.mergeSeconds}, {"total", ranked->totalSeconds}}},
                {"best", best}},
               asText(*ranked));
}

} // namespace

void addRankCommand(CLI::App& app, Cli& cli)
{
    auto* command = app.add_subcommand("rank", "Expand cells by every block and rank the children by a predictor");
    const auto options = std::make_shared<Options>();
    command->add_option("--parents", options->parents, "Lines of {\"architecture\": …}, all with the same number of blocks")->required();
    command->add_option("--surrogate", options->surrogate, "File written by surrogate fit --output")->required();
    command->add_option("--top", options->top, "How many of the best to print (K)")->required();
    command->add_option("--operations", options->operations, "Only these operations, as in sep3,max3")->delimiter(',');
    command->add_option("--inputs", options->inputs, "Only these cell inputs, as in c-1,c-2")->delimiter(',');
    command->add_option("--output", options->output, "Write the best here too, one a line, as --parents reads them");
    addCommonOptions(*command, cli);
    command->callback([options, &cli] { rank(*options, cli); });
}

} // namespace cw::cli
