#include "core/dataset/text_vocabulary.h"

#include <algorithm>
#include <cstring>

#include "core/dataset/text_words.h"

namespace cw {
namespace {

constexpr std::size_t kBlockBytes = 1 << 18;

struct Entry {
    std::string_view word;
    std::int64_t count = 0;
    std::size_t first = 0; ///< its place among all words, by first appearance
};

/// Stable: equal ones stay in the order they came in.
void sortByCount(std::vector<Entry>& entries)
{
    std::stable_sort(entries.begin(), entries.end(), [](const auto& a, const auto& b) { return a.count > b.count; });
}

bool isSpecial(std::string_view word) { return word == kEndOfLine || word == kUnknownWord; }

} // namespace

std::string_view WordCounts::keep(std::string_view word)
{
    if (m_left < word.size()) {
        m_blocks.push_back(std::make_unique<char[]>(kBlockBytes));
        m_left = kBlockBytes;
    }
    char* at = m_blocks.back().get() + (kBlockBytes - m_left);
    std::memcpy(at, word.data(), word.size());
    m_left -= word.size();
    m_bytes += word.size();
    return {at, word.size()};
}

bool WordCounts::add(std::string_view word)
{
    if (const auto it = m_places.find(word); it != m_places.end()) {
        ++m_counts[it->second];
        return true;
    }
    if (m_words.size() >= kMaxDifferentWords || m_bytes + word.size() > kMaxBytesOfWords)
        return false;
    const auto kept = keep(word);
    m_places.emplace(kept, static_cast<std::uint32_t>(m_words.size()));
    m_words.push_back(kept);
    m_counts.push_back(1);
    return true;
}

Vocabulary::Vocabulary(const WordCounts& training, std::int64_t limit, bool unknownElsewhere)
{
    std::vector<Entry> words, special;
    for (std::size_t i = 0; i < training.size(); ++i)
        (isSpecial(training.word(i)) ? special : words).push_back({training.word(i), training.count(i), i});
    for (const auto needed : {kEndOfLine, kUnknownWord})
        if (std::none_of(special.begin(), special.end(), [&](const auto& e) { return e.word == needed; }))
            special.push_back({needed, 0, training.size()});
    auto& unknown = *std::find_if(special.begin(), special.end(), [](const auto& e) { return e.word == kUnknownWord; });

    sortByCount(words);
    auto kept = std::min(words.size(), static_cast<std::size_t>(std::max<std::int64_t>(limit, 3)) - special.size());
    if (kept == words.size() && unknown.count == 0 && unknownElsewhere)
        kept = static_cast<std::size_t>(std::find_if(words.begin(), words.end(), [](const auto& e) { return e.count == 1; }) - words.begin());
    for (auto i = kept; i < words.size(); ++i)
        m_folded += words[i].count;
    unknown.count += m_folded;
    words.resize(kept);

    // Back in the order of appearance, so that equal counts stand in it; what the text itself has not comes last.
    words.insert(words.end(), special.begin(), special.end());
    std::stable_sort(words.begin(), words.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    sortByCount(words);
    m_words.reserve(words.size());
    m_numbers.reserve(words.size());
    for (const auto& entry : words) {
        m_words.emplace_back(entry.word);
        m_numbers.emplace(m_words.back(), static_cast<std::int32_t>(m_words.size() - 1));
    }
    m_unknown = m_numbers.at(kUnknownWord);
}

std::int32_t Vocabulary::number(std::string_view word) const
{
    const auto it = m_numbers.find(word);
    return it == m_numbers.end() ? m_unknown : it->second;
}

} // namespace cw
