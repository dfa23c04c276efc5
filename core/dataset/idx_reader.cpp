#include <algorithm>
#include <array>
#include <map>

#include "core/dataset/byte_stream.h"
#include "core/dataset/display_name.h"
#include "core/dataset/idx_files.h"
#include "core/dataset/source.h"

// IDX as described at yann.lecun.com/exdb/mnist: 0, 0, element type (8: unsigned byte), number of dimensions, then each
// dimension as a 32-bit big-endian number, then the elements, last dimension fastest.

namespace cw {
namespace {

constexpr std::uint32_t kMaxSide = 8192;
constexpr std::uint32_t kMaxImages = 100'000'000;
constexpr std::uint64_t kMostPacked = 1100; // gzip packs a byte into a 1032nd at best
constexpr std::array<const char*, 10> kFashionClasses = {"T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"};
constexpr std::array<std::uint8_t, 16> kFashionFirst = {9, 0, 0, 3, 0, 2, 7, 2, 5, 5, 0, 9, 5, 5, 7, 9};

struct IdxFile {
    std::string name;
    std::uint32_t count = 0, height = 0, width = 0;
};

Error bad(const std::string& name, const std::string& why) { return {ErrorCode::Corrupt, displayName(name) + ": " + why, {}}; }

/// Reads magic and dimensions; `dimensions` are 1 (labels) or 3 (images).
Result<IdxFile> readIdxHeader(ByteStream& stream, const std::string& name, int dimensions)
{
    std::array<std::uint8_t, 16> h{};
    const auto bytes = static_cast<std::size_t>(4 + 4 * dimensions);
    if (stream.read(std::span(h).first(bytes)) != bytes)
        return bad(name, stream.damage().empty() ? "The file is too short for an IDX header." : stream.damage());
    if (h[0] != 0 || h[1] != 0 || h[2] != 8 || h[3] != dimensions)
        return bad(name, "Not an IDX file of " + std::to_string(dimensions) + " dimension(s) of unsigned bytes.");
    const auto number = [&](std::size_t at) { return std::uint32_t{h[at]} << 24 | std::uint32_t{h[at + 1]} << 16 | std::uint32_t{h[at + 2]} << 8 | h[at + 3]; };
    IdxFile file{name, number(4), 1, 1};
    if (dimensions == 3) {
        file.height = number(8);
        file.width = number(12);
    }
    if (file.count > kMaxImages || file.height > kMaxSide || file.width > kMaxSide || file.height == 0 || file.width == 0)
        return bad(name, "The header promises " + std::to_string(file.count) + " pictures of " + std::to_string(file.width) + "x" + std::to_string(file.height) + ", which is out of range.");
    return file;
}

struct Part {
    Split split = Split::Train;
    IdxFile images;
    std::vector<std::uint8_t> labels;
};

class IdxSource final : public DataSource {
public:
    const DatasetInfo& info() const override { return m_info; }
    std::int64_t promised() const override
    {
        std::int64_t total = 0;
        for (const auto& part : m_parts)
            total += part.images.count;
        return total;
    }
    void identify(Fingerprint& fingerprint) const override { fingerprint.add(m_identity.value()); }
    void survey(ProgressMeter&) override {} // the headers are read already
    void read(int sideHint, PictureSink& sink, ProgressMeter& meter) override;

    Status load(const SourceRequest& request);

private:
    Result<Part> loadPart(const IdxPart& files, std::uint64_t imageBytes);
    void nameClasses(const std::string& place);

    std::filesystem::path m_folder;
    std::vector<Part> m_parts;
    std::map<std::uint8_t, int> m_classOf;
    DatasetInfo m_info;
    Fingerprint m_identity;
};

Result<Part> IdxSource::loadPart(const IdxPart& files, std::uint64_t imageBytes)
{
    Part part;
    part.split = files.split;
    auto images = ByteStream::open(m_folder / files.images);
    if (!images)
        return images.error();
    auto header = readIdxHeader(*images, files.images, 3);
    if (!header)
        return header.error();
    part.images = *header;
    if (std::uint64_t{header->count} * header->height * header->width / kMostPacked > imageBytes)
        return bad(files.images, "The header promises " + std::to_string(header->count) + " pictures, far more than the file can hold.");
    if (files.labels.empty())
        return bad(files.images, "The labels file that belongs to it is missing.");
    auto stream = ByteStream::open(m_folder / files.labels);
    if (!stream)
        return stream.error();
    auto labels = readIdxHeader(*stream, files.labels, 1);
    if (!labels)
        return labels.error();
    if (labels->count != header->count)
        return bad(files.labels, "There are " + std::to_string(labels->count) + " labels for " + std::to_string(header->count) + " pictures; which belongs to which is not known.");
    // Grown as the bytes come: a promise alone takes no memory.
    constexpr std::size_t kStep = 1 << 20;
    while (part.labels.size() < labels->count) {
        const auto before = part.labels.size();
        const auto want = std::min<std::size_t>(kStep, labels->count - before);
        part.labels.resize(before + want);
        if (stream->read(std::span(part.labels).subspan(before)) != want)
            return bad(files.labels, stream->damage().empty() ? "The file ends before its last label." : stream->damage());
    }
    return part;
}

Status IdxSource::load(const SourceRequest& request)
{
    const auto& folder = request.place();
    m_folder = request.tree->pathOf(folder);
    auto parts = findIdxParts(folder);
    std::string set = parts.front().set;
    for (const auto& part : parts)
        if (part.images == request.file || (!request.file.empty() && part.labels == request.file))
            set = part.set;
    const bool several = std::any_of(parts.begin(), parts.end(), [&](const auto& p) { return p.set != parts.front().set; });
    if (several && request.file.empty())
        return Error{ErrorCode::Unsupported, m_folder.string() + " holds several sets of IDX files. Choose one of the files, and the files that belong to it are used.", {}};
    std::erase_if(parts, [&](const auto& p) { return p.set != set; });

    for (const auto& file : folder.files)
        for (const auto& part : parts)
            if (file.name == part.images || file.name == part.labels) {
                m_identity.add(file.name);
                m_identity.add(file.bytes);
                m_identity.add(static_cast<std::uint64_t>(file.modified));
            }
    for (const auto& files : parts) {
        const auto file = std::find_if(folder.files.begin(), folder.files.end(), [&](const auto& f) { return f.name == files.images; });
        auto part = loadPart(files, file->bytes);
        if (!part && files.split == Split::Train)
            return Error{part.error().code, part.error().message + " Without the training part nothing can be trained.", {}};
        if (!part)
            addProblem(m_info, displayName(files.images), part.error().message);
        else if (!m_parts.empty() && (part->images.width != m_parts[0].images.width || part->images.height != m_parts[0].images.height))
            addProblem(m_info, displayName(files.images), "Its pictures have another size than the training part: left out.");
        else
            m_parts.push_back(std::move(*part));
    }
    if (m_parts.empty() || m_parts[0].split != Split::Train)
        return Error{ErrorCode::Unsupported, m_folder.string() + " holds IDX files, but no training part (train-images-idx3-ubyte and train-labels-idx1-ubyte).", {}};
    nameClasses(m_folder.string() + "/" + set);
    m_info.kind = "idx";
    m_info.path = m_folder;
    m_info.shape = {1, static_cast<int>(m_parts[0].images.height), static_cast<int>(m_parts[0].images.width)};
    for (const auto& part : m_parts) {
        DatasetInfo::SplitCount count{part.split, std::vector<std::int64_t>(m_info.classes.size()), 0};
        for (const auto label : part.labels)
            if (const auto it = m_classOf.find(label); it != m_classOf.end()) {
                ++count.perClass[static_cast<std::size_t>(it->second)];
                ++count.total;
            }
        m_info.splits.push_back(std::move(count));
    }
    return {};
}

void IdxSource::nameClasses(const std::string& place)
{
    const auto& labels = m_parts[0].labels;
    for (const auto label : labels)
        m_classOf.emplace(label, 0);
    int next = 0;
    for (auto& [label, index] : m_classOf)
        index = next++;
    std::string lower = place;
    std::transform(lower.begin(), lower.end(), lower.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    const bool knownStart = labels.size() >= kFashionFirst.size() && std::equal(kFashionFirst.begin(), kFashionFirst.end(), labels.begin());
    const bool fashion = m_classOf.size() <= 10 && m_classOf.rbegin()->first < 10 && (knownStart || lower.find("fashion") != std::string::npos);
    for (const auto& entry : m_classOf)
        m_info.classes.push_back(fashion ? kFashionClasses[entry.first] : std::to_string(entry.first));
    m_info.title = fashion ? "Fashion-MNIST (IDX files)" : "IDX files, as MNIST has them";
}

void IdxSource::read(int, PictureSink& sink, ProgressMeter& meter)
{
    std::int64_t done = 0;
    const auto total = promised();
    for (const auto& part : m_parts) {
        const int width = static_cast<int>(part.images.width), height = static_cast<int>(part.images.height);
        const auto name = displayName(part.images.name);
        auto stream = ByteStream::open(m_folder / part.images.name);
        std::array<std::uint8_t, 16> header{};
        if (!stream || stream->read(header) != header.size()) {
            sink.problem(name, "The file cannot be read any more.");
            continue;
        }
        std::vector<std::uint8_t> pixels(std::size_t{part.images.width} * part.images.height);
        std::int64_t unknown = 0;
        for (std::uint32_t i = 0; i < part.images.count; ++i) {
            meter.tick(++done, total, "Reading the pictures");
            if (stream->read(pixels) != pixels.size()) {
                sink.problem(name, (stream->damage().empty() ? std::string("The file ends too early.") : stream->damage()) + " " + std::to_string(i) + " of its "
                                 + std::to_string(part.images.count) + " pictures were read, the rest is left out.");
                break;
            }
            const auto it = m_classOf.find(part.labels[i]);
            if (it == m_classOf.end())
                ++unknown;
            else if (!sink.picture({width, height, 1, pixels.data()}, it->second, part.split))
                return;
        }
        if (unknown > 0)
            sink.problem(name, std::to_string(unknown) + " pictures have a label that the training part does not have: left out.");
    }
}

} // namespace

bool recogniseIdx(const SourceRequest& request)
{
    const auto parts = findIdxParts(request.place());
    return std::any_of(parts.begin(), parts.end(),
                       [&](const auto& p) { return request.file.empty() || p.images == request.file || p.labels == request.file; });
}

Result<std::unique_ptr<DataSource>> openIdx(const SourceRequest& request, ProgressMeter&)
{
    auto source = std::make_unique<IdxSource>();
    if (auto status = source->load(request); !status)
        return status.error();
    return std::unique_ptr<DataSource>(std::move(source));
}

} // namespace cw
