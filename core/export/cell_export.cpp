#include "core/export/cell_export.h"

#include <array>
#include <system_error>

#include <nlohmann/json.hpp>

#include "core/arch/arch_text.h"
#include "core/arch/cell_graph.h"
#include "core/base/files.h"

namespace cw {
namespace {

std::string asJson(const Architecture& arch) { return toJson(arch).dump(2) + "\n"; }
std::string asDot(const Architecture& arch) { return toDot(cellGraph(arch.cell()), toText(arch)); }

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
                         "Pictures (" + std::string(format)
                             + ") are drawn by the window program, not by this one. Nothing was written. Export \"dot\" and draw it with Graphviz instead.",
                         {}};
        known += (known.empty() ? "" : ", ") + std::string(row.key);
    }
    return Error{ErrorCode::InvalidArgument, "Nothing was written: there is no format \"" + std::string(format) + "\" for an architecture. Known: " + known + ".",
                 {}};
}

Status exportArchitecture(const Architecture& arch, std::string_view format, const std::filesystem::path& path)
{
    const auto content = architectureContent(arch, format);
    if (!content)
        return content.error();
    // A rename would put a file in the place of a device or a pipe.
    std::error_code ignored;
    const auto status = std::filesystem::status(path, ignored);
    if (std::filesystem::exists(status) && !std::filesystem::is_regular_file(status))
        return Error{ErrorCode::InvalidArgument, path.string() + " is not a file and was left as it is. Choose the name of a file.", {}};
    return writeFileAtomically(path, *content);
}

} // namespace cw
