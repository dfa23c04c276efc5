#pragma once
#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "core/arch/architecture.h"
#include "core/base/result.h"

namespace cw {

inline constexpr int kArchitectureVersion = 1;

/// JSON as in resources/schemas/architecture.schema.json:
/// {"format":"cellwright-architecture","version":1,"space":"pnas","cells":[{"blocks":[[{"input":"c-2","op":"sep_conv_5x5"},{…}],…],"output":"all"}]}
/// Inputs are written "c-2", "c-1", "b1", "b2", …. macro has "layers", recurrent "nodes", in place of "cells". Version 1 names the
/// space, and every reader refuses a space that it does not know: so spaces were added without a new version. Reading is strict about what it knows, and says what is wrong in words;
/// a newer version is refused with ErrorCode::NewerVersion; unknown extra keys are ignored.
nlohmann::json toJson(const Architecture& arch);
Result<Architecture> architectureFromJson(const nlohmann::json& value);

/// String form "pnas:c-2.sep5+c-2.max3/c-1.sep7+c-1.max3": blocks by '/', halves by '+', input.operation; other spaces as in
/// space_text.h. Requires a valid architecture. Read as well: the published numbers (published_text.h) behind their name.
std::string toText(const Architecture& arch);
Result<Architecture> architectureFromText(std::string_view text);

/// "c-2", "c-1", "b3" (1-based) and back; -1 when it is none.
std::string inputName(InputId input);
int inputFromName(std::string_view name);

/// ARCH of the command line: a file, a zoo name, or "form:string".
Result<Architecture> resolveArchitecture(const std::string& text);

} // namespace cw
