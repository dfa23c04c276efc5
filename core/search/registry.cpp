#include <array>
#include <string>

#include "core/search/pnas_strategy.h"
#include "core/search/random_strategy.h"
#include "core/search/strategy.h"

namespace cw {
namespace {

bool always(std::string_view) { return true; }
bool never(std::string_view) { return false; }

/// Adding a strategy is one file and one row (and rows of presets in presets.cpp).
std::span<const StrategyInfo> table()
{
    static const std::array rows{
        StrategyInfo{"pnas", "Progressive search (PNAS)", "Grows cells block by block; a predictor picks which to train.", "pnas", always, never, [](std::string_view) { return pnasParameters(); }, makePnasStrategy, pnasModelsPlanned,
                     pnasLevelsPlanned},
        StrategyInfo{"random", "Random control", "Trains cells drawn uniformly from the space: what luck alone finds with the same effort.", "pnas", always, never, [](std::string_view) { return randomParameters(); }, makeRandomStrategy, randomModelsPlanned,
                     randomLevelsPlanned},
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
