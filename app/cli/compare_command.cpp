#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "app/cli/commands.h"
#include "core/search/efficiency.h"
#include "core/search/measure.h"
#include "core/store/run_comparison.h"

namespace cw::cli {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr std::array kRows{1, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10000, 20000};
constexpr const char* kReference = "pnas"; ///< whose runs the others are held against, as in the paper's table 2

struct Comparison {
    RunComparison found;
    std::vector<MeasuredRow> rows; ///< of found.runs
    std::vector<EfficiencyCurve> curves;
    std::vector<ModelsNeeded> needed;
};

Result<Comparison> compare(const std::vector<std::string>& folders)
{
    auto found = compareRuns(std::vector<fs::path>(folders.begin(), folders.end()));
    if (!found)
        return found.error();
    Comparison c{*std::move(found), {}, {}, {}};
    for (const auto& run : c.found.runs)
        c.rows.push_back({run.header.strategy, run.header.seed, run.accuracies});
    const auto shorter = muchShorter(c.rows);
    for (auto i = shorter.rbegin(); i != shorter.rend(); ++i) {
        const auto at = static_cast<std::ptrdiff_t>(*i);
        c.found.leftOut.push_back({c.found.runs[*i].folder,
                                   "It measured less than half as many models as the longest run of its strategy, so it would cut the mean short."});
        c.found.runs.erase(c.found.runs.begin() + at);
        c.rows.erase(c.rows.begin() + at);
    }
    c.curves = efficiencyCurves(c.rows);
    c.needed = modelsNeeded(c.rows, kReference, c.curves);
    return c;
}

std::string nameOf(const fs::path& folder)
{
    const auto whole = folder.filename().empty() ? folder.parent_path() : folder;
    return whole.stem().string();
}

template<class Value>
json orNull(const std::optional<Value>& value)
{
    return value ? json(*value) : json();
}

json asJson(const Comparison& c)
{
    json answer{{"runs", json::array()}, {"curves", json::array()}, {"models_needed", json::array()}, {"left_out", json::array()}};
    for (const auto& run : c.found.runs)
        answer["runs"].push_back({{"run", run.folder.string()}, {"strategy", run.header.strategy}, {"seed", run.header.seed}, {"models", run.accuracies.size()},
                                  {"best", *std::max_element(run.accuracies.begin(), run.accuracies.end())}});
    for (const auto& curve : c.curves) {
        auto points = json::array();
        for (const auto& p : curve.points)
            points.push_back({{"models", p.models}, {"mean", p.mean}, {"deviation", curve.runs > 1 ? json(p.deviation) : json()}, {"runs", curve.runs}});
        answer["curves"].push_back({{"strategy", curve.strategy}, {"top", curve.top}, {"points", std::move(points)}});
    }
    for (const auto& line : c.needed)
        answer["models_needed"].push_back({{"reference", c.found.runs[line.reference].folder.string()}, {"top", line.top}, {"accuracy", line.accuracy},
                                           {"strategy", line.strategy}, {"models", orNull(line.models)}, {"speedup", orNull(line.speedup)}});
    for (const auto& out : c.found.leftOut)
        answer["left_out"].push_back({{"run", out.folder.string()}, {"reason", out.reason}});
    return answer;
}

std::string formatted(const char* format, double value)
{
    char text[64];
    std::snprintf(text, sizeof text, format, value);
    return text;
}

/// Characters on the screen, for all that is written here.
std::size_t width(const std::string& text)
{
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

/// Columns two spaces apart, the first one to the left, the others to the right.
std::string aligned(const std::vector<std::vector<std::string>>& lines)
{
    std::vector<std::size_t> widths;
    for (const auto& line : lines)
        for (std::size_t i = 0; i < line.size(); ++i) {
            widths.resize(std::max(widths.size(), i + 1));
            widths[i] = std::max(widths[i], width(line[i]));
        }
    std::string text;
    for (const auto& line : lines) {
        for (std::size_t i = 0; i < line.size(); ++i) {
            const std::string gap(widths[i] - width(line[i]), ' ');
            text += i == 0 ? "  " + line[i] + gap : "  " + gap + line[i];
        }
        text.erase(text.find_last_not_of(' ') + 1);
        text += "\n";
    }
    return text;
}

std::string pointText(const Measure& measure, const EfficiencyCurve& curve, const EfficiencyPoint& point)
{
    if (curve.runs < 2)
        return measureText(measure, point.mean);
    const double shown = std::abs(measure.shown(point.mean + point.deviation) - measure.shown(point.mean - point.deviation)) / 2;
    char text[96];
    std::snprintf(text, sizeof text, "%.*f ± %.*f", measure.decimals, measure.shown(point.mean), measure.decimals, shown);
    return text + std::string(measure.unit);
}

/// Figure 4 at some numbers of models: one table for each top.
std::string figureText(const Comparison& c, const Measure& measure, int top)
{
    std::vector<const EfficiencyCurve*> curves;
    std::set<int> ends;
    for (const auto& curve : c.curves)
        if (curve.top == top) {
            curves.push_back(&curve);
            ends.insert(curve.points.empty() ? 0 : curve.points.back().models);
        }
    if (*ends.rbegin() == 0)
        return "\nNo strategy has measured " + std::to_string(top) + " models yet.\n";
    auto rows = ends;
    rows.erase(0);
    for (const int models : kRows)
        if (models >= top && models < *ends.rbegin())
            rows.insert(models);
    std::vector<std::vector<std::string>> lines{{"models"}};
    for (const auto* curve : curves)
        lines.front().push_back(curve->strategy + (curve->runs > 1 ? " (" + std::to_string(curve->runs) + " seeds)" : ""));
    for (const int models : rows) {
        lines.push_back({std::to_string(models)});
        for (const auto* curve : curves) {
            const auto* point = curve->at(models);
            lines.back().push_back(point ? pointText(measure, *curve, *point) : "-");
        }
    }
    const auto name = std::string(measure.name);
    return "\n" + (top == 1 ? "Best " + name : "Mean " + name + " of the best " + std::to_string(top)) + " after so many models\n" + aligned(lines);
}

/// Table 2.
std::string neededText(const Comparison& c, const Measure& measure)
{
    if (c.needed.empty())
        return "\nModels needed for the same " + std::string(measure.name) + " are told against runs of the strategy pnas, beside one of another strategy.\n";
    std::vector<std::vector<std::string>> lines{{"run", "best", "reached", "models", "strategy", "needed", "speed-up"}};
    for (const auto& line : c.needed) {
        const auto& run = c.found.runs[line.reference];
        lines.push_back({nameOf(run.folder), std::to_string(line.top), measureText(measure, line.accuracy), std::to_string(run.accuracies.size()),
                         line.strategy, line.models ? std::to_string(*line.models) : "not in " + std::to_string(line.tried), line.speedup ? formatted("%.1fx", *line.speedup) : "-"});
    }
    return "\nModels needed for the same " + std::string(measure.name) + " as a run of pnas reached with all its models\n" + aligned(lines);
}

std::string asText(const Comparison& c)
{
    const auto& first = c.found.runs.front().header;
    const auto& measure = measureOf(first.space);
    std::vector<std::vector<std::string>> lines{{"run", "strategy", "seed", "models", "best"}};
    for (const auto& run : c.found.runs)
        lines.push_back({nameOf(run.folder), run.header.strategy, std::to_string(run.header.seed), std::to_string(run.accuracies.size()),
                         measureText(measure, *std::max_element(run.accuracies.begin(), run.accuracies.end()))});
    auto text = "Compared by what their models measured in the search (proxy " + std::string(measure.name) + ")\n" + aligned(lines);
    for (const int top : kTops)
        text += figureText(c, measure, top);
    text += neededText(c, measure);
    if (!c.found.leftOut.empty())
        text += "\nLeft out\n";
    for (const auto& out : c.found.leftOut)
        text += "  " + nameOf(out.folder) + ": " + out.reason + "\n";
    return text;
}

} // namespace

void addCompareCommand(CLI::App& app, Cli& cli)
{
    const auto runs = std::make_shared<std::vector<std::string>>();
    auto* command = app.add_subcommand("compare", "Which strategy needs fewer models: runs on the same data, held against each other");
    command->add_option("RUN", *runs, "Run folders; several seeds of a strategy make a mean with its deviation")->required()->expected(2, -1);
    addCommonOptions(*command, cli);
    command->callback([runs, &cli] {
        const auto comparison = compare(*runs);
        if (!comparison)
            return cli.fail(comparison.error());
        cli.answer(asJson(*comparison), asText(*comparison));
    });
}

} // namespace cw::cli
