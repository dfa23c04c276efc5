#pragma once
#include "app/cli/cli.h"

namespace cw::cli {

// One declaration a command; the table in main.cpp lists them in the order of --help.

} // namespace cw::cli
