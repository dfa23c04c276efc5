#include "core/dataset/cache_output.h"

#include <array>
#include <atomic>
#include <cerrno>
#include <fcntl.h>
#include <string>
#include <sys/mman.h>
#include <unistd.h>

#include "core/base/files.h"

namespace cw {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t kBufferBytes = 1 << 20;
constexpr std::array<std::uint8_t, kCacheHeaderRoom> kEmptyHeader{};

} // namespace

Result<std::unique_ptr<CacheOutput>> CacheOutput::onDisk(const fs::path& target)
{
    static std::atomic<unsigned> number{0};
    std::unique_ptr<CacheOutput> output(new CacheOutput);
    std::error_code ec;
    fs::create_directories(target.parent_path(), ec);
    if (ec)
        return systemError("write", target.parent_path(), ec.value());
    output->m_target = target;
    output->m_temporary = target;
    output->m_temporary += ".tmp" + std::to_string(::getpid()) + "-" + std::to_string(++number);
    output->m_fd = ::open(output->m_temporary.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
    output->m_onDisk = true;
    if (output->m_fd < 0)
        return systemError("write", target, errno);
    if (auto status = output->write(kEmptyHeader.data(), kEmptyHeader.size()); !status)
        return status.error();
    return output;
}

Result<std::unique_ptr<CacheOutput>> CacheOutput::inMemory(const char* what)
{
    std::unique_ptr<CacheOutput> output(new CacheOutput);
    output->m_fd = ::memfd_create("cellwright-data", MFD_CLOEXEC);
    if (output->m_fd < 0)
        return systemError("reserve", what, errno);
    // Workers are other processes: they open the same memory by this name.
    output->m_target = "/proc/" + std::to_string(::getpid()) + "/fd/" + std::to_string(output->m_fd);
    if (auto status = output->write(kEmptyHeader.data(), kEmptyHeader.size()); !status)
        return status.error();
    return output;
}

CacheOutput::~CacheOutput()
{
    if (m_fd < 0)
        return;
    ::close(m_fd);
    if (m_onDisk)
        ::unlink(m_temporary.c_str());
}

Status CacheOutput::flush()
{
    std::size_t done = 0;
    while (done < m_buffer.size()) {
        const auto n = ::write(m_fd, m_buffer.data() + done, m_buffer.size() - done);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return systemError("write", m_target, errno);
        done += static_cast<std::size_t>(n);
    }
    m_buffer.clear();
    return {};
}

Status CacheOutput::write(const void* data, std::size_t bytes)
{
    const auto* from = static_cast<const std::uint8_t*>(data);
    m_written += bytes;
    m_buffer.insert(m_buffer.end(), from, from + bytes);
    return m_buffer.size() >= kBufferBytes ? flush() : Status{};
}

Result<int> CacheOutput::finish(std::span<const std::byte> header)
{
    if (auto status = flush(); !status)
        return status.error();
    if (::pwrite(m_fd, header.data(), header.size(), 0) != static_cast<ssize_t>(header.size()))
        return systemError("write", m_target, errno);
    if (m_onDisk && (::fsync(m_fd) != 0 || ::rename(m_temporary.c_str(), m_target.c_str()) != 0))
        return systemError("write", m_target, errno);
    const int fd = m_fd;
    m_fd = -1;
    return fd;
}

} // namespace cw
