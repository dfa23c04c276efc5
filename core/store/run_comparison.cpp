#include "core/store/run_comparison.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <tuple>

#include "core/search/strategy.h"

namespace cw {
namespace {

namespace fs = std::filesystem;

bool overruled(const Settings& settings, std::string_view key) { return key == "epochs" && settings.has("steps") && settings.integer("steps") > 0; }

std::string settingDifference(std::span<const ParameterSpec> specs, const Settings& mine, const Settings& theirs)
{
    for (const auto& spec : specs) {
        const bool here = mine.has(spec.key), there = theirs.has(spec.key);
        if (here != there || (here && mine.text(spec.key) != theirs.text(spec.key) && !(overruled(mine, spec.key) && overruled(theirs, spec.key))))
            return std::string(spec.key);
    }
    return {};
}

std::vector<fs::path> runFolders(std::span<const fs::path> places)
{
    std::set<fs::path> found;
    for (const auto& place : places) {
        std::error_code error;
        for (fs::directory_iterator at(place, error), end; !error && at != end; at.increment(error))
            if (at->path().extension() == ".cwrun")
                found.insert(fs::weakly_canonical(at->path(), error));
    }
    return {found.begin(), found.end()};
}

Result<ComparedRun> measuredIn(const fs::path& folder, const RunStore& store)
{
    const auto events = store.events();
    if (!events)
        return events.error();
    ComparedRun run{folder, store.header(), {}, 0};
    for (const auto& event : *events)
        if (const auto* e = std::get_if<CandidateEvaluated>(&event.body); e && e->evaluation.outcome == Outcome::Measured) {
            run.accuracies.push_back(e->evaluation.accuracy);
            run.seconds += e->evaluation.seconds;
        }
    return run;
}

std::string nameOf(const ComparedRun& run) { return run.folder.stem().string(); }

/// Empty: it can be held against those taken so far.
std::string whyNot(const ComparedRun& run, std::span<const ComparedRun> taken)
{
    if (!trainsChildren(run.header))
        return "Its candidates were measured with shared weights, which says nothing of their accuracy when trained; only searches that train "
               "each model from scratch can be compared.";
    if (run.accuracies.empty())
        return "It has not measured any model yet.";
    for (const auto& other : taken) {
        if (&other == &taken.front())
            if (const auto what = runDifference(other.header, run.header); !what.empty())
                return "It differs from " + nameOf(other) + " in \"" + what + "\", so their accuracies do not mean the same.";
        if (other.header.strategy != run.header.strategy)
            continue;
        if (const auto what = searchDifference(other.header, run.header); !what.empty())
            return "It is a search of the same strategy as " + nameOf(other) + " with another \"" + what + "\", so the two are not one search under two seeds.";
        if (other.header.seed == run.header.seed)
            return "It has the same strategy, settings and seed as " + nameOf(other) + ", so it takes the same decisions.";
    }
    return {};
}

} // namespace

Settings settingsOf(const RunHeader& header)
{
    Settings settings;
    if (auto made = makeSettings(header.strategy, header.space, header.preset); made)
        settings = std::move(*made);
    if (header.settings.is_object())
        for (const auto& [key, value] : header.settings.items())
            (void)settings.apply(nlohmann::json{{key, value}});
    return settings;
}

std::string runDifference(const RunHeader& one, const RunHeader& other)
{
    if (other.dataFingerprint != one.dataFingerprint)
        return "data";
    if (other.space != one.space)
        return "space";
    if (other.image != one.image || other.classes != one.classes || other.words != one.words)
        return "pictures";
    const auto mine = settingsOf(one), theirs = settingsOf(other);
    const auto training = trainingParameters(one.space);
    for (const auto specs : {spaceParameters(one.space), training.network, training.training, training.scratch})
        if (auto key = settingDifference(specs, mine, theirs); !key.empty())
            return key;
    return {};
}

std::string searchDifference(const RunHeader& one, const RunHeader& other)
{
    const auto* strategy = findStrategy(one.strategy);
    if (!strategy)
        return {};
    const auto mine = settingsOf(one), theirs = settingsOf(other);
    std::vector<ParameterSpec> own;
    for (const auto& spec : strategy->parameters(one.space))
        if (spec.key != "models")
            own.push_back(spec);
    return settingDifference(own, mine, theirs);
}

bool trainsChildren(const RunHeader& header)
{
    const auto* strategy = findStrategy(header.strategy);
    if (!strategy || !strategy->trainsChildren(header.space))
        return false;
    const auto settings = settingsOf(header);
    return !settings.has("weights") || settings.text("weights") != "shared";
}

Result<ComparedRun> readComparedRun(const fs::path& folder)
{
    const auto store = RunStore::openForReading(folder);
    if (!store)
        return store.error();
    return measuredIn(folder, **store);
}

Result<RunComparison> compareRuns(std::span<const fs::path> folders)
{
    RunComparison result;
    std::set<fs::path> seen;
    for (const auto& folder : folders) {
        std::error_code error;
        if (!seen.insert(fs::weakly_canonical(folder, error)).second)
            continue;
        auto run = readComparedRun(folder);
        if (!run)
            return run.error();
        if (auto reason = whyNot(*run, result.runs); reason.empty())
            result.runs.push_back(*std::move(run));
        else
            result.leftOut.push_back({folder, std::move(reason)});
    }
    if (result.runs.size() >= 2)
        return result;
    std::string message = "A comparison needs at least two different runs that can be held against each other.";
    for (const auto& out : result.leftOut)
        message += " " + out.folder.stem().string() + ": " + out.reason;
    return Error{ErrorCode::InvalidArgument, message, {}};
}

std::vector<ComparedRun> findComparableRuns(const fs::path& shown, std::span<const fs::path> places, Control& control)
{
    const auto mine = RunStore::openForReading(shown);
    if (!mine)
        return {};
    std::error_code error;
    const auto own = fs::weakly_canonical(shown, error);
    const auto& header = (*mine)->header();
    std::map<std::string, std::vector<ComparedRun>> byStrategy;
    for (const auto& folder : runFolders(places)) {
        control.check();
        const auto store = RunStore::openForReading(folder);
        if (!store || !trainsChildren((*store)->header()) || !runDifference(header, (*store)->header()).empty())
            continue;
        if (auto run = measuredIn(folder, **store); run && !run->accuracies.empty())
            byStrategy[run->header.strategy].push_back(*std::move(run));
    }
    std::vector<ComparedRun> runs;
    for (auto& [strategy, found] : byStrategy) {
        std::stable_sort(found.begin(), found.end(), [&](const auto& a, const auto& b) {
            return std::tuple(b.accuracies.size(), b.folder == own) < std::tuple(a.accuracies.size(), a.folder == own);
        });
        const auto model = strategy == header.strategy ? header : found.front().header;
        std::set<std::uint64_t> seeds;
        std::erase_if(found, [&](const auto& run) { return !searchDifference(model, run.header).empty() || !seeds.insert(run.header.seed).second; });
        std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.header.seed < b.header.seed; });
        std::move(found.begin(), found.end(), std::back_inserter(runs));
    }
    return runs;
}

} // namespace cw
