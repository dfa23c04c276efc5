#include "core/search/worker_process.h"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>

#include "core/base/files.h"

extern char** environ; // NOLINT(readability-redundant-declaration): declared by unistd.h for some feature sets only

namespace cw {
namespace {

/// One thread a worker: more children at once are better than more threads a child, and sums stay the same bits.
constexpr const char* kEnvironment[] = {"OMP_NUM_THREADS=1", "OMP_WAIT_POLICY=passive", "OPENBLAS_NUM_THREADS=1"};

std::vector<char*> environment()
{
    std::vector<char*> variables;
    for (char** v = environ; v && *v; ++v) {
        const auto replaced = std::any_of(std::begin(kEnvironment), std::end(kEnvironment), [&](const char* own) {
            return std::strncmp(*v, own, static_cast<std::size_t>(std::strchr(own, '=') - own) + 1) == 0;
        });
        if (!replaced)
            variables.push_back(*v);
    }
    for (const char* own : kEnvironment)
        variables.push_back(const_cast<char*>(own)); // the interface is older than const
    variables.push_back(nullptr);
    return variables;
}

/// A descriptor the child's 0 and 1 cannot collide with, where this process runs without them.
int aboveStandard(int fd)
{
    if (fd > STDERR_FILENO)
        return fd;
    const int higher = ::fcntl(fd, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
    ::close(fd);
    return higher;
}

int spawnWith(int fd, const std::vector<std::string>& command, pid_t& pid)
{
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    posix_spawn_file_actions_init(&actions);
    posix_spawnattr_init(&attributes);
    posix_spawn_file_actions_adddup2(&actions, fd, STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, fd, STDOUT_FILENO);
    posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1); // nothing of this process leaks, whoever opened it
    sigset_t blocked, defaults;
    sigemptyset(&blocked);
    sigaddset(&blocked, SIGINT); // Ctrl-C reaches the whole group, even before the worker can ignore it
    sigfillset(&defaults);
    posix_spawnattr_setsigmask(&attributes, &blocked);
    posix_spawnattr_setsigdefault(&attributes, &defaults);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    std::vector<char*> arguments;
    for (const auto& argument : command)
        arguments.push_back(const_cast<char*>(argument.c_str()));
    arguments.push_back(nullptr);
    const int error = ::posix_spawn(&pid, arguments.front(), &actions, &attributes, arguments.data(), environment().data());
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    return error;
}

std::string howItEnded(int status)
{
    if (WIFSIGNALED(status)) {
        const int signal = WTERMSIG(status);
        std::string words = "it was killed by signal " + std::to_string(signal);
        return signal == SIGKILL ? words + ", most likely because memory ran out" : words;
    }
    return "it ended with status " + std::to_string(WEXITSTATUS(status));
}

} // namespace

Result<WorkerProcess> WorkerProcess::spawn(const std::vector<std::string>& command)
{
    const auto refuse = [&](int number) {
        return Error{ErrorCode::Engine, "The worker process " + command.front() + " could not be started: " + std::strerror(number) + ".", {}};
    };
    int pair[2];
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0)
        return refuse(errno);
    const int ours = aboveStandard(pair[0]), theirs = aboveStandard(pair[1]);
    pid_t pid = -1;
    const int error = spawnWith(theirs, command, pid);
    ::close(theirs);
    if (error != 0) {
        ::close(ours);
        return refuse(error);
    }
    return WorkerProcess(pid, ours);
}

WorkerProcess::WorkerProcess(WorkerProcess&& other) noexcept
    : m_pid(std::exchange(other.m_pid, -1)), m_fd(std::exchange(other.m_fd, -1)), m_lines(std::move(other.m_lines)), m_unsent(std::move(other.m_unsent))
{
}

WorkerProcess& WorkerProcess::operator=(WorkerProcess&& other) noexcept
{
    std::swap(m_pid, other.m_pid);
    std::swap(m_fd, other.m_fd);
    std::swap(m_lines, other.m_lines);
    std::swap(m_unsent, other.m_unsent);
    return *this;
}

WorkerProcess::~WorkerProcess() { end(); }

void WorkerProcess::send(const nlohmann::json& message)
{
    m_unsent += protocol::line(message);
    flush();
}

void WorkerProcess::flush()
{
    while (!m_unsent.empty()) {
        const auto n = ::send(m_fd, m_unsent.data(), m_unsent.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0 && errno != EAGAIN)
            m_unsent.clear(); // it is gone: the end of its output tells
        if (n <= 0)
            return;
        m_unsent.erase(0, static_cast<std::size_t>(n));
    }
}

std::string WorkerProcess::end()
{
    if (m_fd >= 0)
        ::close(std::exchange(m_fd, -1));
    if (m_pid < 0)
        return {};
    int status = 0;
    // One that ends by itself is left the moment to do so, so that its own cause of death is seen.
    pid_t reaped = ::waitpid(m_pid, &status, WNOHANG);
    if (reaped == 0) {
        ::kill(m_pid, SIGKILL);
        do
            reaped = ::waitpid(m_pid, &status, 0);
        while (reaped < 0 && errno == EINTR);
    }
    m_pid = -1;
    return reaped > 0 ? howItEnded(status) : "it ended";
}

} // namespace cw
