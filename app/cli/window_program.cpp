#include "app/cli/window_program.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <spawn.h>
#include <string_view>
#include <sys/wait.h>
#include <unistd.h>

#include "core/base/files.h"

extern char** environ;

namespace cw::cli {
namespace {

constexpr std::string_view kSpeaker = "Cellwright: ";
constexpr int kWrongUse = 2;

/// All that comes until the other side closes; then closes too.
std::string readAll(int fd)
{
    std::string text;
    char buffer[4096];
    for (;;) {
        const auto n = ::read(fd, buffer, sizeof buffer);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            break;
        text.append(buffer, static_cast<std::size_t>(n));
    }
    ::close(fd);
    return text;
}

/// The last line the program spoke itself: warnings of libraries may stand before it.
std::string itsWords(const std::string& text)
{
    const auto at = text.rfind(kSpeaker);
    if (at == std::string::npos)
        return {};
    const auto from = at + kSpeaker.size();
    return text.substr(from, text.find('\n', from) - from);
}

} // namespace

Status runWindowProgram(const std::vector<std::string>& arguments)
{
    std::error_code ignored;
    const auto beside = programDirectory() / "cellwright";
    const auto program = std::filesystem::exists(beside, ignored) ? beside.string() : std::string("cellwright");
    std::vector<char*> words{const_cast<char*>(program.c_str())};
    for (const auto& argument : arguments)
        words.push_back(const_cast<char*>(argument.c_str()));
    words.push_back(nullptr);

    int pipe[2];
    if (::pipe2(pipe, O_CLOEXEC) != 0)
        return Error{ErrorCode::Io, "The picture could not be drawn: " + std::string(std::strerror(errno)) + ". Nothing was written.", {}};
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, pipe[1], STDERR_FILENO);
    pid_t child = 0;
    const int problem = ::posix_spawnp(&child, program.c_str(), &actions, nullptr, words.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    ::close(pipe[1]);
    const auto text = readAll(pipe[0]);
    if (problem == ENOENT || problem == EACCES)
        return Error{ErrorCode::NotFound,
                     "Pictures are drawn by the window program \"cellwright\", which is not installed here. Nothing was written. Install it, or export \"dot\" and draw that with Graphviz.",
                     {}};
    int status = 0;
    while (problem == 0 && ::waitpid(child, &status, 0) < 0 && errno == EINTR) { }
    if (problem == 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0)
        return {};
    const auto code = WIFEXITED(status) && WEXITSTATUS(status) == kWrongUse ? ErrorCode::InvalidArgument : ErrorCode::Io;
    const auto said = itsWords(text);
    return Error{code, said.empty() ? "The window program could not draw the picture. Nothing was written." : said, said.empty() ? text : std::string()};
}

} // namespace cw::cli
