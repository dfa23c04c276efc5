#include "ui/dialogs/fuzzy.h"

#include <algorithm>

namespace cw::ui {
namespace {

constexpr int kRow = 4, kWordStart = 3, kTextStart = 2;

bool startsWord(const QString& text, int i) { return i == 0 || (!text[i - 1].isLetterOrNumber() && text[i].isLetterOrNumber()); }

} // namespace

std::optional<FuzzyMatch> fuzzyMatch(const QString& typed, const QString& text)
{
    QString letters = typed.toCaseFolded();
    letters.remove(QLatin1Char(' '));
    const auto folded = text.toLower(); // keeps its length, so that places are those of the text
    if (letters.isEmpty())
        return FuzzyMatch{};
    if (folded.size() != text.size() || letters.size() > folded.size())
        return {};
    // best[j]: the best way to end the letters read so far at place j. Both texts are short.
    const auto n = static_cast<int>(folded.size()), m = static_cast<int>(letters.size());
    constexpr int kNone = -1;
    std::vector<std::vector<int>> best(static_cast<std::size_t>(m), std::vector<int>(static_cast<std::size_t>(n), kNone)), from = best;
    for (int i = 0; i < m; ++i) {
        int before = kNone, beforeAt = kNone; // best end of the letters before this one, left of j - 1
        for (int j = i; j < n; ++j) {
            const auto previous = i > 0 ? &best[static_cast<std::size_t>(i) - 1] : nullptr;
            if (previous && j >= 2 && (*previous)[static_cast<std::size_t>(j) - 2] > before)
                before = (*previous)[static_cast<std::size_t>(j) - 2], beforeAt = j - 2;
            if (folded[j] != letters[i])
                continue;
            const int own = 1 + (startsWord(text, j) ? kWordStart : 0) + (j == 0 ? kTextStart : 0);
            auto& cell = best[static_cast<std::size_t>(i)][static_cast<std::size_t>(j)];
            auto& origin = from[static_cast<std::size_t>(i)][static_cast<std::size_t>(j)];
            if (!previous) {
                cell = own;
                continue;
            }
            if (before != kNone)
                cell = before + own, origin = beforeAt;
            if (j >= 1 && (*previous)[static_cast<std::size_t>(j) - 1] != kNone && (*previous)[static_cast<std::size_t>(j) - 1] + own + kRow > cell)
                cell = (*previous)[static_cast<std::size_t>(j) - 1] + own + kRow, origin = j - 1;
        }
    }
    const auto& last = best.back();
    const auto end = std::max_element(last.begin(), last.end());
    if (*end == kNone)
        return {};
    FuzzyMatch match{*end, std::vector<int>(static_cast<std::size_t>(m))};
    for (int i = m - 1, j = static_cast<int>(end - last.begin()); i >= 0; --i) {
        match.at[static_cast<std::size_t>(i)] = j;
        j = from[static_cast<std::size_t>(i)][static_cast<std::size_t>(j)];
    }
    return match;
}

} // namespace cw::ui
