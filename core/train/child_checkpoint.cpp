#include "core/train/child_checkpoint.h"

#include <cmath>
#include <cstring>

#include <nlohmann/json.hpp>

#include "core/base/files.h"
#include "core/base/random.h"

namespace cw {
namespace {

constexpr std::string_view kMagic = "CWCHILD1";
constexpr std::uint64_t kMaxBytes = 8ULL << 30;

void append(std::string& bytes, std::uint64_t number) { bytes.append(reinterpret_cast<const char*>(&number), sizeof number); }

std::uint64_t numberAt(std::string_view bytes, std::size_t offset)
{
    std::uint64_t number = 0;
    std::memcpy(&number, bytes.data() + offset, sizeof number);
    return number;
}

bool readHeader(const nlohmann::json& header, ChildCheckpoint& c)
{
    try {
        c.identity = header.at("identity").get<std::string>();
        c.step = header.at("step").get<std::int64_t>();
        c.lossSum = header.at("loss_sum").get<double>();
        c.seconds = header.at("seconds").get<double>();
        c.cpuSeconds = header.at("cpu_seconds").get<double>();
        for (const auto& p : header.at("curve"))
            c.curve.push_back({p.at(0).get<int>(), p.at(1).get<double>(), p.at(2).get<double>()});
        return c.step >= 0;
    } catch (const nlohmann::json::exception&) {
        return false;
    }
}

} // namespace

Status saveChildCheckpoint(const std::filesystem::path& path, const ChildCheckpoint& c)
{
    auto curve = nlohmann::json::array();
    for (const auto& p : c.curve)
        curve.push_back({p.epoch, p.loss, p.accuracy});
    const nlohmann::json header{{"identity", c.identity}, {"step", c.step}, {"loss_sum", c.lossSum}, {"seconds", c.seconds},
                                {"cpu_seconds", c.cpuSeconds}, {"curve", std::move(curve)}};
    const auto text = header.dump();
    std::string bytes(kMagic);
    append(bytes, text.size());
    bytes += text;
    for (const auto& buffer : c.buffers)
        bytes.append(reinterpret_cast<const char*>(buffer.data()), buffer.size() * sizeof(float));
    append(bytes, stableHash(bytes));
    return writeFileAtomically(path, bytes);
}

std::optional<ChildCheckpoint> loadChildCheckpoint(const std::filesystem::path& path, const std::string& identity,
                                                   const std::array<std::size_t, 3>& sizes)
{
    std::error_code ec;
    if (!std::filesystem::exists(path, ec))
        return {};
    const auto file = readFile(path, kMaxBytes);
    constexpr std::size_t kFixed = kMagic.size() + 2 * sizeof(std::uint64_t);
    if (!file || file->size() < kFixed || !file->starts_with(kMagic))
        return {};
    const std::string_view content(*file);
    const auto body = content.substr(0, content.size() - sizeof(std::uint64_t));
    const auto headerSize = numberAt(content, kMagic.size());
    const auto floats = sizes[0] + sizes[1] + sizes[2];
    if (headerSize > content.size() || content.size() != kFixed + headerSize + floats * sizeof(float)
        || numberAt(content, body.size()) != stableHash(body))
        return {};
    auto header = parseJson(content.substr(kFixed - sizeof(std::uint64_t), headerSize), path.string());
    ChildCheckpoint c;
    if (!header || !readHeader(*header, c) || c.identity != identity)
        return {};
    auto place = kFixed - sizeof(std::uint64_t) + headerSize;
    for (std::size_t i = 0; i < sizes.size(); ++i) {
        c.buffers[i].resize(sizes[i]);
        std::memcpy(c.buffers[i].data(), content.data() + place, sizes[i] * sizeof(float));
        place += sizes[i] * sizeof(float);
    }
    return c;
}

} // namespace cw
