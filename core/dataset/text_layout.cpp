#include "core/dataset/text_layout.h"

#include <algorithm>
#include <map>
#include <tuple>

#include <sys/stat.h>

#include "core/base/files.h"
#include "core/dataset/display_name.h"
#include "core/dataset/file_names.h"
#include "core/dataset/scan.h"
#include "core/dataset/text_names.h"
#include "core/dataset/text_words.h"

namespace cw {
namespace fs = std::filesystem;
namespace {

constexpr int kTextDepth = 4;
constexpr std::size_t kNamedFiles = 5;
constexpr const char* kWhatWorks = " What works: a file of plain text (UTF-8), or a folder with train.txt, valid.txt and test.txt or names like these.";

/// Files of one folder whose names differ only by the part.
struct Family {
    std::size_t folder = 0;
    std::string rest;
    std::array<const ScannedFile*, 3> parts{};

    const ScannedFile* at(Split split) const { return parts[static_cast<std::size_t>(split)]; }
    auto order(const FolderTree& tree) const
    {
        const auto& path = tree.folders[folder].path;
        const auto level = path.empty() ? 0 : 1 + std::count(path.begin(), path.end(), '/');
        const auto count = std::count_if(parts.begin(), parts.end(), [](const auto* p) { return p != nullptr; });
        const auto pieces = std::count_if(rest.begin(), rest.end(), [](char c) { return c == '.' || c == '-' || c == '_'; });
        return std::tuple(level, -count, pieces, textEndingRank(at(Split::Train)->name), path, rest);
    }
};

class Layouter {
public:
    Layouter(const FolderTree& tree, fs::path shown) : m_tree(tree) { m_layout.path = std::move(shown); }

    Result<TextLayout> folder()
    {
        std::int64_t pictures = 0, texts = 0;
        for (const auto& folder : m_tree.folders)
            for (const auto& file : folder.files) {
                pictures += isPictureName(file.name);
                texts += isTextDataName(file.name);
            }
        if (pictures > texts) // lists of pictures often have the names of texts
            return Error{ErrorCode::Unsupported, m_layout.path.string() + " holds more pictures than texts, so it is not taken for text. Choose the text file itself.", {}};
        std::vector<Family> families;
        for (std::size_t i = 0; i < m_tree.folders.size(); ++i)
            collect(i, families);
        const auto best = std::min_element(families.begin(), families.end(), [&](const auto& a, const auto& b) { return a.order(m_tree) < b.order(m_tree); });
        if (best != families.end()) {
            take(*best);
            return std::move(m_layout);
        }
        return onlyFile(0);
    }

    /// `name`: a file in the root.
    Result<TextLayout> file(const ScannedFile& wanted)
    {
        std::vector<Family> families;
        collect(0, families);
        const auto ours = std::find_if(families.begin(), families.end(), [&](const auto& family) {
            return std::any_of(family.parts.begin(), family.parts.end(), [&](const auto* p) { return p && p->name == wanted.name; });
        });
        if (ours != families.end())
            take(*ours);
        else
            takeOne(0, wanted);
        return std::move(m_layout);
    }

private:
    const ScannedFolder& at(std::size_t folder) const { return m_tree.folders[folder]; }

    /// The families of a folder that have a training part.
    void collect(std::size_t folder, std::vector<Family>& families) const
    {
        std::map<std::string, Family> found;
        for (const auto& file : at(folder).files)
            if (const auto part = textPartOf(file.name)) {
                // A name without an ending may be anything.
                if (textEndingRank(file.name) == textEndingRank("train") && !startsLikeText(m_tree.pathOf(at(folder), file)))
                    continue;
                auto& family = found[part->rest];
                family.folder = folder;
                family.rest = part->rest;
                auto& place = family.parts[static_cast<std::size_t>(part->split)];
                if (!place) // "val" before "valid": by name
                    place = &file;
            }
        for (auto& [rest, family] : found)
            if (family.at(Split::Train))
                families.push_back(std::move(family));
    }

    TextFile describe(std::size_t folder, const ScannedFile& file) const
    {
        const auto& place = at(folder);
        return {m_tree.pathOf(place, file), displayName(place.path.empty() ? file.name : place.path + "/" + file.name), file.bytes, file.modified, isPackedName(file.name)};
    }

    void take(const Family& family)
    {
        m_layout.train = describe(family.folder, *family.at(Split::Train));
        if (const auto* file = family.at(Split::Validation))
            m_layout.validation = describe(family.folder, *file);
        if (const auto* file = family.at(Split::Test))
            m_layout.test = describe(family.folder, *file);
        m_layout.whole = m_layout.files() == 1;
        std::string parts = m_layout.train.name;
        for (const auto* part : {&m_layout.validation, &m_layout.test})
            if (*part)
                parts += ", " + (*part)->name;
        m_layout.notes.push_back("The parts are " + parts + ".");
        noteOthers(family.folder);
    }

    void takeOne(std::size_t folder, const ScannedFile& file)
    {
        m_layout.train = describe(folder, file);
        m_layout.whole = true;
    }

    Result<TextLayout> onlyFile(std::size_t folder)
    {
        std::vector<const ScannedFile*> files;
        for (const auto& file : at(folder).files)
            if (isTextDataName(file.name))
                files.push_back(&file);
        if (files.size() == 1) {
            takeOne(folder, *files[0]);
            if (folder != 0)
                m_layout.notes.push_back("The text is " + m_layout.train.name + ".");
            return std::move(m_layout);
        }
        if (files.empty() && at(folder).folders.size() == 1)
            return onlyFile(at(folder).folders[0]);
        const auto name = m_layout.path.string();
        return Error{ErrorCode::Unsupported,
                     (files.empty() ? "No text was found in " + name + "." : name + " holds " + std::to_string(files.size()) + " text files, and none is named as the training part.")
                         + kWhatWorks,
                     {}};
    }

    void noteOthers(std::size_t folder)
    {
        std::string names;
        std::size_t count = 0;
        for (const auto& file : at(folder).files) {
            const auto path = m_tree.pathOf(at(folder), file);
            const bool used = path == m_layout.train.path || (m_layout.validation && path == m_layout.validation->path) || (m_layout.test && path == m_layout.test->path);
            if (used || (!isTextDataName(file.name) && !textPartOf(file.name)))
                continue;
            if (++count <= kNamedFiles)
                names += (count > 1 ? ", " : "") + displayName(file.name);
        }
        if (count > kNamedFiles)
            names += " and " + std::to_string(count - kNamedFiles) + " more";
        if (count > 0)
            m_layout.notes.push_back("Text beside them that is not used: " + names + ".");
    }

    const FolderTree& m_tree;
    TextLayout m_layout;
};

} // namespace

std::uint64_t bytesOfOnePass(const TextLayout& layout)
{
    std::uint64_t bytes = layout.train.bytes;
    bool packed = layout.train.packed;
    for (const auto* part : {&layout.validation, &layout.test}) {
        const bool dealt = !*part && (part == &layout.validation || layout.whole);
        bytes += *part ? (*part)->bytes : dealt ? layout.train.bytes : 0;
        packed = packed || (*part && (*part)->packed);
    }
    return packed ? 0 : bytes;
}

Result<TextLayout> layOutText(const fs::path& path, ProgressMeter& meter)
{
    struct stat st {};
    if (::stat(path.c_str(), &st) != 0)
        return systemError("read", path, errno);
    const bool isFile = S_ISREG(st.st_mode);
    if (!isFile && !S_ISDIR(st.st_mode))
        return Error{ErrorCode::Unsupported, path.string() + " is neither a folder nor a file." + kWhatWorks, {}};
    std::error_code ec;
    auto root = fs::absolute(path, ec).lexically_normal();
    if (!root.has_filename()) // without a slash at the end
        root = root.parent_path();
    if (!isFile) {
        const auto tree = scanFolder(root, kTextDepth, meter);
        return tree ? Layouter(*tree, root).folder() : Result<TextLayout>(tree.error());
    }
    const ScannedFile wanted{root.filename().string(), static_cast<std::uint64_t>(st.st_size), static_cast<std::int64_t>(st.st_mtim.tv_sec) * 1'000'000'000 + st.st_mtim.tv_nsec};
    FolderTree around;
    if (textPartOf(wanted.name)) // its siblings, if they can be seen
        if (auto tree = scanFolder(root.parent_path(), 0, meter))
            around = std::move(*tree);
    around.root = root.parent_path();
    around.folders.resize(1);
    return Layouter(around, root).file(wanted);
}

} // namespace cw
