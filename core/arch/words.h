#pragma once
#include <string>
#include <string_view>

namespace cw {

/// Text from outside for a sentence: in quotation marks, at most 40 characters, odd bytes as '?'.
std::string inQuotes(std::string_view text);
/// Sentences shared by the readers of both forms.
std::string unknownInput(std::string_view name);
std::string unknownOperation(std::string_view name);
std::string unknownMacroOperation(std::string_view name);
std::string unknownActivation(std::string_view name);

} // namespace cw
