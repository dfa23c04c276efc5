#include "core/base/files.h"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <nlohmann/json.hpp>

namespace cw {
namespace fs = std::filesystem;
namespace {

constexpr int kMaxJsonDepth = 64;

/// Closes on every way out.
struct Descriptor {
    int fd = -1;
    ~Descriptor()
    {
        if (fd >= 0)
            ::close(fd);
    }
};

bool writeAll(int fd, std::string_view content)
{
    while (!content.empty()) {
        const auto n = ::write(fd, content.data(), content.size());
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return false;
        content.remove_prefix(static_cast<std::size_t>(n));
    }
    return true;
}

fs::path xdgDirectory(const char* variable, const char* fallback)
{
    if (const char* value = std::getenv(variable); value && *value == '/')
        return fs::path(value) / "cellwright";
    const char* home = std::getenv("HOME");
    if (!home || !*home) {
        const passwd* user = ::getpwuid(::getuid());
        home = user ? user->pw_dir : "/tmp";
    }
    return fs::path(home) / fallback / "cellwright";
}

} // namespace

Error systemError(std::string_view doing, const fs::path& path, int errorNumber)
{
    const bool full = errorNumber == ENOSPC || errorNumber == EDQUOT;
    auto code = full ? ErrorCode::DiskFull : errorNumber == ENOENT ? ErrorCode::NotFound : ErrorCode::Io;
    std::string reason = full ? "the disk is full" : std::strerror(errorNumber);
    return {code, "Could not " + std::string(doing) + " " + path.string() + ": " + reason + ".", "errno " + std::to_string(errorNumber)};
}

Result<std::string> readFile(const fs::path& path, std::uint64_t maxBytes)
{
    const Descriptor file{::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)};
    struct stat st {};
    if (file.fd < 0 || ::fstat(file.fd, &st) != 0)
        return systemError("read", path, errno);
    if (!S_ISREG(st.st_mode))
        return Error{ErrorCode::InvalidArgument, path.string() + " is not a file.", {}};
    std::string content;
    char buffer[1 << 16];
    for (;;) {
        const auto n = ::read(file.fd, buffer, sizeof buffer);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return systemError("read", path, errno);
        if (n == 0)
            return content;
        content.append(buffer, static_cast<std::size_t>(n));
        if (content.size() > maxBytes)
            return Error{ErrorCode::Unsupported, path.string() + " is larger than the " + std::to_string(maxBytes >> 20) + " MiB allowed here.", {}};
    }
}

Status writeFileAtomically(const fs::path& path, std::string_view content)
{
    struct stat existing {};
    if (::stat(path.c_str(), &existing) == 0 && !S_ISREG(existing.st_mode)) // renaming over a device would replace it
        return Error{ErrorCode::InvalidArgument, "Could not write " + path.string() + ": it is not a regular file.", {}};
    auto temporary = path;
    temporary += ".tmp" + std::to_string(::getpid());
    const auto fail = [&](const char* doing) -> Status {
        const int number = errno;
        ::unlink(temporary.c_str());
        return systemError(doing, path, number);
    };
    {
        const Descriptor file{::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644)};
        if (file.fd < 0 || !writeAll(file.fd, content) || ::fsync(file.fd) != 0)
            return fail("write");
    }
    if (::rename(temporary.c_str(), path.c_str()) != 0)
        return fail("write");
    const auto parent = path.has_parent_path() ? path.parent_path() : fs::path(".");
    const Descriptor folder{::open(parent.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    if (folder.fd >= 0)
        ::fsync(folder.fd); // some file systems refuse; the rename itself has succeeded
    return {};
}

Result<nlohmann::json> parseJson(std::string_view text, std::string_view what)
{
    bool tooDeep = false;
    const auto guard = [&](int depth, nlohmann::json::parse_event_t, nlohmann::json&) {
        tooDeep = tooDeep || depth > kMaxJsonDepth;
        return !tooDeep;
    };
    try {
        auto value = nlohmann::json::parse(text, guard);
        if (tooDeep)
            return Error{ErrorCode::Corrupt, std::string(what) + " is nested too deeply.", {}};
        return value;
    } catch (const nlohmann::json::exception& e) {
        return Error{ErrorCode::Corrupt, std::string(what) + " is not valid JSON.", e.what()};
    }
}

Result<nlohmann::json> readJson(const fs::path& path, std::uint64_t maxBytes)
{
    auto text = readFile(path, maxBytes);
    if (!text)
        return text.error();
    return parseJson(*text, path.string());
}

Status writeJsonAtomically(const fs::path& path, const nlohmann::json& value)
{
    return writeFileAtomically(path, value.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n");
}

fs::path cacheDirectory() { return xdgDirectory("XDG_CACHE_HOME", ".cache"); }
fs::path dataDirectory() { return xdgDirectory("XDG_DATA_HOME", ".local/share"); }

fs::path programDirectory()
{
    std::error_code ec;
    const auto self = fs::read_symlink("/proc/self/exe", ec);
    return ec ? fs::current_path(ec) : self.parent_path();
}

} // namespace cw
