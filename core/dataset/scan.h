#pragma once
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/dataset/dataset.h"
#include "core/dataset/progress_meter.h"

namespace cw {

struct ScannedFile {
    std::string name; ///< raw bytes
    std::uint64_t bytes = 0;
    std::int64_t modified = 0; ///< nanoseconds since 1970
};

struct ScannedFolder {
    std::string name, path;            ///< raw bytes; path is relative to the tree's root, "" for the root itself
    std::vector<ScannedFile> files;    ///< regular files, by name
    std::vector<std::size_t> folders;  ///< indices into FolderTree::folders, by name
};

/// Names, sizes and times of what lies below a folder; no file is opened. folders[0] is the root.
struct FolderTree {
    std::filesystem::path root;
    std::vector<ScannedFolder> folders;
    std::vector<DatasetProblem> problems; ///< paths for display, relative to the root
    std::int64_t problemCount = 0;

    std::filesystem::path pathOf(const ScannedFolder& folder) const { return folder.path.empty() ? root : root / folder.path; }
    std::filesystem::path pathOf(const ScannedFolder& folder, const ScannedFile& file) const { return root / folder.path / file.name; }
};

inline constexpr int kMaxScanDepth = 12;
inline constexpr std::int64_t kMaxScannedEntries = 4'000'000;

/// Reads a folder down to `depth` levels. Links are followed, but no folder is read twice, so loops end. Hidden files
/// and the litter of desktops (Thumbs.db, __MACOSX, …) are skipped silently; pipes, devices, broken links, unreadable and
/// too deep folders become problems. Fails when the root cannot be read or there are more than kMaxScannedEntries names.
Result<FolderTree> scanFolder(const std::filesystem::path& root, int depth, ProgressMeter& meter);

/// Adds to a bounded list.
void addProblem(std::vector<DatasetProblem>& problems, std::int64_t& count, std::string path, std::string reason);
void addProblem(DatasetInfo& info, std::string path, std::string reason);

} // namespace cw
