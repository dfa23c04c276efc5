#pragma once
#include <string>
#include <vector>

#include "core/base/result.h"

namespace cw::cli {

/// Has the window program draw a picture (cellwright --render …), which needs no display: the one beside this program, or one in
/// PATH. Blocks until it ends. Its own words come back as the error; ErrorCode::InvalidArgument when it calls that wrong use,
/// ErrorCode::NotFound where the window is not installed.
Status runWindowProgram(const std::vector<std::string>& arguments);

} // namespace cw::cli
