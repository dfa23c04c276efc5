#pragma once
#include <atomic>

namespace cw::test {

/// While it lives, this process's files can take only so many more bytes: then write() and pwrite() fail with ENOSPC, for SQLite
/// as for our own files. Standard streams, pipes and sockets are left alone. One at a time.
class FullDisk {
public:
    explicit FullDisk(long bytesLeft);
    ~FullDisk();
    FullDisk(const FullDisk&) = delete;
    FullDisk& operator=(const FullDisk&) = delete;
};

} // namespace cw::test
