#pragma once
#include <string>
#include <string_view>
#include <sys/types.h>
#include <vector>

#include "core/base/result.h"
#include "core/search/worker_protocol.h"

namespace cw {

/// A child process that talks lines over its stdin and stdout (one socket pair). Killed and reaped by the destructor.
/// One thread at a time.
class WorkerProcess {
public:
    /// command: program and arguments.
    static Result<WorkerProcess> spawn(const std::vector<std::string>& command);
    WorkerProcess(WorkerProcess&& other) noexcept;
    WorkerProcess& operator=(WorkerProcess&& other) noexcept;
    ~WorkerProcess();

    int fd() const { return m_fd; }
    pid_t pid() const { return m_pid; }
    protocol::LineReader& lines() { return m_lines; }
    /// Never blocks, raises no signal: what the process does not take now waits for flush().
    void send(const nlohmann::json& message);
    void flush();
    bool hasUnsent() const { return !m_unsent.empty(); }
    /// Ends it if it runs, reaps it, and says how it ended: "it was killed by signal 9, most likely because memory ran out".
    std::string end();

private:
    WorkerProcess(pid_t pid, int fd) : m_pid(pid), m_fd(fd), m_lines(fd) {}
    pid_t m_pid = -1;
    int m_fd = -1;
    protocol::LineReader m_lines;
    std::string m_unsent;
};

} // namespace cw
