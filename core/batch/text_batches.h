#pragma once
#include <cstdint>
#include <span>
#include <vector>

namespace cw {

/// Some words of every row and the words that follow them: [words, rows], word after word.
struct TextWindow {
    std::int64_t words = 0, rows = 0;
    std::vector<std::int64_t> inputs, targets;
};

/// A text cut into rows that are read side by side, some words at a time, as is usual for language models. Row r reads words
/// r * L to (r + 1) * L and predicts each word's successor, so that every word but the first of the text (and fewer than `rows` at its
/// end) is predicted once. A text too short for one full window of every row gets fewer rows.
/// tokens is borrowed. Requires at least two tokens, rows and bptt of at least 1. Immutable, thread-safe.
class TextBatches {
public:
    TextBatches(std::span<const std::int32_t> tokens, std::int64_t rows, std::int64_t bptt);
    std::int64_t rows() const { return m_rows; }
    std::int64_t rowLength() const { return m_length; }
    std::int64_t windowWords() const { return m_bptt; } ///< of a full window
    /// Full windows of one pass: what training reads, one a step.
    std::int64_t windows() const { return m_length / m_bptt; }
    /// With the shorter one at the end of the rows, if there is one: what a measurement of the whole text reads.
    std::int64_t allWindows() const { return (m_length + m_bptt - 1) / m_bptt; }
    /// 0-based, below allWindows().
    TextWindow window(std::int64_t index) const;

private:
    std::span<const std::int32_t> m_tokens;
    std::int64_t m_rows, m_bptt, m_length;
};

} // namespace cw
