#include "core/search/buffer_file.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <optional>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/base/files.h"

namespace cw {
namespace {

constexpr std::uint64_t kMaxFile = 4ULL << 30;   ///< bytes
constexpr std::uint64_t kMaxHeader = 16ULL << 20; ///< bytes
constexpr std::size_t kMaxDimensions = 8;
constexpr std::size_t kLengthBytes = 8, kFloatBytes = 4;
constexpr const char* kMetadataKey = "__metadata__";

/// Number of elements; nothing for a negative side or a product that no file can hold.
std::optional<std::uint64_t> elements(const std::vector<std::int64_t>& shape)
{
    std::uint64_t count = 1;
    bool tooLarge = shape.size() > kMaxDimensions;
    for (const auto side : shape) {
        if (side < 0)
            return std::nullopt;
        if (side > 0 && count > kMaxFile / static_cast<std::uint64_t>(side))
            tooLarge = true;
        else
            count *= static_cast<std::uint64_t>(side);
    }
    return tooLarge && count != 0 ? std::nullopt : std::optional(count);
}

void appendLittleEndian(std::string& out, std::uint64_t value, std::size_t bytes)
{
    for (std::size_t i = 0; i < bytes; ++i)
        out.push_back(static_cast<char>(value >> (8 * i) & 255U));
}

std::uint64_t littleEndian(std::string_view bytes)
{
    std::uint64_t value = 0;
    for (std::size_t i = bytes.size(); i-- > 0;)
        value = value << 8U | static_cast<unsigned char>(bytes[i]);
    return value;
}

void appendFloats(std::string& out, const std::vector<float>& data)
{
    if constexpr (std::endian::native == std::endian::little)
        out.append(reinterpret_cast<const char*>(data.data()), data.size() * kFloatBytes);
    else
        for (const float x : data)
            appendLittleEndian(out, std::bit_cast<std::uint32_t>(x), kFloatBytes);
}

std::vector<float> floats(std::string_view bytes)
{
    std::vector<float> data(bytes.size() / kFloatBytes);
    if constexpr (std::endian::native == std::endian::little) {
        if (!data.empty())
            std::memcpy(data.data(), bytes.data(), bytes.size());
    } else {
        for (std::size_t i = 0; i < data.size(); ++i)
            data[i] = std::bit_cast<float>(static_cast<std::uint32_t>(littleEndian(bytes.substr(i * kFloatBytes, kFloatBytes))));
    }
    return data;
}

/// A list of non-negative whole numbers that fit.
std::optional<std::vector<std::int64_t>> wholeNumbers(const nlohmann::json& value)
{
    if (!value.is_array())
        return std::nullopt;
    std::vector<std::int64_t> numbers;
    for (const auto& item : value) {
        if (!item.is_number_unsigned() || item.get<std::uint64_t>() > kMaxFile)
            return std::nullopt;
        numbers.push_back(static_cast<std::int64_t>(item.get<std::uint64_t>()));
    }
    return numbers;
}

/// Where one buffer lies, or nothing when its entry is not sound.
struct Place {
    std::string name;
    std::vector<std::int64_t> shape;
    std::uint64_t begin = 0, end = 0;
};
std::optional<Place> placeOf(const std::string& name, const nlohmann::json& entry, std::uint64_t available)
{
    if (name.empty() || !entry.is_object() || !entry.contains("dtype") || entry["dtype"] != "F32" || !entry.contains("shape") || !entry.contains("data_offsets"))
        return std::nullopt;
    const auto shape = wholeNumbers(entry["shape"]), offsets = wholeNumbers(entry["data_offsets"]);
    if (!shape || !offsets || offsets->size() != 2)
        return std::nullopt;
    const auto count = elements(*shape);
    const auto begin = static_cast<std::uint64_t>((*offsets)[0]), end = static_cast<std::uint64_t>((*offsets)[1]);
    if (!count || begin > end || end > available || end - begin != *count * kFloatBytes)
        return std::nullopt;
    return Place{name, *shape, begin, end};
}

} // namespace

Result<std::string> encodeBuffers(const NamedBuffers& buffers, const BufferMetadata& metadata)
{
    nlohmann::json header = nlohmann::json::object();
    if (!metadata.empty())
        header[kMetadataKey] = metadata;
    std::uint64_t offset = 0;
    for (const auto& [name, buffer] : buffers) {
        if (name.empty() || name == kMetadataKey || elements(buffer.shape) != buffer.data.size())
            return Error{ErrorCode::Internal, "The weights \"" + name + "\" cannot be written: their shape does not fit their numbers.", {}};
        const auto end = offset + buffer.data.size() * kFloatBytes;
        header[name] = {{"dtype", "F32"}, {"shape", buffer.shape}, {"data_offsets", {offset, end}}};
        offset = end;
    }
    auto text = header.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    text.append((kLengthBytes - text.size() % kLengthBytes) % kLengthBytes, ' '); // numbers start aligned
    std::string bytes;
    bytes.reserve(kLengthBytes + text.size() + offset);
    appendLittleEndian(bytes, text.size(), kLengthBytes);
    bytes += text;
    for (const auto& [name, buffer] : buffers)
        appendFloats(bytes, buffer.data);
    return bytes;
}

Result<BufferFile> decodeBuffers(std::string_view bytes, const std::string& what)
{
    const auto corrupt = [&](const std::string& why) { return Error{ErrorCode::Corrupt, what + " is not a sound file of weights: " + why + ".", {}}; };
    if (bytes.size() < kLengthBytes)
        return corrupt("it is too short");
    const auto length = littleEndian(bytes.substr(0, kLengthBytes));
    if (length > kMaxHeader || length > bytes.size() - kLengthBytes)
        return corrupt("its header is longer than the file");
    const auto header = parseJson(bytes.substr(kLengthBytes, length), "The header of " + what);
    if (!header)
        return header.error();
    if (!header->is_object())
        return corrupt("its header is not a table");
    const auto data = bytes.substr(kLengthBytes + length);

    BufferFile file;
    std::vector<Place> places;
    for (const auto& [name, entry] : header->items()) {
        if (name == kMetadataKey) {
            if (!entry.is_object() || !std::ranges::all_of(entry, [](const auto& v) { return v.is_string(); }))
                return corrupt("its description holds other things than words");
            file.metadata = entry.get<BufferMetadata>();
            continue;
        }
        auto place = placeOf(name, entry, data.size());
        if (!place)
            return corrupt("the entry \"" + name + "\" does not fit the file");
        places.push_back(std::move(*place));
    }
    // Side by side without gaps: nothing is read twice, nothing is hidden, and memory is bounded by the file's size.
    std::ranges::sort(places, {}, [](const Place& p) { return std::pair(p.begin, p.end); });
    std::uint64_t at = 0;
    for (const auto& place : places) {
        if (place.begin != at)
            return corrupt("its parts overlap or leave gaps");
        at = place.end;
    }
    if (at != data.size())
        return corrupt("its length does not fit its header");
    for (auto& place : places)
        file.buffers[place.name] = {std::move(place.shape), floats(data.substr(place.begin, place.end - place.begin))};
    return file;
}

Status writeBuffers(const std::filesystem::path& path, const NamedBuffers& buffers, const BufferMetadata& metadata)
{
    const auto bytes = encodeBuffers(buffers, metadata);
    if (!bytes)
        return bytes.error();
    return writeFileAtomically(path, *bytes);
}

Result<BufferFile> readBuffers(const std::filesystem::path& path)
{
    const auto bytes = readFile(path, kMaxFile);
    if (!bytes)
        return bytes.error();
    return decodeBuffers(*bytes, path.string());
}

} // namespace cw
