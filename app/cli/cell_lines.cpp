#include "app/cli/cell_lines.h"

#include <functional>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "core/arch/arch_text.h"
#include "core/base/files.h"

namespace cw::cli {
namespace {

constexpr std::uint64_t kMaxBytes = 1ULL << 30;

Result<Architecture> cellOf(const nlohmann::json& line)
{
    if (!line.is_object() || !line.contains("architecture"))
        return Error{ErrorCode::InvalidArgument, "it has no \"architecture\".", {}};
    const auto& value = line["architecture"];
    auto arch = value.is_string() ? architectureFromText(value.get<std::string>()) : architectureFromJson(value);
    if (arch && (arch->space != "pnas" || arch->cells.size() != 1))
        return Error{ErrorCode::InvalidArgument, "it is not a PNAS cell.", {}};
    return arch;
}

Status forEachLine(const std::filesystem::path& path, const std::function<Status(const nlohmann::json&)>& take)
{
    const auto text = readFile(path, kMaxBytes);
    if (!text)
        return text.error();
    int number = 0, taken = 0;
    for (std::string_view rest = *text; !rest.empty();) {
        const auto end = rest.find('\n');
        const auto line = rest.substr(0, end);
        rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
        ++number;
        if (line.find_first_not_of(" \t\r") == std::string_view::npos)
            continue;
        const auto value = parseJson(line, "it");
        const auto status = value ? take(*value) : Status(value.error());
        if (!status)
            return Error{ErrorCode::InvalidArgument, path.string() + ", line " + std::to_string(number) + ": " + status.error().message, status.error().detail};
        ++taken;
    }
    if (taken == 0)
        return Error{ErrorCode::InvalidArgument, path.string() + " holds no cells.", {}};
    return {};
}

} // namespace

Result<std::vector<Architecture>> readCells(const std::filesystem::path& path)
{
    std::vector<Architecture> cells;
    const auto status = forEachLine(path, [&](const nlohmann::json& line) -> Status {
        auto arch = cellOf(line);
        if (!arch)
            return arch.error();
        cells.push_back(*std::move(arch));
        return {};
    });
    if (!status)
        return status.error();
    return cells;
}

Result<std::vector<MeasuredCell>> readMeasuredCells(const std::filesystem::path& path)
{
    std::vector<MeasuredCell> cells;
    const auto status = forEachLine(path, [&](const nlohmann::json& line) -> Status {
        auto arch = cellOf(line);
        if (!arch)
            return arch.error();
        const auto accuracy = line.find("accuracy");
        if (accuracy == line.end() || !accuracy->is_number())
            return Error{ErrorCode::InvalidArgument, "it has no number \"accuracy\".", {}};
        const auto value = accuracy->get<double>();
        if (!(value >= 0 && value <= 1))
            return Error{ErrorCode::InvalidArgument, "its accuracy is not within 0..1 (a fraction, not per cent).", {}};
        cells.push_back({*std::move(arch), value});
        return {};
    });
    if (!status)
        return status.error();
    return cells;
}

} // namespace cw::cli
