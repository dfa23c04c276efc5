#include <algorithm>
#include <array>

#include "core/dataset/file_names.h"
#include "core/dataset/text_layout.h"
#include "core/dataset/text_names.h"

namespace cw {
namespace {

/// Nearest to plain words first.
constexpr std::array<std::string_view, 5> kEndings = {".txt", ".text", ".tokens", "", ".raw"};
constexpr std::array<std::string_view, 11> kNoData = {"readme", "license", "licence", "copying", "copyright", "changelog", "changes", "notice", "authors",
                                                      "requirements", "cmakelists"};
constexpr std::array<std::string_view, 8> kPictures = {".jpg", ".jpeg", ".png", ".bmp", ".webp", ".gif", ".tif", ".tiff"};
constexpr std::string_view kDividers = ".-_";

/// Index in kEndings; kEndings.size() for others.
std::size_t endingRank(std::string_view plainName, bool afterPart)
{
    const auto extension = extensionOf(plainName);
    // "ptb.train": what stands behind the dot is the part.
    const auto ending = afterPart && splitOfName(std::string_view(extension).substr(std::min<std::size_t>(1, extension.size()))) ? std::string() : extension;
    return static_cast<std::size_t>(std::find(kEndings.begin(), kEndings.end(), ending) - kEndings.begin());
}

} // namespace

bool isPackedName(std::string_view name) { return extensionOf(name) == ".gz"; }

std::string_view unpackedName(std::string_view name) { return isPackedName(name) ? name.substr(0, name.size() - 3) : name; }

bool isTextDataName(std::string_view name)
{
    const auto plain = unpackedName(name);
    const auto rank = endingRank(plain, false);
    if (rank >= kEndings.size() || kEndings[rank].empty())
        return false;
    const auto lower = lowerCase(plain);
    return std::none_of(kNoData.begin(), kNoData.end(), [&](auto prefix) { return lower.starts_with(prefix); });
}

bool isPictureName(std::string_view name) { return std::find(kPictures.begin(), kPictures.end(), extensionOf(name)) != kPictures.end(); }

std::size_t textEndingRank(std::string_view name) { return endingRank(unpackedName(name), true); }

std::optional<TextPartName> textPartOf(std::string_view name)
{
    name = unpackedName(name);
    if (textEndingRank(name) >= kEndings.size())
        return std::nullopt;
    for (std::size_t from = 0; from <= name.size();) {
        const auto to = std::min(name.find_first_of(kDividers, from), name.size());
        if (const auto split = splitOfName(name.substr(from, to - from)))
            return TextPartName{*split, std::string(name.substr(0, from)) + std::string(name.substr(to))};
        from = to + 1;
    }
    return std::nullopt;
}

} // namespace cw
