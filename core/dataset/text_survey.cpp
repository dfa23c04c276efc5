#include "core/dataset/text_survey.h"

#include <cstdio>
#include <limits>

#include "core/dataset/scan.h"

namespace cw {
namespace {

constexpr std::int64_t kLeastVocabulary = 10, kMostVocabulary = 1'000'000;
constexpr double kMostToValidate = 0.4; // as much goes to the test part
/// One text is dealt by lines where it has so many, and must have so many words.
constexpr std::int64_t kLinesToDeal = 100, kWordsToDeal = 30;
constexpr std::size_t kLeastDifferent = 4; // <eos> and <unk> among them
constexpr std::int64_t kMostTokens = std::numeric_limits<std::int32_t>::max();
constexpr const char* kPartNames[] = {"training", "validation", "test"};

std::string percent(std::int64_t part, std::int64_t all)
{
    char text[32];
    std::snprintf(text, sizeof text, "%.1f %%", 100 * static_cast<double>(part) / static_cast<double>(all));
    return text;
}

} // namespace

Status checkTextOptions(const TextOptions& options)
{
    if (options.vocabulary < kLeastVocabulary || options.vocabulary > kMostVocabulary)
        return Error{ErrorCode::InvalidArgument, "The vocabulary of a text has " + std::to_string(kLeastVocabulary) + " to " + std::to_string(kMostVocabulary) + " words.", {}};
    if (!(options.validationFraction > 0 && options.validationFraction <= kMostToValidate))
        return Error{ErrorCode::InvalidArgument, "Of a text, more than 0 and at most 0.4 of its lines can validate.", {}};
    return {};
}

Result<TextSurvey> TextSurvey::make(TextLayout layout, const TextOptions& options, TextMeter& meter)
{
    if (auto status = checkTextOptions(options); !status)
        return status.error();
    TextSurvey survey;
    survey.m_layout = std::move(layout);
    survey.m_info.notes = survey.m_layout.notes;
    if (!survey.m_layout.validation)
        if (auto status = survey.deal(options, meter); !status)
            return status.error();
    if (auto status = survey.count(options, meter); !status)
        return status.error();
    return survey;
}

const TextFile* TextSurvey::fileOf(Split split) const
{
    if (split == Split::Validation && m_layout.validation)
        return &*m_layout.validation;
    if (split == Split::Test && !m_layout.whole)
        return m_layout.test ? &*m_layout.test : nullptr;
    return &m_layout.train;
}

Status TextSurvey::read(Split split, const TokenSink& sink, TextMeter& meter) const
{
    const auto* file = fileOf(split);
    if (!file)
        return {};
    if (file != &m_layout.train)
        return readWords(file->path, file->name, sink, meter);
    std::int64_t unit = 0;
    return readWords(file->path, file->name, [&](std::string_view token) {
        const bool ours = m_deal.partOf(unit) == split;
        unit += !m_dealByLines || token == kEndOfLine;
        return !ours || sink(token);
    }, meter);
}

/// Where validation is dealt from the training file: counts it first.
Status TextSurvey::deal(const TextOptions& options, TextMeter& meter)
{
    std::int64_t tokens = 0, lines = 0;
    const auto counted = readWords(m_layout.train.path, m_layout.train.name, [&](std::string_view token) {
        ++tokens;
        lines += token == kEndOfLine;
        return tokens < kMostTokens;
    }, meter);
    if (!counted)
        return counted;
    if (tokens - lines < kWordsToDeal)
        return Error{ErrorCode::Unsupported, m_layout.train.name + " has " + (tokens == lines ? "no words" : "only " + std::to_string(tokens - lines) + (tokens - lines == 1 ? " word" : " words"))
                         + ". A text to learn from needs some thousands at least: a file of plain text (UTF-8), or a folder with train.txt, valid.txt and test.txt.", {}};
    m_dealByLines = lines >= kLinesToDeal;
    m_deal = TextDeal(m_dealByLines ? lines : tokens, options.validationFraction, m_layout.whole ? options.validationFraction : 0, options.seed);
    m_info.notes.push_back(std::string(m_layout.whole ? "The text comes in one part" : "The text brings no validation part") + ": runs of "
                           + (m_dealByLines ? "lines" : "words (there are few lines)") + ", drawn by the seed, are set aside to validate" + (m_layout.whole ? " and to test." : "."));
    return {};
}

Status TextSurvey::count(const TextOptions& options, TextMeter& meter)
{
    WordCounts words;
    std::int64_t unknown = 0, all = 0;
    bool tooMany = false, fits = true;
    for (const auto split : {Split::Train, Split::Validation, Split::Test}) {
        auto& tokens = m_tokens[static_cast<std::size_t>(split)];
        std::int64_t plain = 0;
        const auto status = read(split, [&](std::string_view token) {
            ++tokens;
            plain += token != kEndOfLine;
            tooMany = ++all > kMostTokens;
            if (split == Split::Train)
                fits = words.add(token);
            else
                unknown += !words.contains(token);
            return fits && !tooMany;
        }, meter);
        if (!status)
            return status;
        if (tooMany)
            return Error{ErrorCode::Unsupported, m_layout.path.string() + " has more than two thousand million words. Choose a part of it.", {}};
        if (!fits)
            return Error{ErrorCode::Unsupported, m_layout.train.name + " has more than " + std::to_string(kMaxDifferentWords)
                             + " different words (or they are very long): more than can be counted. Is it text, divided by spaces?", {}};
        if (plain > 0 || !fileOf(split))
            continue;
        const std::string what = fileOf(split)->name + " has no words: the " + kPartNames[static_cast<std::size_t>(split)] + " part is empty";
        if (split != Split::Test)
            return Error{ErrorCode::Unsupported, what + (split == Split::Validation ? ". Without this file, lines of the training part would validate." : "."), {}};
        tokens = 0;
        addProblem(m_info, fileOf(split)->name, "It has no words: there is no test part.");
    }
    m_vocabulary = Vocabulary(words, options.vocabulary, unknown > 0);
    if (m_vocabulary.size() < kLeastDifferent)
        return Error{ErrorCode::Unsupported, m_layout.train.name + " has too few words that stand in it more than once: there is nothing to learn.", {}};
    describe(words);
    return {};
}

void TextSurvey::describe(const WordCounts& words)
{
    m_info.kind = "text";
    constexpr const char* kTitles[] = {"Text in one file", "Text in two parts", "Text in three parts"};
    m_info.title = kTitles[m_layout.files() - 1];
    m_info.path = m_layout.path;
    m_info.shape = {0, 0, 0};
    for (const auto split : {Split::Train, Split::Validation, Split::Test})
        if (tokens(split) > 0)
            m_info.splits.push_back({split, {}, tokens(split)});
    m_info.words = static_cast<std::int64_t>(m_vocabulary.size());
    const auto different = words.size() - (words.contains(kEndOfLine) ? 1 : 0) - (words.contains(kUnknownWord) ? 1 : 0);
    if (m_vocabulary.folded() > 0)
        m_info.notes.push_back("The training part has " + std::to_string(different) + " different words; the rarer ones, " + percent(m_vocabulary.folded(), tokens(Split::Train))
                               + " of it, count as " + std::string(kUnknownWord) + ".");
}

} // namespace cw
