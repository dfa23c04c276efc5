#include <cstring>

#include <nlohmann/json.hpp>

#include "core/dataset/cache_file.h"
#include "core/dataset/fingerprint.h"
#include "core/dataset/info_json.h"

namespace cw {

Result<std::unique_ptr<CacheWriter>> CacheWriter::onDisk(const std::filesystem::path& target)
{
    auto output = CacheOutput::onDisk(target);
    if (!output)
        return output.error();
    return std::unique_ptr<CacheWriter>(new CacheWriter(*std::move(output)));
}

Result<std::unique_ptr<CacheWriter>> CacheWriter::inMemory()
{
    auto output = CacheOutput::inMemory("memory for the pictures");
    if (!output)
        return output.error();
    return std::unique_ptr<CacheWriter>(new CacheWriter(*std::move(output)));
}

Status CacheWriter::add(std::span<const std::uint8_t> pixels, int label, Split origin)
{
    m_labels.push_back(label);
    m_hashes.push_back(contentHash(pixels));
    m_origins.push_back(origin);
    return m_output->write(pixels.data(), pixels.size());
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
    const std::uint64_t padding = (8 - m_output->written() % 8) % 8;
    const auto append = [&](const void* data, std::size_t bytes) {
        const auto at = header.labelsAt + tail.size();
        const auto* from = static_cast<const std::uint8_t*>(data);
        tail.insert(tail.end(), from, from + bytes);
        return at;
    };
    const auto align = [&] { tail.resize((tail.size() + 7) / 8 * 8); };
    header.labelsAt = m_output->written() + padding;
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
    auto status = m_output->write(kZeros, padding);
    if (status)
        status = m_output->write(tail.data(), tail.size());
    if (!status)
        return status.error();
    const auto fd = m_output->finish(std::as_bytes(std::span(&header, 1)));
    if (!fd)
        return fd.error();
    return mapCache(*fd, m_output->target(), !m_output->isOnDisk());
}

} // namespace cw
