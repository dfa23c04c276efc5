#include "ui/models/control_runs.h"

#include <algorithm>
#include <map>
#include <set>

#include "core/search/strategy.h"
#include "ui/models/run_info.h"

namespace cw::ui {
namespace {

namespace fs = std::filesystem;

bool overruled(const Settings& settings, std::string_view key) { return key == "epochs" && settings.has("steps") && settings.integer("steps") > 0; }

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

} // namespace

std::string controlDifference(const RunHeader& shown, const RunHeader& other)
{
    if (other.strategy != "random")
        return "strategy";
    if (other.dataFingerprint != shown.dataFingerprint)
        return "data";
    if (other.space != shown.space)
        return "space";
    if (other.image != shown.image || other.classes != shown.classes || other.words != shown.words)
        return "pictures";
    // As settings, so that a value that an older version did not write counts with its default.
    const auto mine = runInfo({}, shown).settings, theirs = runInfo({}, other).settings;
    const auto training = trainingParameters(shown.space);
    for (const auto specs : {spaceParameters(shown.space), training.network, training.training, training.scratch})
        for (const auto& spec : specs) {
            const bool here = mine.has(spec.key), there = theirs.has(spec.key);
            if (here != there || (here && mine.text(spec.key) != theirs.text(spec.key) && !(overruled(mine, spec.key) && overruled(theirs, spec.key))))
                return std::string(spec.key);
        }
    return {};
}

std::vector<ControlRun> findControlRuns(const fs::path& shown, std::span<const fs::path> folders, Control& control)
{
    const auto mine = RunStore::openForReading(shown);
    if (!mine)
        return {};
    std::error_code error;
    const auto own = fs::weakly_canonical(shown, error);
    std::map<std::uint64_t, ControlRun> bySeed;
    for (const auto& folder : runFolders(folders)) {
        control.check();
        const auto store = RunStore::openForReading(folder);
        if (!store || !controlDifference((*mine)->header(), (*store)->header()).empty())
            continue;
        const auto candidates = (*store)->candidates();
        if (!candidates)
            continue;
        ControlRun run{folder, (*store)->header().seed, {}, 0, folder == own};
        for (const auto& c : *candidates)
            if (c.evaluation && c.evaluation->outcome == Outcome::Measured) {
                run.accuracies.push_back(c.evaluation->accuracy);
                run.seconds += c.evaluation->seconds;
            }
        auto& known = bySeed[run.seed];
        if (run.accuracies.size() > known.accuracies.size() || (run.own && run.accuracies.size() == known.accuracies.size()))
            known = std::move(run);
    }
    std::vector<ControlRun> runs;
    for (auto& [seed, run] : bySeed)
        if (!run.accuracies.empty())
            runs.push_back(std::move(run));
    return runs;
}

} // namespace cw::ui
