#pragma once
#include <cstddef>
#include <string_view>

namespace cw {

bool isPackedName(std::string_view name);
/// Without ".gz".
std::string_view unpackedName(std::string_view name);
/// "story.txt", "wiki.tokens", also packed; not "README.txt".
bool isTextDataName(std::string_view name);
/// By its ending: "cat.jpg".
bool isPictureName(std::string_view name);
/// How likely the ending of a part's name is that of words in plain text; smaller is likelier.
std::size_t textEndingRank(std::string_view name);

} // namespace cw
