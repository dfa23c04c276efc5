#pragma once
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/dataset/progress_meter.h"

namespace cw {

inline constexpr std::string_view kEndOfLine = "<eos>", kUnknownWord = "<unk>";
inline constexpr std::size_t kMaxWordBytes = 1000;

/// Takes words (valid UTF-8, borrowed for the call) and kEndOfLine after each line, in order. False: stop reading.
using TokenSink = std::function<bool(std::string_view token)>;

/// What is read of a text in all passes over it, for the progress shown: in kilobytes. May throw Cancelled.
class TextMeter {
public:
    explicit TextMeter(ProgressMeter& meter) : m_meter(meter) {}
    /// Bytes that all passes will read; 0: not known, as of packed files.
    void expect(std::uint64_t bytes) { m_total = bytes; }
    void read(std::uint64_t bytes);
    void finished();

private:
    ProgressMeter& m_meter;
    std::uint64_t m_done = 0, m_total = 0;
};

/// Reads a file of UTF-8 text (gzip too), words divided by ASCII white space. A line ends at a line feed; carriage returns count as
/// space, a byte order mark at the front is skipped, a last line needs no end. Memory does not grow with lines or file. Refused in words,
/// with the line: binary data, another encoding, words over kMaxWordBytes, a damaged gzip file. `shown`: the file's name in them.
Status readWords(const std::filesystem::path& file, const std::string& shown, const TokenSink& sink, TextMeter& meter);

/// Looks at the first bytes: no zeros and few control characters. An empty file is text; one that cannot be read is not.
bool startsLikeText(const std::filesystem::path& file);

} // namespace cw
