#pragma once
#include <array>
#include <cstdint>

#include "core/dataset/text.h"
#include "core/dataset/text_deal.h"
#include "core/dataset/text_layout.h"
#include "core/dataset/text_vocabulary.h"
#include "core/dataset/text_words.h"

namespace cw {

/// Refuses a vocabulary and a fraction that make no sense.
Status checkTextOptions(const TextOptions& options);

/// What inspectDataset tells of a text, with the options' own values.
Result<DatasetInfo> inspectText(const std::filesystem::path& path, ProgressMeter& meter);

/// A text that was read once: what it is, its vocabulary, and how its parts are read again.
class TextSurvey {
public:
    /// Reads the training file twice at most and the others once. Refused in words: bad bytes, empty parts, too few words. May throw Cancelled.
    static Result<TextSurvey> make(TextLayout layout, const TextOptions& options, TextMeter& meter);

    const DatasetInfo& info() const { return m_info; }
    const Vocabulary& vocabulary() const { return m_vocabulary; }
    /// Tokens of a part; 0 where there is none.
    std::int64_t tokens(Split split) const { return m_tokens[static_cast<std::size_t>(split)]; }
    /// Reads a part from front to back.
    Status read(Split split, const TokenSink& sink, TextMeter& meter) const;

private:
    Status deal(const TextOptions& options, TextMeter& meter);
    Status count(const TextOptions& options, TextMeter& meter);
    void describe(const WordCounts& words);
    const TextFile* fileOf(Split split) const;

    TextLayout m_layout;
    TextDeal m_deal;
    bool m_dealByLines = true;
    std::array<std::int64_t, 3> m_tokens{};
    Vocabulary m_vocabulary;
    DatasetInfo m_info;
};

} // namespace cw
