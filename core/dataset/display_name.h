#pragma once
#include <cstddef>
#include <string>
#include <string_view>

namespace cw {

/// Length of the valid UTF-8 sequence at the front of bytes that are not empty, 0 if there is none (overlong forms and surrogates
/// are not valid).
std::size_t utf8Length(std::string_view bytes);

/// A file name's bytes as text that can be shown and written as JSON: valid UTF-8 stays, other bytes and control
/// characters (newlines too) become \xNN.
std::string displayName(std::string_view bytes);

} // namespace cw
