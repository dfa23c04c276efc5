#include <algorithm>
#include <array>
#include <string_view>

#include <sys/stat.h>

#include "core/base/files.h"
#include "core/dataset/source.h"

namespace cw {
namespace fs = std::filesystem;
namespace {

// A new data format is one reader file and one row. First match wins.
constexpr std::array<SourceKind, 1> kKinds = {{
    {"idx", recogniseIdx, openIdx},
}};

constexpr const char* kWhatWorks = "What works: a folder with one folder of pictures (JPEG, PNG, BMP, WebP) per class, also inside train, val and test "
                                   "folders; a folder with CIFAR-10 or CIFAR-100 binary files; a folder with IDX files as MNIST has them, or one of these files.";
constexpr int kMaxDescent = 4;

const SourceKind* recognise(const SourceRequest& request)
{
    const auto it = std::find_if(kKinds.begin(), kKinds.end(), [&](const auto& kind) { return kind.recognise(request); });
    return it == kKinds.end() ? nullptr : &*it;
}

bool isArchive(std::string name)
{
    std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    constexpr std::array<std::string_view, 9> kEndings = {".zip", ".tar", ".gz", ".tgz", ".xz", ".bz2", ".7z", ".rar", ".zst"};
    return std::any_of(kEndings.begin(), kEndings.end(), [&](auto e) { return name.ends_with(e); });
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
    if (isFile)
        root = root.parent_path();
    auto tree = scanFolder(root, isFile ? 0 : kMaxScanDepth, meter);
    if (!tree)
        return tree.error();

    SourceRequest request{*tree, 0, isFile ? path.filename().string() : std::string()};
    for (int level = 0; level <= kMaxDescent; ++level) {
        if (const auto* kind = recognise(request))
            return kind->open(request, meter);
        // Unpacked archives often hold one folder that holds the data.
        const auto& folder = tree->folders[request.folder];
        if (folder.folders.size() != 1)
            break;
        request.folder = folder.folders[0];
    }
    if (isFile && isArchive(request.file))
        return Error{ErrorCode::Unsupported, path.string() + " is packed. Unpack it and choose the folder that comes out.", {}};
    return Error{ErrorCode::Unsupported, "No data set was found in " + path.string() + ". " + kWhatWorks, {}};
}

} // namespace cw
