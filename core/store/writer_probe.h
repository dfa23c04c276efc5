#pragma once
#include <filesystem>

namespace cw {

/// True while some process writes the run: its lock is held. Changes nothing; does not block. False where there is no lock file.
bool isBeingWritten(const std::filesystem::path& runFolder);

} // namespace cw
