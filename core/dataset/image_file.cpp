#include "core/dataset/image_file.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/dataset/image_decoder.h"

namespace cw {

Status readImageFile(const std::filesystem::path& path, std::uint64_t most, std::vector<std::uint8_t>& out, bool& whole)
{
    const auto unreadable = [] { return Error{ErrorCode::Io, std::string("The file cannot be read: ") + std::strerror(errno) + ".", {}}; };
    struct Descriptor {
        int fd;
        ~Descriptor() { if (fd >= 0) ::close(fd); }
    } const file{::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)};
    struct stat st {};
    if (file.fd < 0 || ::fstat(file.fd, &st) != 0)
        return unreadable();
    if (!S_ISREG(st.st_mode))
        return Error{ErrorCode::Io, "Not a file (a pipe, socket or device): it was not opened.", {}};
    const auto bytes = static_cast<std::uint64_t>(st.st_size);
    if (most >= bytes && bytes > kMaxImageFileBytes)
        return Error{ErrorCode::Unsupported, "Enormous: a file of " + std::to_string(bytes >> 20) + " MiB; up to " + std::to_string(kMaxImageFileBytes >> 20) + " MiB are read.", {}};
    out.resize(std::min(bytes, most));
    std::size_t done = 0;
    while (done < out.size()) {
        const auto n = ::read(file.fd, out.data() + done, out.size() - done);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return unreadable();
        if (n == 0)
            break;
        done += static_cast<std::size_t>(n);
    }
    out.resize(done);
    whole = done >= bytes;
    return {};
}

} // namespace cw
