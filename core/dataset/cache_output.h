#pragma once
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <vector>

#include "core/base/result.h"

namespace cw {

/// Room at the front of every cache file for its header.
inline constexpr std::uint64_t kCacheHeaderRoom = 4096;

/// One cache file, written from front to back behind the room for its header: into a temporary file that finish() syncs and
/// renames, or into memory (an anonymous file). One that is not finished leaves nothing behind. Blocking; one thread.
class CacheOutput {
public:
    /// Beside `target`; Io or DiskFull when it cannot be written.
    static Result<std::unique_ptr<CacheOutput>> onDisk(const std::filesystem::path& target);
    /// `what`: for the sentence when there is none, "memory for the pictures".
    static Result<std::unique_ptr<CacheOutput>> inMemory(const char* what);
    CacheOutput(const CacheOutput&) = delete;
    ~CacheOutput();

    Status write(const void* data, std::size_t bytes);
    /// Bytes so far, the header's room among them.
    std::uint64_t written() const { return m_written; }
    /// Where it will stand; of memory a name in /proc by which other processes open it while the descriptor is open.
    const std::filesystem::path& target() const { return m_target; }
    bool isOnDisk() const { return m_onDisk; }
    /// Writes what is left and the header, and makes the file whole. The descriptor is the caller's from then on.
    Result<int> finish(std::span<const std::byte> header);

private:
    CacheOutput() = default;
    Status flush();

    int m_fd = -1;
    bool m_onDisk = false;
    std::filesystem::path m_target, m_temporary;
    std::vector<std::uint8_t> m_buffer;
    std::uint64_t m_written = 0;
};

} // namespace cw
