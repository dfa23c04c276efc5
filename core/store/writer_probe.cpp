#include "core/store/writer_probe.h"

#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include "core/store/run_folder.h"

namespace cw {

bool isBeingWritten(const std::filesystem::path& runFolder)
{
    const int fd = ::open((runFolder / kLockName).c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0)
        return false;
    // A shared lock is refused exactly while a writer holds its exclusive one; closing frees it at once.
    const bool refused = ::flock(fd, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK;
    ::close(fd);
    return refused;
}

} // namespace cw
