#include "core/dataset/file_names.h"

#include <algorithm>
#include <array>
#include <utility>

namespace cw {
namespace {

constexpr std::array<std::string_view, 5> kTables = {".csv", ".tsv", ".xls", ".xlsx", ".ods"};
constexpr std::array<std::string_view, 11> kTexts = {".txt", ".md", ".json", ".jsonl", ".xml", ".yaml", ".yml", ".html", ".log", ".rst", ".py"};
constexpr std::array<std::string_view, 10> kArchives = {".zip", ".tar", ".gz", ".tgz", ".xz", ".bz2", ".7z", ".rar", ".zst", ".parquet"};
constexpr std::array<std::pair<std::string_view, Split>, 8> kSplitNames = {{
    {"train", Split::Train}, {"training", Split::Train}, {"val", Split::Validation}, {"valid", Split::Validation},
    {"validation", Split::Validation}, {"dev", Split::Validation}, {"test", Split::Test}, {"testing", Split::Test},
}};

template<class Names>
bool listed(const Names& names, std::string_view extension)
{
    return std::find(names.begin(), names.end(), extension) != names.end();
}

} // namespace

std::string lowerCase(std::string_view text)
{
    std::string lower(text);
    for (char& c : lower)
        if (c >= 'A' && c <= 'Z')
            c = static_cast<char>(c - 'A' + 'a');
    return lower;
}

std::string extensionOf(std::string_view name)
{
    const auto dot = name.rfind('.');
    return dot == std::string_view::npos || dot == 0 ? std::string() : lowerCase(name.substr(dot));
}

bool isTableName(std::string_view name) { return listed(kTables, extensionOf(name)); }

bool isTextName(std::string_view name)
{
    const auto extension = extensionOf(name);
    return listed(kTables, extension) || listed(kTexts, extension) || name == "README" || name == "LICENSE";
}

bool isArchiveName(std::string_view name) { return listed(kArchives, extensionOf(name)); }

std::optional<Split> splitOfName(std::string_view name)
{
    const auto lower = lowerCase(name);
    const auto it = std::find_if(kSplitNames.begin(), kSplitNames.end(), [&](const auto& entry) { return entry.first == lower; });
    return it == kSplitNames.end() ? std::nullopt : std::optional(it->second);
}

std::vector<bool> foldersWithData(const FolderTree& tree)
{
    std::vector<bool> holds(tree.folders.size());
    // Folders stand after the ones they lie in, so one pass from the end sees every child first.
    for (std::size_t i = tree.folders.size(); i-- > 0;) {
        const auto& folder = tree.folders[i];
        holds[i] = std::any_of(folder.files.begin(), folder.files.end(), [](const auto& f) { return !isTextName(f.name); })
            || std::any_of(folder.folders.begin(), folder.folders.end(), [&](auto child) { return holds[child]; });
    }
    return holds;
}

} // namespace cw
