#include "core/dataset/scan.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <deque>
#include <dirent.h>
#include <fcntl.h>
#include <memory>
#include <set>
#include <string_view>
#include <sys/stat.h>

#include "core/base/files.h"
#include "core/dataset/display_name.h"

namespace cw {
namespace fs = std::filesystem;
namespace {

constexpr std::array<std::string_view, 5> kLitter = {"Thumbs.db", "desktop.ini", "__MACOSX", "@eaDir", "$RECYCLE.BIN"};

bool skipped(std::string_view name)
{
    return name.starts_with('.') || std::find(kLitter.begin(), kLitter.end(), name) != kLitter.end();
}

class Scanner {
public:
    Scanner(FolderTree& tree, int depth, ProgressMeter& meter) : m_tree(tree), m_depth(depth), m_meter(meter) {}

    Status run()
    {
        m_tree.folders.push_back({});
        m_waiting.push_back({0, 0});
        // Folders behind links come after all real ones, so that a link never takes the place of the folder itself.
        while (!m_waiting.empty() || !m_behindLinks.empty()) {
            auto& queue = m_waiting.empty() ? m_behindLinks : m_waiting;
            const auto [folder, level] = queue.front();
            queue.pop_front();
            if (auto status = read(folder, level); !status)
                return status;
        }
        for (auto& folder : m_tree.folders)
            std::sort(folder.folders.begin(), folder.folders.end(),
                      [this](auto a, auto b) { return m_tree.folders[a].name < m_tree.folders[b].name; });
        return {};
    }

private:
    struct Place {
        std::size_t folder;
        int level;
    };

    void problem(const std::string& path, std::string reason)
    {
        addProblem(m_tree.problems, m_tree.problemCount, displayName(path), std::move(reason));
    }

    Status read(std::size_t index, int level)
    {
        const std::string path = m_tree.folders[index].path;
        const auto absolute = m_tree.root / path;
        const std::unique_ptr<DIR, int (*)(DIR*)> dir(::opendir(absolute.c_str()), &::closedir);
        struct stat st {};
        if (!dir || ::fstat(::dirfd(dir.get()), &st) != 0) {
            if (index == 0)
                return systemError("read", absolute, errno);
            problem(path, std::string("The folder cannot be read: ") + std::strerror(errno) + ".");
            return {};
        }
        if (!m_seen.insert({st.st_dev, st.st_ino}).second) {
            problem(path, "A link to a folder that is read already (a loop or a second way to it).");
            return {};
        }
        std::vector<ScannedFile> files;
        while (const dirent* entry = ::readdir(dir.get())) {
            const std::string_view name = entry->d_name;
            if (skipped(name))
                continue;
            m_meter.tick(++m_entries, 0, "Looking at the files");
            if (m_entries > kMaxScannedEntries)
                return Error{ErrorCode::Unsupported, m_tree.root.string() + " holds more than four million files. Choose the folder of one data set.", {}};
            look(::dirfd(dir.get()), index, level, std::string(name), path.empty() ? std::string(name) : path + "/" + std::string(name), files);
        }
        std::sort(files.begin(), files.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
        m_tree.folders[index].files = std::move(files);
        return {};
    }

    void look(int dirfd, std::size_t parent, int level, std::string name, std::string path, std::vector<ScannedFile>& files)
    {
        struct stat own {}, st {};
        if (::fstatat(dirfd, name.c_str(), &own, AT_SYMLINK_NOFOLLOW) != 0)
            return problem(path, std::string("Cannot be read: ") + std::strerror(errno) + ".");
        const bool link = S_ISLNK(own.st_mode);
        if (!link)
            st = own;
        else if (::fstatat(dirfd, name.c_str(), &st, 0) != 0)
            return problem(path, errno == ELOOP ? "A link that leads to itself." : "A link to something that is not there.");
        if (S_ISREG(st.st_mode)) {
            files.push_back({std::move(name), static_cast<std::uint64_t>(st.st_size),
                             static_cast<std::int64_t>(st.st_mtim.tv_sec) * 1'000'000'000 + st.st_mtim.tv_nsec});
        } else if (!S_ISDIR(st.st_mode)) {
            problem(path, "Not a file (a pipe, socket or device): it was not opened.");
        } else if (level >= m_depth) {
            if (m_depth == kMaxScanDepth)
                problem(path, "Nested deeper than " + std::to_string(kMaxScanDepth) + " folders: it was not read.");
        } else {
            const auto index = m_tree.folders.size();
            m_tree.folders.push_back({std::move(name), std::move(path), {}, {}});
            m_tree.folders[parent].folders.push_back(index);
            (link ? m_behindLinks : m_waiting).push_back({index, level + 1});
        }
    }

    FolderTree& m_tree;
    int m_depth;
    ProgressMeter& m_meter;
    std::int64_t m_entries = 0;
    std::deque<Place> m_waiting, m_behindLinks;
    std::set<std::pair<dev_t, ino_t>> m_seen;
};

} // namespace

Result<FolderTree> scanFolder(const fs::path& root, int depth, ProgressMeter& meter)
{
    FolderTree tree;
    tree.root = root;
    Scanner scanner(tree, depth, meter);
    if (auto status = scanner.run(); !status)
        return status.error();
    return tree;
}

void addProblem(std::vector<DatasetProblem>& problems, std::int64_t& count, std::string path, std::string reason)
{
    ++count;
    if (problems.size() < kMaxListedProblems)
        problems.push_back({std::move(path), std::move(reason)});
}

void addProblem(DatasetInfo& info, std::string path, std::string reason)
{
    addProblem(info.problems, info.problemCount, std::move(path), std::move(reason));
}

} // namespace cw
