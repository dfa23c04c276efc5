#include "core/export/cell_export.h"

#include <array>
#include <system_error>

#include <nlohmann/json.hpp>

#include "core/arch/arch_text.h"
#include "core/arch/architecture_graph.h"
#include "core/base/files.h"

namespace cw {
namespace {

std::string asJson(const Architecture& arch) { return toJson(arch).dump(2) + "\n"; }
std::string asDot(const Architecture& arch) { return toDot(architectureGraph(arch), toText(arch)); }

constexpr std::array kFormats{
    CellFormat{"json", "Architecture (JSON)", asJson},
    CellFormat{"dot", "Graph for Graphviz (DOT)", asDot},
    CellFormat{"svg", "Picture (SVG)", nullptr},
    CellFormat{"pdf", "Picture (PDF)", nullptr},
    CellFormat{"png", "Picture (PNG)", nullptr},
};

} // namespace

std::span<const CellFormat> cellFormats() { return kFormats; }

Result<std::string> architectureContent(const Architecture& arch, std::string_view format)
{
    std::string known;
    for (const auto& row : kFormats) {
        if (row.key == format && row.content)
            return row.content(arch);
        if (row.key == format)
            return Error{ErrorCode::Unsupported,
                         "Pictures (" + std::string(format) + ") are drawn by the window program, not here. Nothing was written.",
                         {}};
        known += (known.empty() ? "" : ", ") + std::string(row.key);
    }
    return Error{ErrorCode::InvalidArgument, "Nothing was written: there is no format \"" + std::string(format) + "\" for an architecture. Known: " + known + ".",
                 {}};
}

Status exportArchitecture(const Architecture& arch, std::string_view format, const std::filesystem::path& path)
{
    const auto content = architectureContent(arch, format);
    return content ? writeExport(path, *content) : content.error();
}

Status writeExport(const std::filesystem::path& path, std::string_view content)
{
    // A rename would put a file in the place of a device or a pipe.
    std::error_code ignored;
    const auto status = std::filesystem::status(path, ignored);
    if (std::filesystem::exists(status) && !std::filesystem::is_regular_file(status))
        return Error{ErrorCode::InvalidArgument, path.string() + " is not a file and was left as it is. Choose the name of a file.", {}};
    auto written = writeFileAtomically(path, content);
    if (!written)
        return Error{written.error().code, written.error().message + " Nothing was written; what was there before is untouched.", written.error().detail};
    return written;
}

} // namespace cw
