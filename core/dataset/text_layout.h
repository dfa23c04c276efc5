#pragma once
#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/dataset/dataset.h"
#include "core/dataset/progress_meter.h"

namespace cw {

/// One file that is a part of a text.
struct TextFile {
    std::filesystem::path path;
    std::string name; ///< for display, relative to what was pointed at
    std::uint64_t bytes = 0;
    std::int64_t modified = 0; ///< nanoseconds since 1970
    bool packed = false;       ///< by its name: bytes say nothing of the text's length
};

/// Which files a text is made of; from names alone (and first bytes, where a name says nothing).
struct TextLayout {
    std::filesystem::path path; ///< what was pointed at, absolute
    TextFile train;
    std::optional<TextFile> validation, test; ///< none: dealt from the training file
    bool whole = false;                       ///< one file that names no part: a test part is dealt too
    std::vector<std::string> notes;

    int files() const { return 1 + (validation ? 1 : 0) + (test ? 1 : 0); }
};

/// Rules:
/// - a file's name says its part: train, valid (val, validation, dev), test, between dots, dashes or underscores; the rest of the name
///   must be the same ("ptb.train.txt", "ptb.valid.txt"); endings: none, .txt, .text, .tokens, .raw, .gz behind them;
/// - the training file nearest to the folder pointed at wins, then most parts, then the shortest name (words before characters);
/// - without a training file: the only text file in the folder (or in its only folder with text), README and the like aside;
/// - a folder with more pictures than texts is not text: lists of pictures have such names;
/// - a file pointed at brings its siblings where its name says a part and a training file is among them; otherwise it stands alone.
/// Unsupported, in words, when there is no text.
Result<TextLayout> layOutText(const std::filesystem::path& path, ProgressMeter& meter);

/// Bytes that reading all parts once takes, the training file again for each part dealt from it; 0: not known, for packed files.
std::uint64_t bytesOfOnePass(const TextLayout& layout);

/// The part that a file's name stands for, and the name without it (and without ".gz"): "ptb.train.txt" is train and "ptb..txt".
struct TextPartName {
    Split split = Split::Train;
    std::string rest;
};
std::optional<TextPartName> textPartOf(std::string_view name);

} // namespace cw
