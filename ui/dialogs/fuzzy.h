#pragma once
#include <optional>
#include <vector>

#include <QString>

namespace cw::ui {

/// How well typed letters fit a text: they must stand in it in this order, case aside.
struct FuzzyMatch {
    int score = 0;          ///< more is better: letters in a row and at the start of words count
    std::vector<int> at;    ///< where the letters stand, ascending
};
/// Nothing typed fits everything with score 0. Spaces typed match any gap.
std::optional<FuzzyMatch> fuzzyMatch(const QString& typed, const QString& text);

} // namespace cw::ui
