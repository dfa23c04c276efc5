#include "core/dataset/folder_layout.h"

#include <algorithm>
#include <map>

#include "core/dataset/display_name.h"
#include "core/dataset/file_names.h"
#include "core/dataset/text_layout.h"
#include "core/dataset/text_names.h"

namespace cw {
namespace {

constexpr std::size_t kMaxClasses = 65536;
constexpr std::size_t kMaxNamedTables = 5;

bool allDigits(std::string_view text)
{
    return !text.empty() && text.size() < 19 && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

struct Part {
    Split split;
    std::size_t folder;
};

class Layouter {
public:
    Layouter(const FolderTree& tree, std::size_t root) : m_tree(tree), m_root(root), m_holds(foldersWithData(tree)) {}

    Result<FolderLayout> run()
    {
        findParts();
        if (m_parts.empty() || m_parts.front().split != Split::Train)
            return refuse("has folders named val or test, but no train folder beside them");
        if (auto status = nameClasses(); !status)
            return status.error();
        for (const auto& part : m_parts)
            addPart(part);
        noteText();
        return std::move(m_layout);
    }

private:
    const ScannedFolder& at(std::size_t index) const { return m_tree.folders[index]; }
    std::string shown(std::size_t folder) const { return displayName(at(folder).path.empty() ? "." : at(folder).path); }
    Error refuse(const std::string& what) const
    {
        return {ErrorCode::Unsupported, m_tree.pathOf(at(m_root)).string() + " " + what
                    + ". What works: one folder of pictures per class, at least two of them, also inside a train folder.", {}};
    }
    void problem(std::string path, std::string reason) { addProblem(m_layout.problems, m_layout.problemCount, std::move(path), std::move(reason)); }
    std::vector<std::size_t> dataFolders(std::size_t folder) const
    {
        std::vector<std::size_t> found;
        std::copy_if(at(folder).folders.begin(), at(folder).folders.end(), std::back_inserter(found), [this](auto f) { return m_holds[f]; });
        return found;
    }

    void findParts();
    Status nameClasses();
    void addPart(const Part& part);
    void addClass(std::size_t folder, int label, Split split);
    void addLoose(std::size_t folder);
    std::int64_t countFiles(std::size_t folder) const;
    void noteText();

    const FolderTree& m_tree;
    std::size_t m_root;
    std::vector<bool> m_holds;
    std::vector<Part> m_parts;
    std::map<std::string, int> m_labels; ///< by the folder's own bytes
    bool m_nested = false;
    FolderLayout m_layout;
};

void Layouter::findParts()
{
    const auto folders = dataFolders(m_root);
    bool allNamed = !folders.empty();
    std::size_t trainClasses = 0;
    for (const auto folder : folders) {
        const auto split = splitOfName(at(folder).name);
        allNamed = allNamed && split;
        if (split == Split::Train)
            trainClasses = std::max(trainClasses, dataFolders(folder).size());
    }
    // "train" may also be the name of a class: then it holds pictures, and its neighbours have other names.
    if (!allNamed && trainClasses < 2) {
        m_parts.push_back({Split::Train, m_root});
        return;
    }
    addLoose(m_root);
    for (const auto folder : folders)
        if (const auto split = splitOfName(at(folder).name))
            m_parts.push_back({*split, folder});
        else
            m_layout.notes.push_back("The folder " + shown(folder) + " beside the training part is not used.");
    std::stable_sort(m_parts.begin(), m_parts.end(), [](const auto& a, const auto& b) { return a.split < b.split; });
}

Status Layouter::nameClasses()
{
    std::vector<std::string> names;
    std::size_t loose = 0;
    for (const auto& part : m_parts) {
        if (part.split != Split::Train)
            continue;
        for (const auto& file : at(part.folder).files)
            loose += !isTextName(file.name);
        for (const auto folder : at(part.folder).folders)
            if (m_holds[folder])
                names.push_back(at(folder).name);
            else
                problem(shown(folder), "An empty class: the folder holds no pictures. It is left out.");
    }
    std::sort(names.begin(), names.end());
    names.erase(std::unique(names.begin(), names.end()), names.end());
    if (std::all_of(names.begin(), names.end(), allDigits))
        std::stable_sort(names.begin(), names.end(), [](const auto& a, const auto& b) { return std::stoull(a) < std::stoull(b); });
    if (names.empty())
        return refuse(loose > 0 ? "holds pictures that are not sorted into folders, so their classes are not known" : "holds no pictures in class folders");
    if (names.size() == 1)
        return refuse("holds pictures of one class only (" + displayName(names[0]) + ")");
    if (names.size() > kMaxClasses)
        return refuse("has more than " + std::to_string(kMaxClasses) + " class folders");
    for (const auto& name : names) {
        m_labels.emplace(name, static_cast<int>(m_layout.classes.size()));
        m_layout.classes.push_back(displayName(name));
    }
    return {};
}

void Layouter::addPart(const Part& part)
{
    const auto folders = dataFolders(part.folder);
    const bool labelled = std::any_of(folders.begin(), folders.end(), [this](auto f) { return m_labels.contains(at(f).name); });
    if (!labelled) {
        m_layout.notes.push_back("The pictures in " + shown(part.folder) + " (" + std::to_string(countFiles(part.folder))
                                 + ") are not in class folders: this part is not used. Labels in tables or text files are not read.");
        return;
    }
    addLoose(part.folder);
    std::vector<std::pair<int, std::size_t>> known;
    for (const auto folder : folders)
        if (const auto it = m_labels.find(at(folder).name); it != m_labels.end())
            known.emplace_back(it->second, folder);
        else
            problem(shown(folder), "A class that the training part does not have: left out.");
    std::sort(known.begin(), known.end());
    for (const auto& [label, folder] : known)
        addClass(folder, label, part.split);
}

void Layouter::addClass(std::size_t folder, int label, Split split)
{
    const auto& place = at(folder);
    for (std::size_t i = 0; i < place.files.size(); ++i)
        if (!isTextName(place.files[i].name))
            m_layout.images.push_back({static_cast<std::uint32_t>(folder), static_cast<std::uint32_t>(i), label, split});
    for (const auto inner : place.folders) {
        if (!m_nested && m_holds[inner] && lowerCase(at(inner).name) != "images")
            m_layout.notes.push_back("Folders inside class folders count to the class (the first is " + shown(inner) + ").");
        m_nested = m_nested || (m_holds[inner] && lowerCase(at(inner).name) != "images");
        addClass(inner, label, split);
    }
}

void Layouter::addLoose(std::size_t folder)
{
    for (const auto& file : at(folder).files)
        if (!isTextName(file.name))
            problem(displayName(at(folder).path.empty() ? file.name : at(folder).path + "/" + file.name),
                    "Lies outside of the class folders, so its class is not known: left out.");
}

std::int64_t Layouter::countFiles(std::size_t folder) const
{
    const auto& place = at(folder);
    auto count = std::count_if(place.files.begin(), place.files.end(), [](const auto& f) { return !isTextName(f.name); });
    for (const auto inner : place.folders)
        count += countFiles(inner);
    return count;
}

void Layouter::noteText()
{
    std::size_t tables = 0, texts = 0;
    std::vector<std::size_t> waiting{m_root};
    while (!waiting.empty()) {
        const auto folder = waiting.back();
        waiting.pop_back();
        waiting.insert(waiting.end(), at(folder).folders.rbegin(), at(folder).folders.rend());
        for (const auto& file : at(folder).files)
            if (isTextDataName(file.name) && textPartOf(file.name) && ++texts <= 1)
                m_layout.notes.push_back("The text " + displayName(at(folder).path.empty() ? file.name : at(folder).path + "/" + file.name)
                                         + " lies beside the pictures: it is not used, the folders are the classes.");
        for (const auto& file : at(folder).files)
            if (isTableName(file.name) && ++tables <= kMaxNamedTables)
                m_layout.notes.push_back("The table " + displayName(at(folder).path.empty() ? file.name : at(folder).path + "/" + file.name)
                                         + " lies beside the pictures: it is not used, the folders are the classes.");
    }
    if (tables > kMaxNamedTables)
        m_layout.notes.push_back("So do " + std::to_string(tables - kMaxNamedTables) + " more tables.");
}

} // namespace

Result<FolderLayout> layOutFolders(const FolderTree& tree, std::size_t root) { return Layouter(tree, root).run(); }

} // namespace cw
