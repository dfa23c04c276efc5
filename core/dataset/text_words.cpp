#include "core/dataset/text_words.h"

#include <algorithm>
#include <array>
#include <vector>

#include "core/dataset/byte_stream.h"
#include "core/dataset/display_name.h"

namespace cw {
namespace {

constexpr std::size_t kChunkBytes = 1 << 16, kFirstBytes = 4096;
/// Control characters beyond so many, and beyond one in a hundred bytes, are no text.
constexpr std::uint64_t kFewControls = 16;

enum class ByteKind : std::uint8_t { Word, Space, LineEnd, Control, Zero };

constexpr auto kKinds = [] {
    std::array<ByteKind, 256> kinds{};
    for (std::size_t c = 0; c < 32; ++c)
        kinds[c] = ByteKind::Control;
    kinds[127] = ByteKind::Control;
    for (const char c : {' ', '\t', '\r', '\v', '\f'})
        kinds[static_cast<std::size_t>(c)] = ByteKind::Space;
    kinds['\n'] = ByteKind::LineEnd;
    kinds[0] = ByteKind::Zero;
    return kinds;
}();

ByteKind kindOf(char c) { return kKinds[static_cast<std::uint8_t>(c)]; }

bool manyControls(std::uint64_t controls, std::uint64_t bytes) { return controls > kFewControls && controls > bytes / 100; }

bool isUtf8(std::string_view word)
{
    if (std::none_of(word.begin(), word.end(), [](char c) { return static_cast<std::uint8_t>(c) >= 0x80; }))
        return true;
    while (!word.empty()) {
        const auto length = utf8Length(word);
        if (length == 0)
            return false;
        word.remove_prefix(length);
    }
    return true;
}

class WordReader {
public:
    WordReader(const std::string& shown, const TokenSink& sink) : m_shown(shown), m_sink(sink) {}

    /// False: the sink wants no more. An error says what is wrong with the text.
    Result<bool> feed(std::string_view chunk)
    {
        if (m_bytes == 0) {
            if (chunk.starts_with("\xff\xfe") || chunk.starts_with("\xfe\xff"))
                return refuse("is UTF-16 text. Save it as UTF-8 and try again");
            if (chunk.starts_with("\xef\xbb\xbf"))
                chunk.remove_prefix(3);
        }
        m_bytes += chunk.size();
        std::size_t from = 0;
        for (std::size_t i = 0; i < chunk.size(); ++i) {
            const auto kind = kindOf(chunk[i]);
            if (kind == ByteKind::Word)
                continue;
            if (kind == ByteKind::Zero)
                return refuse("holds a zero byte in line " + std::to_string(m_line) + ": it is binary data, not text");
            if (kind == ByteKind::Control) {
                ++m_controls;
                continue;
            }
            if (auto more = word(chunk.substr(from, i - from)); !more || !*more)
                return more;
            from = i + 1;
            if (kind == ByteKind::LineEnd && !endLine())
                return false;
        }
        m_partial += chunk.substr(from);
        if (m_partial.size() > kMaxWordBytes)
            return tooLong();
        if (manyControls(m_controls, m_bytes))
            return refuse("holds many control characters: it is binary data, not text");
        return true;
    }

    Result<bool> finish()
    {
        auto more = word({});
        return more && *more && m_lineHasWords ? Result<bool>(endLine()) : more;
    }

private:
    Error refuse(const std::string& what) const { return {ErrorCode::Unsupported, m_shown + " " + what + ".", {}}; }
    Error tooLong() const
    {
        return refuse("has a word of more than " + std::to_string(kMaxWordBytes) + " bytes in line " + std::to_string(m_line)
                      + ". Words are divided by spaces; text that is written without them has to be divided into words first");
    }

    /// `rest`: the word's end; its beginning may stand in the chunk before.
    Result<bool> word(std::string_view rest)
    {
        if (m_partial.empty())
            return give(rest);
        m_partial += rest;
        auto more = give(m_partial);
        m_partial.clear();
        return more;
    }

    Result<bool> give(std::string_view word)
    {
        if (word.empty())
            return true;
        if (word.size() > kMaxWordBytes)
            return tooLong();
        if (!isUtf8(word))
            return refuse("is not UTF-8 in line " + std::to_string(m_line)
                          + ". If it is Latin-1 or Windows-1252 text, save it as UTF-8 (for example with iconv -f windows-1252 -t utf-8)");
        m_lineHasWords = true;
        return m_sink(word);
    }

    bool endLine()
    {
        ++m_line;
        m_lineHasWords = false;
        return m_sink(kEndOfLine);
    }

    const std::string& m_shown;
    const TokenSink& m_sink;
    std::string m_partial;
    std::uint64_t m_bytes = 0, m_controls = 0, m_line = 1;
    bool m_lineHasWords = false;
};

} // namespace

void TextMeter::read(std::uint64_t bytes)
{
    m_done += bytes;
    m_meter.tick(static_cast<std::int64_t>(m_done >> 10), static_cast<std::int64_t>(std::max(m_total, m_total ? m_done : 0) >> 10), "Kilobytes of text read");
}

void TextMeter::finished()
{
    const auto all = static_cast<std::int64_t>(m_done >> 10);
    m_meter.tick(all, all, "Kilobytes of text read");
}

Status readWords(const std::filesystem::path& file, const std::string& shown, const TokenSink& sink, TextMeter& meter)
{
    auto stream = ByteStream::open(file);
    if (!stream)
        return stream.error();
    WordReader reader(shown, sink);
    std::vector<std::uint8_t> chunk(kChunkBytes);
    for (;;) {
        const auto n = stream->read(chunk);
        if (!stream->damage().empty())
            return Error{ErrorCode::Corrupt, shown + " cannot be read to its end. " + stream->damage(), {}};
        meter.read(n);
        const auto more = reader.feed({reinterpret_cast<const char*>(chunk.data()), n});
        if (!more)
            return more.error();
        if (!*more)
            return {};
        if (n < chunk.size())
            break;
    }
    const auto more = reader.finish();
    return more ? Status{} : Status(more.error());
}

bool startsLikeText(const std::filesystem::path& file)
{
    auto stream = ByteStream::open(file);
    if (!stream)
        return false;
    std::array<std::uint8_t, kFirstBytes> first{};
    const auto n = stream->read(first);
    if (!stream->damage().empty())
        return false;
    const auto count = [&](ByteKind kind) { return static_cast<std::uint64_t>(std::count_if(first.begin(), first.begin() + static_cast<std::ptrdiff_t>(n), [&](auto c) { return kKinds[c] == kind; })); };
    const bool utf16 = n >= 2 && ((first[0] == 0xff && first[1] == 0xfe) || (first[0] == 0xfe && first[1] == 0xff)); // text, if not of the right kind
    return utf16 || (count(ByteKind::Zero) == 0 && !manyControls(count(ByteKind::Control), n));
}

} // namespace cw
