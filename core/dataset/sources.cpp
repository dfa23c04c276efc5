#include <algorithm>
#include <array>
#include <string_view>

#include <sys/stat.h>

#include "core/base/files.h"
#include "core/dataset/file_names.h"
#include "core/dataset/source.h"

namespace cw {
namespace fs = std::filesystem;
namespace {

// A new data format is one reader file and one row. First match wins.
constexpr std::array<SourceKind, 4> kKinds = {{
    {"idx", recogniseIdx, openIdx},
    {"cifar10", recogniseCifar10, openCifar10},
    {"cifar100", recogniseCifar100, openCifar100},
    {"image-folders", recogniseImageFolders, openImageFolders},
}};

constexpr const char* kWhatWorks = "What works: a folder with one folder of pictures (JPEG, PNG, BMP, WebP) per class, also inside train, val and test "
                                   "folders; a folder with CIFAR-10 or CIFAR-100 binary files; a folder with IDX files as MNIST has them, or one of these files; "
                                   "for recurrent cells a file of plain text (UTF-8), or a folder with train.txt, valid.txt and test.txt.";
constexpr int kMaxDescent = 4;

const SourceKind* recognise(const SourceRequest& request)
{
    const auto it = std::find_if(kKinds.begin(), kKinds.end(), [&](const auto& kind) { return kind.recognise(request); });
    return it == kKinds.end() ? nullptr : &*it;
}

/// Index of the only sub-folder that holds more than text; 0 if there is none or more than one.
std::size_t onlyFolderWithData(const FolderTree& tree, std::size_t folder, const std::vector<bool>& holds)
{
    std::size_t only = 0;
    for (const auto child : tree.folders[folder].folders)
        if (holds[child]) {
            if (only != 0)
                return 0;
            only = child;
        }
    return only;
}

} // namespace

Result<std::unique_ptr<DataSource>> openSource(const fs::path& path, ProgressMeter& meter)
{
    struct stat st {};
    if (::stat(path.c_str(), &st) != 0)
        return systemError("read", path, errno);
    const bool isFile = S_ISREG(st.st_mode);
    if (!isFile && !S_ISDIR(st.st_mode))
        return Error{ErrorCode::Unsupported, path.string() + " is neither a folder nor a file. " + kWhatWorks, {}};

    std::error_code ec;
    auto root = fs::absolute(path, ec).lexically_normal();
    if (isFile || !root.has_filename()) // the folder of the file; or without a slash at the end
        root = root.parent_path();
    auto scanned = scanFolder(root, isFile ? 0 : kMaxScanDepth, meter);
    if (!scanned)
        return scanned.error();

    SourceRequest request{std::make_shared<const FolderTree>(std::move(*scanned)), 0, isFile ? path.filename().string() : std::string()};
    const auto holds = foldersWithData(*request.tree);
    for (int level = 0; level <= kMaxDescent; ++level) {
        if (const auto* kind = recognise(request))
            return kind->open(request, meter);
        // Unpacked archives often hold one folder that holds the data.
        request.folder = onlyFolderWithData(*request.tree, request.folder, holds);
        if (request.folder == 0)
            break;
    }
    if (isFile && isArchiveName(request.file))
        return Error{ErrorCode::Unsupported, path.string() + " is packed. Unpack it and choose the folder that comes out.", {}};
    return Error{ErrorCode::Unsupported, "No data set was found in " + path.string() + ". " + kWhatWorks, {}};
}

} // namespace cw
