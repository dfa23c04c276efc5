#include "core/dataset/idx_files.h"

#include <algorithm>
#include <utility>

namespace cw {
namespace {

constexpr std::array<std::pair<const char*, Split>, 5> kParts = {{
    {"train-", Split::Train}, {"t10k-", Split::Test}, {"test-", Split::Test}, {"validation-", Split::Validation}, {"val-", Split::Validation},
}};
constexpr std::array<std::string_view, 4> kEndings = {"images-idx3-ubyte", "images.idx3-ubyte", "images-idx3-ubyte.gz", "images.idx3-ubyte.gz"};

bool contains(const ScannedFolder& folder, const std::string& name)
{
    return std::any_of(folder.files.begin(), folder.files.end(), [&](const auto& f) { return f.name == name; });
}

std::string findLabels(const ScannedFolder& folder, const std::string& stem)
{
    for (const char* ending : {"labels-idx1-ubyte", "labels.idx1-ubyte"})
        for (const char* packed : {"", ".gz"})
            if (auto name = stem + ending + packed; contains(folder, name))
                return name;
    return {};
}

} // namespace

std::vector<IdxPart> findIdxParts(const ScannedFolder& folder)
{
    std::vector<IdxPart> parts;
    for (const auto& file : folder.files) {
        const auto ending = std::find_if(kEndings.begin(), kEndings.end(), [&](auto e) { return file.name.ends_with(e); });
        if (ending == kEndings.end())
            continue;
        const auto stem = file.name.substr(0, file.name.size() - ending->size());
        const auto part = std::find_if(kParts.begin(), kParts.end(), [&](const auto& p) { return stem.ends_with(p.first); });
        if (part == kParts.end())
            continue;
        const auto set = stem.substr(0, stem.size() - std::string_view(part->first).size());
        // A file lying there packed and unpacked is taken once.
        const bool taken = std::any_of(parts.begin(), parts.end(), [&](const auto& p) { return p.set == set && p.split == part->second; });
        if (!taken)
            parts.push_back({part->second, set, file.name, findLabels(folder, stem)});
    }
    std::sort(parts.begin(), parts.end(), [](const auto& a, const auto& b) { return std::pair(a.set, a.split) < std::pair(b.set, b.split); });
    return parts;
}

} // namespace cw
