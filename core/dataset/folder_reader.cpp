#include <algorithm>
#include <limits>

#include "core/dataset/display_name.h"
#include "core/dataset/file_names.h"
#include "core/dataset/folder_layout.h"
#include "core/dataset/image_decoder.h"
#include "core/dataset/image_file.h"

namespace cw {
namespace {

constexpr std::uint64_t kHeaderBytes = 16 << 10; // enough for the header of almost every picture; else the whole file is read
constexpr std::uint64_t kWholeFile = std::numeric_limits<std::uint64_t>::max();
constexpr int kSniffedFiles = 300, kSniffedPerFolder = 3;

class FolderSource final : public DataSource {
public:
    FolderSource(std::shared_ptr<const FolderTree> tree, std::size_t root, FolderLayout layout);
    const DatasetInfo& info() const override { return m_info; }
    std::int64_t promised() const override { return static_cast<std::int64_t>(m_images.size()); }
    void identify(Fingerprint& fingerprint) const override;
    void survey(ProgressMeter& meter) override;
    void read(int sideHint, PictureSink& sink, ProgressMeter& meter) override;

private:
    struct Seen {
        int minWidth = 0, minHeight = 0;
        std::int64_t grey = 0, colour = 0, misnamed = 0;
        std::string firstMisnamed;
    };
    const ScannedFile& file(const FolderImage& image) const { return m_tree->folders[image.folder].files[image.file]; }
    std::string shown(const FolderImage& image) const { return displayName(m_tree->folders[image.folder].path + "/" + file(image).name); }
    std::filesystem::path pathOf(const FolderImage& image) const { return m_tree->pathOf(m_tree->folders[image.folder], file(image)); }
    void countSplits();
    Result<ImageHeader> look(const FolderImage& image, Seen& seen);
    void summarise(const Seen& seen);

    std::shared_ptr<const FolderTree> m_tree;
    std::size_t m_root;
    std::vector<FolderImage> m_images;
    DatasetInfo m_info;
    std::vector<std::uint8_t> m_bytes;
};

FolderSource::FolderSource(std::shared_ptr<const FolderTree> tree, std::size_t root, FolderLayout layout)
    : m_tree(std::move(tree)), m_root(root), m_images(std::move(layout.images))
{
    m_info.kind = "image-folders";
    m_info.title = "Folders of pictures";
    m_info.path = m_tree->pathOf(m_tree->folders[root]);
    m_info.classes = std::move(layout.classes);
    m_info.notes = std::move(layout.notes);
    m_info.problems = m_tree->problems;
    m_info.problemCount = m_tree->problemCount + layout.problemCount;
    for (auto& problem : layout.problems)
        if (m_info.problems.size() < kMaxListedProblems)
            m_info.problems.push_back(std::move(problem));
    countSplits();
}

void FolderSource::countSplits()
{
    m_info.splits.clear();
    for (const auto split : {Split::Train, Split::Validation, Split::Test}) {
        DatasetInfo::SplitCount count{split, std::vector<std::int64_t>(m_info.classes.size()), 0};
        for (const auto& image : m_images)
            if (image.split == split) {
                ++count.perClass[static_cast<std::size_t>(image.label)];
                ++count.total;
            }
        if (count.total > 0 || split == Split::Train)
            m_info.splits.push_back(std::move(count));
    }
}

void FolderSource::identify(Fingerprint& fingerprint) const
{
    for (const auto& folder : m_tree->folders) {
        fingerprint.add(folder.path);
        for (const auto& entry : folder.files) {
            fingerprint.add(entry.name);
            fingerprint.add(entry.bytes);
            fingerprint.add(static_cast<std::uint64_t>(entry.modified));
        }
    }
    fingerprint.add(static_cast<std::uint64_t>(m_tree->problemCount));
}

Result<ImageHeader> FolderSource::look(const FolderImage& image, Seen& seen)
{
    bool whole = false;
    const auto path = pathOf(image);
    if (auto status = readImageFile(path, kHeaderBytes, m_bytes, whole); !status)
        return status.error();
    const auto* format = recogniseImage(m_bytes);
    if (!format)
        return Error{ErrorCode::Unsupported, std::string(whyNotAnImage(m_bytes)), {}};
    auto header = format->header(m_bytes);
    if (!header && header.error().code == ErrorCode::Corrupt && !whole) {
        if (auto status = readImageFile(path, kWholeFile, m_bytes, whole); !status)
            return status.error();
        header = format->header(m_bytes);
    }
    const auto extension = extensionOf(file(image).name);
    if (header && !extension.empty() && std::string_view(format->extensions).find(extension) == std::string_view::npos && ++seen.misnamed == 1)
        seen.firstMisnamed = shown(image) + " is " + format->name;
    return header;
}

void FolderSource::survey(ProgressMeter& meter)
{
    Seen seen;
    std::int64_t done = 0;
    const auto total = promised();
    ImageShape largest{1, 0, 0};
    std::erase_if(m_images, [&](const FolderImage& image) {
        meter.tick(done++, total, "Looking at the pictures");
        const auto header = look(image, seen);
        if (!header) {
            addProblem(m_info, shown(image), header.error().message);
            return true;
        }
        const bool first = seen.grey + seen.colour == 0;
        ++(header->channels == 1 ? seen.grey : seen.colour);
        if (std::int64_t{header->width} * header->height > std::int64_t{largest.width} * largest.height)
            largest = {1, header->height, header->width};
        m_info.sizesDiffer = m_info.sizesDiffer || (!first && (header->width != seen.minWidth || header->height != seen.minHeight));
        seen.minWidth = first ? header->width : std::min(seen.minWidth, header->width);
        seen.minHeight = first ? header->height : std::min(seen.minHeight, header->height);
        return false;
    });
    m_info.shape = {seen.colour > 0 ? 3 : 1, largest.height, largest.width};
    m_info.greyAndColourMixed = seen.grey > 0 && seen.colour > 0;
    summarise(seen);
    countSplits();
}

void FolderSource::summarise(const Seen& seen)
{
    if (seen.misnamed > 0)
        m_info.notes.push_back(std::to_string(seen.misnamed) + " pictures are named as another format than they are (" + seen.firstMisnamed + "). They are read as what they are.");
    if (m_info.sizesDiffer)
        m_info.notes.push_back("The pictures differ in size (widths from " + std::to_string(seen.minWidth) + ", heights from " + std::to_string(seen.minHeight)
                               + "; the largest is " + std::to_string(m_info.shape.width) + "x" + std::to_string(m_info.shape.height)
                               + "). They are scaled by their short side, and cropped around the centre where they are not square.");
    if (m_info.greyAndColourMixed)
        m_info.notes.push_back(std::to_string(seen.grey) + " pictures are grey and " + std::to_string(seen.colour) + " are in colour.");
}

void FolderSource::read(int sideHint, PictureSink& sink, ProgressMeter& meter)
{
    std::int64_t done = 0;
    const auto total = promised();
    for (const auto& image : m_images) {
        meter.tick(done++, total, "Reading the pictures");
        bool whole = false;
        if (auto status = readImageFile(pathOf(image), kWholeFile, m_bytes, whole); !status) {
            sink.problem(shown(image), status.error().message);
            continue;
        }
        const auto picture = decodeImage(m_bytes, sideHint);
        if (!picture)
            sink.problem(shown(image), picture.error().message);
        else if (!sink.picture(*picture, image.label, image.split))
            return;
    }
    meter.tick(done, total, "Reading the pictures");
}

/// Whether any of the first files of the folders below is a picture, of a kind that can be read or not.
bool holdsPictures(const FolderTree& tree, std::size_t root)
{
    std::vector<std::uint8_t> bytes;
    int looked = 0;
    std::vector<std::size_t> waiting{root};
    while (!waiting.empty() && looked < kSniffedFiles) {
        const auto& folder = tree.folders[waiting.back()];
        waiting.pop_back();
        waiting.insert(waiting.end(), folder.folders.rbegin(), folder.folders.rend());
        int here = 0;
        for (const auto& file : folder.files) {
            if (isTextName(file.name))
                continue;
            if (++here > kSniffedPerFolder || ++looked > kSniffedFiles)
                break;
            bool whole = false;
            if (readImageFile(tree.pathOf(folder, file), 64, bytes, whole) && recogniseImage(bytes))
                return true;
        }
    }
    return false;
}

} // namespace

bool recogniseImageFolders(const SourceRequest& request)
{
    if (!request.file.empty())
        return false;
    // One folder with folders in it: the data set lies one level below.
    const auto holds = foldersWithData(*request.tree);
    const auto withData = [&](std::size_t folder) {
        const auto& inner = request.tree->folders[folder].folders;
        return std::count_if(inner.begin(), inner.end(), [&](auto f) { return holds[f]; });
    };
    const auto& place = request.place();
    if (withData(request.folder) == 1)
        for (const auto child : place.folders)
            if (holds[child] && withData(child) > 0)
                return false;
    return holdsPictures(*request.tree, request.folder);
}

Result<std::unique_ptr<DataSource>> openImageFolders(const SourceRequest& request, ProgressMeter&)
{
    auto layout = layOutFolders(*request.tree, request.folder);
    if (!layout)
        return layout.error();
    return std::unique_ptr<DataSource>(std::make_unique<FolderSource>(request.tree, request.folder, std::move(*layout)));
}

} // namespace cw
