#pragma once
#include <string>
#include <string_view>

namespace cw {

/// A file name's bytes as text that can be shown and written as JSON: valid UTF-8 stays, other bytes and control
/// characters (newlines too) become \xNN.
std::string displayName(std::string_view bytes);

} // namespace cw
