#include "core/store/run_folder.h"

#include <cerrno>
#include <charconv>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <fcntl.h>
#include <string>
#include <sys/file.h>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>
#include <utility>
#include <vector>

#include "core/base/files.h"
#include "core/store/run_store.h"

namespace cw {
namespace fs = std::filesystem;
namespace {

constexpr int kLockTries = 10;

Error takenError(const fs::path& folder)
{
    return {ErrorCode::InvalidArgument,
            folder.string() + " exists already. Nothing was overwritten; choose another name, or resume it if it is a run.", {}};
}

/// ".NAME.partial-PID": hidden, and its maker can be asked for.
std::string partialPrefix(const fs::path& folder) { return "." + folder.filename().string() + ".partial-"; }

void removeLeftovers(const fs::path& parent, const std::string& prefix)
{
    std::error_code ec;
    for (const auto& entry : fs::directory_iterator(parent, fs::directory_options::skip_permission_denied, ec)) {
        const auto name = entry.path().filename().string();
        if (!name.starts_with(prefix))
            continue;
        pid_t pid = 0;
        const auto [end, error] = std::from_chars(name.data() + prefix.size(), name.data() + name.size(), pid);
        const bool dead = error == std::errc{} && end == name.data() + name.size() && pid > 0 && ::kill(pid, 0) != 0 && errno == ESRCH;
        if (dead) {
            std::error_code ignored;
            fs::remove_all(entry.path(), ignored);
        }
    }
}

int renameNew(const fs::path& from, const fs::path& to)
{
    if (::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0)
        return 0;
    if (errno != EINVAL && errno != ENOSYS)
        return errno;
    struct stat st {}; // a file system without the flag: rename() itself replaces nothing but an empty folder
    if (::lstat(to.c_str(), &st) == 0)
        return EEXIST;
    return ::rename(from.c_str(), to.c_str()) == 0 ? 0 : errno;
}

void syncFolder(const fs::path& folder)
{
    const int fd = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return;
    ::fsync(fd);
    ::close(fd);
}

} // namespace

Result<WriterLock> WriterLock::take(const fs::path& folder)
{
    const auto path = folder / kLockName;
    WriterLock lock(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0644));
    if (lock.m_fd < 0) {
        auto error = systemError("write in the run folder", folder, errno);
        if (error.code != ErrorCode::DiskFull)
            error.message += " The run was not changed; copy it to a place where you may write, to continue it.";
        return error;
    }
    int refused = ::flock(lock.m_fd, LOCK_EX | LOCK_NB);
    for (int i = 0; refused != 0 && errno == EWOULDBLOCK && i < kLockTries; ++i) { // someone may just be looking whether it is free
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
        refused = ::flock(lock.m_fd, LOCK_EX | LOCK_NB);
    }
    if (refused != 0) {
        if (errno != EWOULDBLOCK)
            return systemError("lock the run folder", folder, errno);
        char text[32] = {};
        const auto n = ::pread(lock.m_fd, text, sizeof text - 1, 0);
        const std::string who = n > 0 ? " (process " + std::string(text, text + std::max<ssize_t>(0, n - 1)) + ")" : "";
        return Error{ErrorCode::Busy, "The run " + folder.string() + " is being written by another Cellwright" + who + ". Stop it there first.", {}};
    }
    const auto pid = std::to_string(::getpid()) + "\n";
    if (::ftruncate(lock.m_fd, 0) != 0 || ::pwrite(lock.m_fd, pid.data(), pid.size(), 0) < 0)
        return systemError("write in the run folder", folder, errno);
    return lock;
}

WriterLock::WriterLock(WriterLock&& other) noexcept : m_fd(std::exchange(other.m_fd, -1)) {}
WriterLock& WriterLock::operator=(WriterLock&& other) noexcept
{
    std::swap(m_fd, other.m_fd);
    return *this;
}
WriterLock::~WriterLock()
{
    if (m_fd >= 0)
        ::close(m_fd);
}

Status makeFolderWhole(const fs::path& folder, const std::function<Status(const fs::path&)>& fill)
{
    std::error_code ec;
    const auto target = fs::absolute(folder, ec);
    if (fs::symlink_status(target, ec).type() != fs::file_type::not_found)
        return takenError(folder);
    const auto parent = target.parent_path();
    fs::create_directories(parent, ec);
    if (ec)
        return systemError("make the folder", parent, ec.value());
    removeLeftovers(parent, partialPrefix(target));
    const auto partial = parent / (partialPrefix(target) + std::to_string(::getpid()));
    fs::remove_all(partial, ec); // of an attempt of this very process
    if (::mkdir(partial.c_str(), 0755) != 0)
        return systemError("make the run folder", folder, errno);
    auto status = fill(partial);
    if (status)
        if (const int number = renameNew(partial, target); number != 0)
            status = number == EEXIST || number == ENOTEMPTY ? takenError(folder) : systemError("make the run folder", folder, number);
    if (!status) {
        fs::remove_all(partial, ec);
        return status;
    }
    syncFolder(parent);
    return {};
}

Status checkRunFolder(const fs::path& folder)
{
    std::error_code ec;
    const auto status = fs::status(folder / kDatabaseName, ec);
    if (ec && ec != std::errc::no_such_file_or_directory && ec != std::errc::not_a_directory)
        return systemError("open the run", folder, ec.value());
    if (!fs::is_regular_file(status))
        return Error{ErrorCode::NotFound, folder.string() + " is not a run folder: there is no " + kDatabaseName + " in it.", {}};
    return {};
}

Status RunStore::remove(const fs::path& folder)
{
    if (auto status = checkRunFolder(folder); !status)
        return status;
    auto lock = WriterLock::take(folder);
    if (!lock)
        return lock.error();
    std::error_code ec;
    for (const auto* name : {kWeightsName, kScratchName})
        fs::remove_all(folder / name, ec);
    for (const auto* suffix : {"-wal", "-shm", "-journal"})
        fs::remove(folder / (std::string(kDatabaseName) + suffix), ec);
    std::vector<fs::path> notes;
    for (const auto& entry : fs::directory_iterator(folder, ec))
        if (entry.path().filename().string().starts_with(kNotesName))
            notes.push_back(entry.path());
    for (const auto& path : notes)
        fs::remove_all(path, ec);
    if (fs::remove(folder / kDatabaseName, ec); ec)
        return systemError("remove", folder / kDatabaseName, ec.value());
    fs::remove(folder / kLockName, ec);
    if (::rmdir(folder.c_str()) != 0 && errno != ENOTEMPTY && errno != EEXIST) // files of the user's own stay
        return systemError("remove the folder", folder, errno);
    return {};
}

} // namespace cw
