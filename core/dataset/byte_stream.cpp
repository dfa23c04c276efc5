#include "core/dataset/byte_stream.h"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

#include <zlib.h>

#include "core/base/files.h"

namespace cw {

Result<ByteStream> ByteStream::open(const std::filesystem::path& path)
{
    const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (fd < 0)
        return systemError("read", path, errno);
    struct stat st {};
    if (::fstat(fd, &st) != 0 || !S_ISREG(st.st_mode)) {
        ::close(fd);
        return Error{ErrorCode::InvalidArgument, path.string() + " is not a file.", {}};
    }
    gzFile file = ::gzdopen(fd, "rb");
    if (!file) {
        ::close(fd);
        return Error{ErrorCode::Io, "Not enough memory to read " + path.string() + ".", {}};
    }
    ::gzbuffer(file, 1 << 17);
    return ByteStream(file);
}

ByteStream::ByteStream(ByteStream&& other) noexcept : m_file(std::exchange(other.m_file, nullptr)), m_damage(std::move(other.m_damage)) {}

ByteStream::~ByteStream()
{
    if (m_file)
        ::gzclose_r(m_file);
}

std::size_t ByteStream::read(std::span<std::uint8_t> out)
{
    std::size_t done = 0;
    while (done < out.size()) {
        const auto part = static_cast<unsigned>(std::min<std::size_t>(out.size() - done, 1 << 26));
        const int n = ::gzread(m_file, out.data() + done, part);
        if (n > 0)
            done += static_cast<std::size_t>(n);
        int code = Z_OK;
        ::gzerror(m_file, &code);
        if (n < 0 || (code != Z_OK && code != Z_STREAM_END)) {
            m_damage = code == Z_BUF_ERROR ? "The compressed file ends too early." : "The compressed data is damaged.";
            break;
        }
        if (n == 0)
            break;
    }
    return done;
}

} // namespace cw
