#include <cstddef>
#include <cstring>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/dataset/fingerprint.h"
#include "core/dataset/info_json.h"
#include "core/dataset/text_cache.h"

namespace cw {

std::uint64_t headerHash(const TextCacheHeader& header)
{
    return contentHash({reinterpret_cast<const std::uint8_t*>(&header), offsetof(TextCacheHeader, headerHash)});
}

void TokenHash::add(std::span<const std::int32_t> block)
{
    m_value = deriveSeed(m_value, contentHash({reinterpret_cast<const std::uint8_t*>(block.data()), block.size_bytes()}));
}

Result<std::shared_ptr<const TextData>> writeTextCache(const TextSurvey& survey, const DatasetInfo& info, const std::string& fingerprint, CacheOutput& output,
                                                       TextMeter& meter)
{
    TextCacheHeader header{};
    TokenHash hash;
    std::vector<std::int32_t> block;
    block.reserve(TokenHash::kBlock);
    Status written;
    const auto flush = [&] {
        hash.add(block);
        written = output.write(block.data(), block.size() * sizeof block[0]);
        block.clear();
        return static_cast<bool>(written);
    };
    for (const auto split : {Split::Train, Split::Validation, Split::Test}) {
        auto& count = header.tokens[static_cast<std::size_t>(split)];
        const auto expected = static_cast<std::uint64_t>(survey.tokens(split));
        if (expected == 0)
            continue;
        const auto read = survey.read(split, [&](std::string_view token) {
            block.push_back(survey.vocabulary().number(token));
            return ++count <= expected && (block.size() < TokenHash::kBlock || flush());
        }, meter);
        if (!read)
            return read.error();
        if (!written)
            return written.error();
        if (count != expected)
            return Error{ErrorCode::Corrupt, info.path.string() + " changed while it was read. Try again when it is whole.", {}};
    }
    if (!flush())
        return written.error();

    std::string tail;
    for (const auto& word : survey.vocabulary().words())
        tail.append(word) += '\n';
    header.wordsBytes = tail.size();
    auto json = toJson(info);
    json["fingerprint"] = fingerprint;
    tail += json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);

    std::memcpy(header.magic, kTextCacheMagic, sizeof kTextCacheMagic);
    header.version = kTextCacheVersion;
    header.words = static_cast<std::uint32_t>(survey.vocabulary().size());
    header.infoBytes = tail.size() - header.wordsBytes;
    header.fileBytes = output.written() + tail.size();
    header.tokenHash = hash.value();
    header.tailHash = contentHash({reinterpret_cast<const std::uint8_t*>(tail.data()), tail.size()});
    header.headerHash = headerHash(header);
    if (auto status = output.write(tail.data(), tail.size()); !status)
        return status.error();
    const auto fd = output.finish(std::as_bytes(std::span(&header, 1)));
    if (!fd)
        return fd.error();
    return mapTextCache(*fd, output.target(), !output.isOnDisk());
}

} // namespace cw
