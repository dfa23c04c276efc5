#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <nlohmann/json.hpp>

#include "core/base/files.h"
#include "core/dataset/cache_file.h"
#include "core/dataset/fingerprint.h"
#include "core/dataset/info_json.h"

namespace cw {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t kBufferBytes = 1 << 20;

} // namespace

Result<std::unique_ptr<CacheWriter>> CacheWriter::onDisk(const fs::path& target)
{
    static std::atomic<unsigned> number{0};
    std::unique_ptr<CacheWriter> writer(new CacheWriter);
    std::error_code ec;
    fs::create_directories(target.parent_path(), ec);
    if (ec)
        return systemError("write", target.parent_path(), ec.value());
    writer->m_target = target;
    writer->m_temporary = target;
    writer->m_temporary += ".tmp" + std::to_string(::getpid()) + "-" + std::to_string(++number);
    writer->m_fd = ::open(writer->m_temporary.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
    writer->m_onDisk = true;
    if (writer->m_fd < 0)
        return systemError("write", target, errno);
    const std::vector<char> head(kPixelsAt);
    if (auto status = writer->write(head.data(), head.size()); !status)
        return status.error();
    return writer;
}

Result<std::unique_ptr<CacheWriter>> CacheWriter::inMemory()
{
    std::unique_ptr<CacheWriter> writer(new CacheWriter);
    writer->m_fd = ::memfd_create("cellwright-images", MFD_CLOEXEC);
    if (writer->m_fd < 0)
        return systemError("reserve", "memory for the pictures", errno);
    // Workers are other processes: they open the same memory by this name.
    writer->m_target = "/proc/" + std::to_string(::getpid()) + "/fd/" + std::to_string(writer->m_fd);
    const std::vector<char> head(kPixelsAt);
    if (auto status = writer->write(head.data(), head.size()); !status)
        return status.error();
    return writer;
}

CacheWriter::~CacheWriter()
{
    if (m_fd < 0)
        return;
    ::close(m_fd);
    if (m_onDisk)
        ::unlink(m_temporary.c_str());
}

Status CacheWriter::flush()
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

Status CacheWriter::write(const void* data, std::size_t bytes)
{
    const auto* from = static_cast<const std::uint8_t*>(data);
    m_written += bytes;
    m_buffer.insert(m_buffer.end(), from, from + bytes);
    return m_buffer.size() >= kBufferBytes ? flush() : Status{};
}

Status CacheWriter::add(std::span<const std::uint8_t> pixels, int label, Split origin)
{
    m_labels.push_back(label);
    m_hashes.push_back(contentHash(pixels));
    m_origins.push_back(origin);
    return write(pixels.data(), pixels.size());
}

void CacheWriter::relabel(std::span<const int> newClassOf)
{
    for (auto& label : m_labels)
        label = newClassOf[static_cast<std::size_t>(label)];
}

Result<std::shared_ptr<ImageData>> CacheWriter::finish(const ImageShape& shape, const CacheSummary& summary)
{
    auto json = toJson(summary.info);
    json["mean"] = summary.mean;
    json["deviation"] = summary.deviation;
    json["fingerprint"] = summary.fingerprint;
    const auto description = json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);

    CacheHeader header{};
    std::memcpy(header.magic, kCacheMagic, sizeof kCacheMagic);
    header.version = kCacheVersion;
    header.channels = static_cast<std::uint32_t>(shape.channels);
    header.height = static_cast<std::uint32_t>(shape.height);
    header.width = static_cast<std::uint32_t>(shape.width);
    header.count = m_labels.size();

    std::vector<std::uint8_t> tail;
    const std::uint64_t padding = (8 - m_written % 8) % 8;
    const auto append = [&](const void* data, std::size_t bytes) {
        const auto at = header.labelsAt + tail.size();
        const auto* from = static_cast<const std::uint8_t*>(data);
        tail.insert(tail.end(), from, from + bytes);
        return at;
    };
    const auto align = [&] { tail.resize((tail.size() + 7) / 8 * 8); };
    header.labelsAt = m_written + padding;
    append(m_labels.data(), m_labels.size() * sizeof m_labels[0]);
    align();
    header.hashesAt = append(m_hashes.data(), m_hashes.size() * sizeof m_hashes[0]);
    header.originsAt = append(m_origins.data(), m_origins.size());
    align();
    header.infoAt = append(description.data(), description.size());
    header.infoBytes = description.size();
    header.fileBytes = header.labelsAt + tail.size();
    header.tailHash = contentHash(tail);
    header.headerHash = headerHash(header);

    constexpr std::uint8_t kZeros[8] = {};
    auto status = write(kZeros, padding);
    if (status)
        status = write(tail.data(), tail.size());
    if (status)
        status = flush();
    if (!status)
        return status.error();
    if (::pwrite(m_fd, &header, sizeof header, 0) != static_cast<ssize_t>(sizeof header))
        return systemError("write", m_target, errno);
    if (m_onDisk && (::fsync(m_fd) != 0 || ::rename(m_temporary.c_str(), m_target.c_str()) != 0))
        return systemError("write", m_target, errno);
    const int fd = m_fd;
    m_fd = -1;
    return mapCache(fd, m_target, !m_onDisk);
}

} // namespace cw
