#pragma once
#include <filesystem>
#include <functional>

#include "core/base/result.h"

namespace cw {

/// The parts of a run folder, in one place.
inline constexpr const char* kDatabaseName = "run.db";
inline constexpr const char* kLockName = "lock";
inline constexpr const char* kWeightsName = "weights";
inline constexpr const char* kScratchName = "scratch";
inline constexpr const char* kNotesName = "notes.json"; ///< and what was put aside or left unfinished: names that begin so

/// The writer's lock on a run folder: flock on a file in it, freed by the kernel when the process ends, however it ends.
class WriterLock {
public:
    /// Waits a tenth of a second at most. ErrorCode::Busy, with the process that has it, when the run is being written.
    static Result<WriterLock> take(const std::filesystem::path& folder);
    WriterLock(WriterLock&& other) noexcept;
    WriterLock& operator=(WriterLock&& other) noexcept;
    ~WriterLock();

private:
    explicit WriterLock(int fd) : m_fd(fd) {}
    int m_fd = -1;
};

/// Makes a folder whole or not at all: fill() works in a hidden one beside it, which is then renamed. Refuses an existing one.
/// Leftovers of processes that were killed in between are removed.
Status makeFolderWhole(const std::filesystem::path& folder, const std::function<Status(const std::filesystem::path& partial)>& fill);

/// NotFound in words when this is no folder with a run database.
Status checkRunFolder(const std::filesystem::path& folder);

} // namespace cw
