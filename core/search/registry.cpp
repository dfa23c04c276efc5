#include <array>
#include <string>

#include "core/search/enas_parameters.h"
#include "core/search/enas_strategy.h"
#include "core/search/pnas_strategy.h"
#include "core/search/random_strategy.h"
#include "core/search/rl_strategy.h"
#include "core/search/strategy.h"

namespace cw {
namespace {

bool always(std::string_view) { return true; }
bool never(std::string_view) { return false; }
bool ofEnas(std::string_view space) { return space != "pnas"; }

/// Adding a strategy is one file and one row (and rows of presets in presets.cpp).
std::span<const StrategyInfo> table()
{
    static const std::array rows{
        StrategyInfo{"pnas", "Progressive search (PNAS)", "Grows cells block by block; a predictor picks which to train.", "pnas", always, never,
                     [](std::string_view) { return pnasParameters(); }, makePnasStrategy, pnasModelsPlanned, pnasLevelsPlanned},
        StrategyInfo{"rl", "Reinforcement (RL)", "A controller samples cells, each is trained from scratch, and it learns from how well they do.", "pnas", always, never,
                     [](std::string_view) { return rlParameters(); }, makeRlStrategy, rlModelsPlanned, rlLevelsPlanned},
        StrategyInfo{"enas", "Shared weights (ENAS)", "One network holds the weights of all children; a controller learns which of them to sample.",
                     "micro,macro,recurrent", never, always, enasParameters, makeEnasStrategy, sharedModelsPlanned, sharedLevelsPlanned},
        StrategyInfo{"random", "Random control", "Trains what is drawn uniformly from the space: what luck alone finds with the same effort.",
                     "pnas,micro,macro,recurrent", always, ofEnas, randomParameters, makeRandomStrategy, randomModelsPlanned, randomLevelsPlanned},
    };
    return rows;
}

} // namespace

std::span<const StrategyInfo> strategies() { return table(); }

const StrategyInfo* findStrategy(std::string_view key)
{
    for (const auto& row : table())
        if (row.key == key)
            return &row;
    return nullptr;
}

} // namespace cw
