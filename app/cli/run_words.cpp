#include "app/cli/run_words.h"

#include <cstdio>

#include <nlohmann/json.hpp>

#include "core/search/collapse.h"
#include "core/search/enas_parameters.h"

namespace cw::cli {

RunWords::RunWords(std::string_view space_, const nlohmann::json& settings)
    : space(space_)
    , measure(&measureOf(space_))
    , shared(sharesWeights(settings))
{
    if (const auto blocks = settings.find("blocks"); blocks != settings.end() && blocks->is_number_integer())
        levels = blocks->get<int>();
    if (const auto names = settings.find("operations"); names != settings.end() && names->is_array())
        operations = operationLabels(space, names->get<std::vector<std::string>>());
}

std::string RunWords::value(double inside) const
{
    const auto text = measureText(*measure, inside);
    return measure->greaterIsBetter ? text : std::string(measure->name) + " " + text;
}

std::optional<std::string> RunWords::alarm(const RunSummary& summary) const { return collapseAlarm(summary.newestPolicy, operations); }

std::string levelText(const LevelSummary& level, const RunWords& words)
{
    if (words.shared) {
        auto text = "Derivation " + std::to_string(level.blocks) + ": ";
        if (!level.finished)
            return text + std::to_string(level.done) + " of " + std::to_string(level.toTrain) + " candidates so far";
        return text + std::to_string(level.trained) + " candidates, best " + words.value(level.best) + " with shared weights (candidate "
               + std::to_string(level.bestId) + ")";
    }
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

std::string roundText(const RoundSummary& round, int rounds, const RunWords& words)
{
    auto text = "Round " + std::to_string(round.round) + " of " + std::to_string(rounds) + ":";
    if (round.loss)
        text += " loss " + fixed(*round.loss, 2);
    if (!round.reward)
        return text;
    text += ", reward " + words.value(*round.reward);
    if (round.randomReward)
        text += " (by chance " + words.value(*round.randomReward) + ")";
    if (round.uniformEntropy > 0)
        text += ", entropy " + fixed(100 * round.entropy / round.uniformEntropy, 0) + " % of the greatest";
    return text;
}

std::string placeText(const RunSummary& s, const RunWords& words)
{
    if (!words.shared)
        return std::to_string(s.done) + "/" + std::to_string(s.modelsPlanned) + "  level " + std::to_string(s.levels.back().blocks) + " of "
               + std::to_string(words.levels);
    if (s.rounds.empty())
        return "training begins";
    const auto& now = s.rounds.back();
    auto text = "round " + std::to_string(now.round) + " of " + std::to_string(s.roundsPlanned);
    const auto step = [](std::int64_t done, std::int64_t all) { return std::to_string(done) + "/" + std::to_string(all); };
    if (!s.levels.empty() && !s.levels.back().finished)
        return text + "  deriving " + step(s.levels.back().done, s.levels.back().toTrain);
    if (now.update == 0)
        return text + "  training " + step(now.step, now.steps) + (now.loss ? "  loss " + fixed(*now.loss, 2) : "");
    return text + "  choosing " + step(now.update, now.updates) + "  reward " + words.value(*now.reward);
}

std::string fixed(double value, int decimals)
{
    char text[64];
    std::snprintf(text, sizeof text, "%.*f", decimals, value);
    return text;
}

} // namespace cw::cli
