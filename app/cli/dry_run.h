#pragma once
#include "app/cli/cli.h"
#include "core/session/session.h"

namespace cw::cli {

/// `search --dry-run`: looks at the data and answers with the forecast of the search; trains nothing, writes nothing.
void dryRun(Cli& cli, const SessionConfig& config);

} // namespace cw::cli
