#include "app/cli/run_report.h"

#include <cstdio>

#include <nlohmann/json.hpp>

#include "core/arch/arch_text.h"
#include "core/store/writer_probe.h"

namespace cw::cli {
namespace fs = std::filesystem;
namespace {

using nlohmann::json;

std::string fixed(double value, int decimals)
{
    char text[64];
    std::snprintf(text, sizeof text, "%.*f", decimals, value);
    return text;
}

/// 3176602 as "3,176,602".
std::string grouped(std::int64_t value)
{
    auto text = std::to_string(value);
    for (auto at = static_cast<std::ptrdiff_t>(text.size()) - 3; at > 0; at -= 3)
        text.insert(static_cast<std::size_t>(at), ",");
    return text;
}

std::string duration(double seconds)
{
    const auto whole = static_cast<long long>(seconds + 0.5);
    if (whole < 60)
        return std::to_string(whole) + " s";
    if (whole < 3600)
        return std::to_string(whole / 60) + " min " + std::to_string(whole % 60) + " s";
    return std::to_string(whole / 3600) + " h " + std::to_string(whole % 3600 / 60) + " min";
}

std::string of(int count, const char* one, const char* many) { return std::to_string(count) + " " + (count == 1 ? one : many); }

json bestJson(const RunSummary& summary)
{
    if (!summary.best)
        return nullptr;
    return {{"id", summary.best->id}, {"architecture", toJson(summary.best->arch)}, {"text", toText(summary.best->arch)},
            {"proxy_accuracy", summary.bestAccuracy}, {"parameters", summary.best->parameters}};
}

json levelJson(const LevelSummary& level)
{
    json row{{"blocks", level.blocks}, {"trained", level.trained}, {"trust", nullptr}, {"beam", nullptr}, {"fit", nullptr}};
    if (level.trust)
        row["trust"] = {{"spearman", level.trust->spearman}, {"low", level.trust->low}, {"high", level.trust->high}, {"n", level.trust->n}};
    if (level.beam)
        row["beam"] = {{"spearman", level.beam->spearman}, {"kendall", level.beam->kendall}};
    if (level.fit)
        row["fit"] = {{"spearman", *level.fit}};
    return row;
}

std::string bestText(const RunSummary& summary)
{
    if (!summary.best)
        return "No child has been measured yet.\n";
    return (summary.finished ? "Winner: candidate " : "Best so far: candidate ") + std::to_string(summary.best->id) + ", "
           + percent(summary.bestAccuracy) + " of the validation pictures right, " + grouped(summary.best->parameters) + " parameters\n  "
           + toText(summary.best->arch) + "\n";
}

/// What a shell reads back as the same path.
std::string shellWord(const fs::path& path)
{
    std::string word = "'";
    for (const char c : path.string())
        word += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return path.string().find_first_of(" '\"\\$&;()<>|*?#`!~\t\n") == std::string::npos ? path.string() : word + "'";
}

std::string howToResume(const RunReport& report) { return "Continue with: cellwright-cli resume " + shellWord(report.run) + "\n"; }

} // namespace

std::string RunReport::state() const
{
    const bool left = !written && (isActive(summary.state) || summary.state == SessionState::Idle);
    return left ? "interrupted" : std::string(key(summary.state));
}

bool RunReport::resumable() const { return !written && !(summary.finished && summary.state == SessionState::Finished); }

int RunReport::blocks() const
{
    const auto found = header.settings.find("blocks");
    return found != header.settings.end() && found->is_number_integer() ? found->get<int>() : 1;
}

Result<RunReport> readRun(const fs::path& run)
{
    RunReport report;
    std::error_code ec;
    report.run = fs::absolute(run, ec).lexically_normal();
    report.written = isBeingWritten(run); // before reading: a run that ends meanwhile is told as its last words say
    auto store = RunStore::openForReading(run);
    if (!store)
        return store.error();
    const auto events = (*store)->events();
    if (!events)
        return events.error();
    report.header = (*store)->header();
    report.seconds = (*store)->seconds();
    report.summary = summarize(*events);
    return report;
}

json reportJson(const RunReport& report)
{
    auto levels = json::array();
    for (const auto& level : report.summary.levels)
        levels.push_back(levelJson(level));
    return {{"run", report.run.string()}, {"state", report.state()}, {"evaluated", report.summary.evaluated}, {"skipped", report.summary.skipped},
            {"failed", report.summary.failed}, {"seconds", report.seconds}, {"best", bestJson(report.summary)}, {"levels", std::move(levels)}};
}

json statusJson(const RunReport& report)
{
    const auto& s = report.summary;
    json answer{{"run", report.run.string()}, {"state", report.state()}, {"resumable", report.resumable()}, {"strategy", report.header.strategy},
                {"progress", {{"done", s.done}, {"total", s.modelsPlanned}, {"level", s.levels.empty() ? 0 : s.levels.back().blocks}}},
                {"evaluated", s.evaluated}, {"seconds", report.seconds}, {"best", bestJson(s)}, {"eta_seconds", nullptr}, {"eta_range", nullptr}};
    if (const auto left = report.written ? estimateTimeLeft(s, report.blocks()) : std::nullopt) {
        answer["eta_seconds"] = (left->low + left->high) / 2;
        answer["eta_range"] = {left->low, left->high};
    }
    return answer;
}

std::string percent(double fraction) { return fixed(100 * fraction, 1) + " %"; }

std::string timeLeftText(const std::optional<TimeLeft>& left)
{
    if (!left)
        return {};
    const auto range = [&](double unit, const char* name) {
        const auto low = fixed(left->low / unit, 0), high = fixed(left->high / unit, 0);
        return "about " + (low == high ? low : low + " to " + high) + " " + name + " left";
    };
    return left->high < 90 ? range(1, "s") : left->high < 5400 ? range(60, "min") : range(3600, "h");
}

std::string levelText(const LevelSummary& level)
{
    auto text = "Level " + std::to_string(level.blocks) + ": " + std::to_string(level.trained) + " trained";
    if (!level.finished)
        return text + " of " + std::to_string(level.toTrain) + " so far";
    if (level.trust)
        text += "; trust " + fixed(level.trust->spearman, 2) + " (" + fixed(level.trust->low, 2) + " to " + fixed(level.trust->high, 2) + ", n = "
                + std::to_string(level.trust->n) + ")";
    if (level.beam)
        text += "; beam " + fixed(level.beam->spearman, 2);
    if (level.fit)
        text += "; fit " + fixed(*level.fit, 2);
    return text;
}

std::string reportText(const RunReport& report)
{
    const auto& s = report.summary;
    auto text = "Search " + report.state() + (s.early ? " early" : "") + ": " + of(s.evaluated, "model", "models") + " in " + duration(report.seconds);
    if (s.skipped + s.failed > 0)
        text += " (" + std::to_string(s.skipped) + " skipped, " + std::to_string(s.failed) + " failed)";
    text += "\nRun: " + report.run.string() + "\n" + bestText(s);
    for (const auto& level : s.levels)
        text += levelText(level) + "\n";
    return report.resumable() ? text + howToResume(report) : text;
}

std::string statusText(const RunReport& report)
{
    const auto& s = report.summary;
    auto text = "State: " + report.state() + "\n";
    if (s.error && s.state == SessionState::Failed)
        text += "Reason: " + s.error->message + "\n";
    text += "Progress: " + std::to_string(s.done) + " of " + of(s.modelsPlanned, "model", "models");
    if (!s.levels.empty())
        text += ", level " + std::to_string(s.levels.back().blocks) + " of " + std::to_string(report.blocks());
    if (report.written)
        if (const auto left = timeLeftText(estimateTimeLeft(s, report.blocks())); !left.empty())
            text += ", " + left;
    text += "\n" + bestText(s);
    return report.resumable() ? text + howToResume(report) : text;
}

} // namespace cw::cli
