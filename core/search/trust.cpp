#include "core/search/trust.h"

#include <string>
#include <vector>

#include "core/base/random.h"

namespace cw {
namespace {

std::optional<RankCorrelation> correlation(std::span<const Candidate> level, CandidateRole role, std::uint64_t seed)
{
    std::vector<double> predicted, measured;
    for (const auto& c : level)
        if (c.role == role && c.predicted && c.measured()) {
            predicted.push_back(c.predicted->mean);
            measured.push_back(c.accuracy);
        }
    return rankCorrelation(predicted, measured, seed);
}

} // namespace

LevelFinished finishedLevel(std::span<const Candidate> level, int number, std::optional<double> fit, std::uint64_t seed)
{
    LevelFinished result;
    result.level = number;
    for (const auto& c : level)
        result.trained += c.measured() ? 1 : 0;
    const auto name = std::to_string(number);
    result.trust = correlation(level, CandidateRole::Sampled, deriveSeed(seed, "trust/" + name));
    result.beam = correlation(level, CandidateRole::Beam, deriveSeed(seed, "beam/" + name));
    result.fit = fit;
    if (const auto* best = bestOf(level)) {
        result.best = best->accuracy;
        result.bestId = best->id;
    }
    return result;
}

} // namespace cw
