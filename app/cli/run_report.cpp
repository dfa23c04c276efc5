#include "app/cli/run_report.h"

#include <nlohmann/json.hpp>

#include "app/cli/arch_network.h"
#include "core/arch/arch_text.h"
#include "core/search/enas_parameters.h"
#include "core/search/forecast_shared.h"
#include "core/search/strategy.h"
#include "core/store/writer_probe.h"

namespace cw::cli {
namespace fs = std::filesystem;
namespace {

using nlohmann::json;

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

json bestJson(const RunSummary& summary, const RunWords& words)
{
    if (!summary.best)
        return nullptr;
    const auto& m = *words.measure;
    json best{{"id", summary.best->id}, {"architecture", toJson(summary.best->arch)}, {"text", toText(summary.best->arch)},
              {"parameters", summary.best->parameters}, {"measured_with", words.measuredWith()}};
    best["proxy_" + std::string(m.key)] = m.greaterIsBetter ? summary.bestAccuracy : m.shown(summary.bestAccuracy);
    return best;
}

json levelJson(const LevelSummary& level, const RunWords& words)
{
    if (words.shared) {
        json row{{"level", level.blocks}, {"candidates", level.trained}, {"best", nullptr}};
        if (level.finished)
            row["best"] = {{"id", level.bestId}, {"reward", level.best}};
        return row;
    }
    json row{{"level", level.blocks}, {"trained", level.trained}, {"trust", nullptr}, {"beam", nullptr}, {"fit", nullptr}};
    if (words.space == "pnas")
        row["blocks"] = level.blocks;
    if (level.trust)
        row["trust"] = {{"spearman", level.trust->spearman}, {"low", level.trust->low}, {"high", level.trust->high}, {"n", level.trust->n}};
    if (level.beam)
        row["beam"] = {{"spearman", level.beam->spearman}, {"kendall", level.beam->kendall}};
    if (level.fit)
        row["fit"] = {{"spearman", *level.fit}};
    return row;
}

/// What only searches with shared weights have.
void addShared(json& answer, const RunReport& report, const RunWords& words)
{
    const auto number = [](const std::optional<double>& value) { return value ? json(*value) : json(); };
    auto rounds = json::array();
    for (const auto& r : report.summary.rounds) {
        json row{{"round", r.round}, {"loss", number(r.loss)}, {"reward", number(r.reward)}, {"baseline", nullptr}, {"entropy", nullptr},
                 {"random_reward", number(r.randomReward)}, {"operation_shares", r.operationShares}};
        if (r.reward) {
            row["baseline"] = r.baseline;
            row["entropy"] = r.entropy;
            row["uniform_entropy"] = r.uniformEntropy;
            row["skip_share"] = r.skipShare;
        }
        rounds.push_back(std::move(row));
    }
    answer["rounds"] = std::move(rounds);
    const auto alarm = words.alarm(report.summary);
    answer["alarm"] = alarm ? json(*alarm) : json();
    answer["shared_parameters"] = report.sharedParameters > 0 ? json(report.sharedParameters) : json();
}

std::string bestText(const RunSummary& summary, const RunWords& words)
{
    if (!summary.best)
        return words.shared ? "No candidate has been derived yet.\n" : "No child has been measured yet.\n";
    const auto value = words.measure->greaterIsBetter ? words.value(summary.bestAccuracy) + " of the validation pictures right" : words.value(summary.bestAccuracy);
    return (summary.finished ? "Winner: candidate " : "Best so far: candidate ") + std::to_string(summary.best->id) + ", " + value
           + (words.shared ? " with shared weights" : "") + ", " + grouped(summary.best->parameters) + " parameters\n  " + toText(summary.best->arch) + "\n"
           + (words.shared ? "  Shared weights only rank candidates: what it is worth shows when it is trained from scratch.\n" : "");
}

/// What a shell reads back as the same path.
std::string shellWord(const fs::path& path)
{
    std::string word = "'";
    for (const char c : path.string())
        word += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return path.string().find_first_of(" '\"\\$&;()<>|*?#`!~\t\n") == std::string::npos ? path.string() : word + "'";
}

/// 0 where the settings are of another version.
std::int64_t parametersOf(const RunHeader& header)
{
    auto settings = makeSettings(header.strategy, header.space, header.preset);
    if (!settings || !settings->apply(header.settings))
        return 0;
    const auto count = sharedParameters(header.space, *settings, header.image, static_cast<int>(header.classes.size()), header.words);
    return count ? *count : 0;
}

std::string howToResume(const RunReport& report) { return "Continue with: cellwright-cli resume " + shellWord(report.run) + "\n"; }

} // namespace

std::string RunReport::state() const
{
    const bool left = !written && (isActive(summary.state) || summary.state == SessionState::Idle);
    return left ? "interrupted" : std::string(key(summary.state));
}

bool RunReport::resumable() const { return !written && !(summary.finished && summary.state == SessionState::Finished); }

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
    if (sharesWeights(report.header.settings))
        report.sharedParameters = parametersOf(report.header);
    return report;
}

json reportJson(const RunReport& report)
{
    const auto words = report.words();
    auto levels = json::array();
    for (const auto& level : report.summary.levels)
        levels.push_back(levelJson(level, words));
    json answer{{"run", report.run.string()}, {"state", report.state()}, {"evaluated", report.summary.evaluated}, {"skipped", report.summary.skipped},
                {"failed", report.summary.failed}, {"seconds", report.seconds}, {"best", bestJson(report.summary, words)}, {"levels", std::move(levels)}};
    if (words.shared)
        addShared(answer, report, words);
    return answer;
}

json statusJson(const RunReport& report)
{
    const auto& s = report.summary;
    const auto words = report.words();
    json answer{{"run", report.run.string()}, {"state", report.state()}, {"resumable", report.resumable()}, {"strategy", report.header.strategy},
                {"space", report.header.space},
                {"progress", {{"done", s.done}, {"total", s.modelsPlanned}, {"level", s.levels.empty() ? 0 : s.levels.back().blocks}}},
                {"evaluated", s.evaluated}, {"seconds", report.seconds}, {"best", bestJson(s, words)}, {"eta_seconds", nullptr}, {"eta_range", nullptr}};
    if (words.shared) {
        addShared(answer, report, words);
        answer["progress"] = {{"round", s.rounds.empty() ? 0 : s.rounds.back().round}, {"rounds", s.roundsPlanned}, {"share", s.share()}, {"candidates", s.done}};
    }
    if (const auto left = report.written ? estimateTimeLeft(s, words.levels) : std::nullopt) {
        answer["eta_seconds"] = (left->low + left->high) / 2;
        answer["eta_range"] = {left->low, left->high};
    }
    return answer;
}

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

std::string reportText(const RunReport& report)
{
    const auto& s = report.summary;
    const auto words = report.words();
    auto text = "Search " + report.state() + (s.early ? " early" : "") + ": ";
    if (words.shared)
        text += of(static_cast<int>(s.rounds.size()), "round", "rounds") + ", " + of(s.evaluated, "candidate", "candidates");
    else
        text += of(s.evaluated, "model", "models");
    text += " in " + duration(report.seconds);
    if (s.skipped + s.failed > 0)
        text += " (" + std::to_string(s.skipped) + " skipped, " + std::to_string(s.failed) + " failed)";
    text += "\nRun: " + report.run.string() + "\n" + bestText(s, words);
    for (const auto& round : s.rounds)
        text += roundText(round, s.roundsPlanned, words) + "\n";
    if (!words.shared)
        for (const auto& level : s.levels)
            text += levelText(level, words) + "\n";
    if (const auto alarm = words.alarm(s))
        text += "Warning: " + *alarm + "\n";
    return report.resumable() ? text + howToResume(report) : text;
}

std::string statusText(const RunReport& report)
{
    const auto& s = report.summary;
    const auto words = report.words();
    auto text = "State: " + report.state() + "\n";
    if (s.error && s.state == SessionState::Failed)
        text += "Reason: " + s.error->message + "\n";
    if (words.shared)
        text += "Progress: " + placeText(s, words) + ", " + of(s.done, "candidate", "candidates") + " derived";
    else
        text += "Progress: " + std::to_string(s.done) + " of " + of(s.modelsPlanned, "model", "models")
                + (s.levels.empty() ? "" : ", level " + std::to_string(s.levels.back().blocks) + " of " + std::to_string(words.levels));
    if (report.written)
        if (const auto left = timeLeftText(estimateTimeLeft(s, words.levels)); !left.empty())
            text += ", " + left;
    text += "\n" + bestText(s, words);
    if (const auto alarm = words.alarm(s))
        text += "Warning: " + *alarm + "\n";
    return report.resumable() ? text + howToResume(report) : text;
}

} // namespace cw::cli
