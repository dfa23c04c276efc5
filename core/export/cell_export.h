#pragma once
#include <filesystem>
#include <span>
#include <string>
#include <string_view>

#include "core/arch/architecture.h"
#include "core/base/result.h"

namespace cw {

/// A form an architecture can be written in.
struct CellFormat {
    std::string_view key;   ///< "json"
    std::string_view title; ///< for people
    /// The whole file; null where the window program writes it.
    std::string (*content)(const Architecture& arch);
};
/// The one table. A new format is one row and one function.
std::span<const CellFormat> cellFormats();

/// The file's content without writing it. Unknown formats and formats that are drawn give an error.
Result<std::string> architectureContent(const Architecture& arch, std::string_view format);
/// Writes the whole file or nothing (core/base/files.h); an existing file is replaced, a folder,
/// device or pipe is refused. Blocking; any thread. Requires a valid architecture.
Status exportArchitecture(const Architecture& arch, std::string_view format, const std::filesystem::path& path);
/// The same for content made elsewhere: a picture, a table.
Status writeExport(const std::filesystem::path& path, std::string_view content);

} // namespace cw
