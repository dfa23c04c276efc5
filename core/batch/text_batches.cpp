#include "core/batch/text_batches.h"

#include <algorithm>

namespace cw {

TextBatches::TextBatches(std::span<const std::int32_t> tokens, std::int64_t rows, std::int64_t bptt)
    : m_tokens(tokens)
{
    const auto predicted = static_cast<std::int64_t>(tokens.size()) - 1;
    m_bptt = std::min(bptt, predicted);
    m_rows = std::min(rows, predicted / m_bptt);
    m_length = predicted / m_rows;
}

TextWindow TextBatches::window(std::int64_t index) const
{
    const auto begin = index * m_bptt;
    TextWindow window;
    window.words = std::min(m_bptt, m_length - begin);
    window.rows = m_rows;
    window.inputs.reserve(static_cast<std::size_t>(window.words * m_rows));
    window.targets.reserve(window.inputs.capacity());
    for (std::int64_t t = begin; t < begin + window.words; ++t)
        for (std::int64_t r = 0; r < m_rows; ++r) {
            const auto at = static_cast<std::size_t>(r * m_length + t);
            window.inputs.push_back(m_tokens[at]);
            window.targets.push_back(m_tokens[at + 1]);
        }
    return window;
}

} // namespace cw
