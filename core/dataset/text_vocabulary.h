#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace cw {

/// Bounds of what is kept of a text's different words, so that no file can fill the memory.
inline constexpr std::size_t kMaxDifferentWords = 5'000'000, kMaxBytesOfWords = 256 << 20;

/// How often each word stands in a text, in the order of first appearance.
class WordCounts {
public:
    WordCounts() = default;
    WordCounts(const WordCounts&) = delete;
    /// False: there are more different words than are kept (the bounds above).
    bool add(std::string_view word);
    bool contains(std::string_view word) const { return m_places.contains(word); }
    std::size_t size() const { return m_words.size(); }
    std::string_view word(std::size_t place) const { return m_words[place]; } ///< lives as long as the object
    std::int64_t count(std::size_t place) const { return m_counts[place]; }

private:
    std::string_view keep(std::string_view word);

    std::vector<std::unique_ptr<char[]>> m_blocks;
    std::size_t m_left = 0, m_bytes = 0;
    std::vector<std::string_view> m_words;
    std::vector<std::int64_t> m_counts;
    std::unordered_map<std::string_view, std::uint32_t> m_places;
};

/// The words that have a number, by falling frequency (equal ones by first appearance). <eos> and <unk> are always among them.
class Vocabulary {
public:
    /// The `limit` (at least 3) most frequent words of the training part; <unk> stands for the others and counts as often as they do.
    /// `unknownElsewhere`: other parts have words that training has not. Then, where nothing else would count as <unk>, words that
    /// stand only once in training do, for what a network never meets it cannot predict.
    Vocabulary(const WordCounts& training, std::int64_t limit, bool unknownElsewhere);
    Vocabulary() = default;
    Vocabulary(Vocabulary&&) = default; // keys stay valid: the words themselves do not move
    Vocabulary& operator=(Vocabulary&&) = default;

    std::size_t size() const { return m_words.size(); }
    const std::vector<std::string>& words() const { return m_words; }
    std::int32_t number(std::string_view word) const; ///< of <unk> for words without one
    /// Tokens of the training part that count as <unk>, other than those that are written so.
    std::int64_t folded() const { return m_folded; }

private:
    std::vector<std::string> m_words;
    std::unordered_map<std::string_view, std::int32_t> m_numbers; ///< keys live in m_words
    std::int32_t m_unknown = 0;
    std::int64_t m_folded = 0;
};

} // namespace cw
