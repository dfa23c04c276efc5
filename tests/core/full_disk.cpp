#include "tests/core/full_disk.h"

#include <cerrno>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace {

std::atomic<long> g_left{-1}; // negative: no limit

bool refuses(int fd, std::size_t bytes)
{
    if (g_left.load() < 0)
        return false;
    struct stat st {};
    if (::fstat(fd, &st) != 0 || !S_ISREG(st.st_mode) || fd <= STDERR_FILENO)
        return false;
    if (g_left.load() >= static_cast<long>(bytes)) {
        g_left -= static_cast<long>(bytes);
        return false;
    }
    g_left = 0;
    errno = ENOSPC;
    return true;
}

} // namespace

namespace cw::test {
FullDisk::FullDisk(long bytesLeft) { g_left = bytesLeft; }
FullDisk::~FullDisk() { g_left = -1; }
} // namespace cw::test

// The linker lets the program's own definitions stand before those of libc, for the shared libraries too.
extern "C" {
ssize_t write(int fd, const void* buffer, size_t bytes) { return refuses(fd, bytes) ? -1 : ::syscall(SYS_write, fd, buffer, bytes); }
ssize_t pwrite(int fd, const void* buffer, size_t bytes, off_t offset)
{
    return refuses(fd, bytes) ? -1 : ::syscall(SYS_pwrite64, fd, buffer, bytes, offset);
}
ssize_t pwrite64(int fd, const void* buffer, size_t bytes, off64_t offset)
{
    return refuses(fd, bytes) ? -1 : ::syscall(SYS_pwrite64, fd, buffer, bytes, offset);
}
}
