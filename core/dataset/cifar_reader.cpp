#include <algorithm>
#include <array>
#include <sstream>

#include "core/base/files.h"
#include "core/dataset/byte_stream.h"
#include "core/dataset/display_name.h"
#include "core/dataset/source.h"

// Binary versions as described at cs.toronto.edu/~kriz/cifar.html: records of one label byte (CIFAR-100: coarse, then fine)
// and 3 planes (red, green, blue) of 32 rows of 32 bytes.

namespace cw {
namespace {

constexpr int kSide = 32;
constexpr std::size_t kPlane = kSide * kSide, kPixels = 3 * kPlane;

struct CifarFormat {
    const char* kind;
    const char* title;
    std::size_t labelBytes; ///< the last of them is the class
    std::size_t classes;
    const char* namesFile;
    std::vector<std::pair<std::string, Split>> files;
    std::vector<std::string> knownNames; ///< where the names file is missing; numbers where this is empty
    std::size_t recordBytes() const { return labelBytes + kPixels; }
};

const CifarFormat& cifar10()
{
    static const CifarFormat format{"cifar10", "CIFAR-10 (binary files)", 1, 10, "batches.meta.txt",
        {{"data_batch_1.bin", Split::Train}, {"data_batch_2.bin", Split::Train}, {"data_batch_3.bin", Split::Train},
         {"data_batch_4.bin", Split::Train}, {"data_batch_5.bin", Split::Train}, {"test_batch.bin", Split::Test}},
        {"airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"}};
    return format;
}

const CifarFormat& cifar100()
{
    static const CifarFormat format{"cifar100", "CIFAR-100 (binary files)", 2, 100, "fine_label_names.txt", {{"train.bin", Split::Train}, {"test.bin", Split::Test}}, {}};
    return format;
}

const ScannedFile* findFile(const ScannedFolder& folder, const std::string& name)
{
    const auto it = std::find_if(folder.files.begin(), folder.files.end(), [&](const auto& f) { return f.name == name; });
    return it == folder.files.end() ? nullptr : &*it;
}

class CifarSource final : public DataSource {
public:
    CifarSource(const CifarFormat& format, const SourceRequest& request) : m_format(format), m_folder(request.tree->pathOf(request.place()))
    {
        m_info.kind = format.kind;
        m_info.title = format.title;
        m_info.path = m_folder;
        m_info.shape = {3, kSide, kSide};
        for (const auto& [name, split] : format.files)
            if (const auto* file = findFile(request.place(), name))
                m_files.push_back({*file, split, static_cast<std::int64_t>(file->bytes / format.recordBytes())});
            else
                m_info.notes.push_back("The file " + name + " is missing: the data set is not complete.");
        nameClasses(findFile(request.place(), format.namesFile) != nullptr);
    }
    const DatasetInfo& info() const override { return m_info; }
    std::int64_t promised() const override
    {
        std::int64_t total = 0;
        for (const auto& file : m_files)
            total += file.records;
        return total;
    }
    void identify(Fingerprint& fingerprint) const override
    {
        for (const auto& file : m_files) {
            fingerprint.add(file.scanned.name);
            fingerprint.add(file.scanned.bytes);
            fingerprint.add(static_cast<std::uint64_t>(file.scanned.modified));
        }
        for (const auto& name : m_info.classes)
            fingerprint.add(name);
    }
    void survey(ProgressMeter& meter) override;
    void read(int sideHint, PictureSink& sink, ProgressMeter& meter) override;
    bool hasTraining() const
    {
        return std::any_of(m_files.begin(), m_files.end(), [](const auto& f) { return f.split == Split::Train && f.records > 0; });
    }

private:
    struct File {
        ScannedFile scanned;
        Split split;
        std::int64_t records;
    };
    void nameClasses(bool fromFile);
    /// Calls use(record, split) for each whole record; stops when it says false.
    template<class Use>
    void forEachRecord(ProgressMeter& meter, const char* what, Use use);

    const CifarFormat& m_format;
    std::filesystem::path m_folder;
    std::vector<File> m_files;
    DatasetInfo m_info;
};

void CifarSource::nameClasses(bool fromFile)
{
    if (fromFile) {
        const auto text = readFile(m_folder / m_format.namesFile, 1 << 20);
        std::istringstream lines(text ? *text : std::string());
        for (std::string line; std::getline(lines, line);) {
            while (!line.empty() && (line.back() == '\r' || line.back() == ' '))
                line.pop_back();
            if (!line.empty())
                m_info.classes.push_back(displayName(line));
        }
        if (m_info.classes.size() == m_format.classes)
            return;
        m_info.notes.push_back(std::string(m_format.namesFile) + " does not name " + std::to_string(m_format.classes) + " classes: it is not used.");
    }
    m_info.classes = m_format.knownNames;
    while (m_info.classes.size() < m_format.classes)
        m_info.classes.push_back(std::to_string(m_info.classes.size()));
}

template<class Use>
void CifarSource::forEachRecord(ProgressMeter& meter, const char* what, Use use)
{
    std::vector<std::uint8_t> record(m_format.recordBytes());
    std::int64_t done = 0;
    const auto total = promised();
    for (const auto& file : m_files) {
        auto stream = ByteStream::open(m_folder / file.scanned.name);
        for (std::int64_t i = 0; stream && i < file.records && stream->read(record) == record.size(); ++i) {
            meter.tick(done++, total, what);
            if (!use(record, file))
                return;
        }
    }
    meter.tick(done, total, what);
}

void CifarSource::survey(ProgressMeter& meter)
{
    for (const auto split : {Split::Train, Split::Test})
        m_info.splits.push_back({split, std::vector<std::int64_t>(m_info.classes.size()), 0});
    forEachRecord(meter, "Looking at the labels", [&](const auto& record, const File& file) {
        const std::size_t label = record[m_format.labelBytes - 1];
        if (label < m_info.classes.size()) {
            auto& count = m_info.splits[file.split == Split::Train ? 0 : 1];
            ++count.perClass[label];
            ++count.total;
        }
        return true;
    });
    std::erase_if(m_info.splits, [](const auto& count) { return count.split == Split::Test && count.total == 0; });
}

void CifarSource::read(int, PictureSink& sink, ProgressMeter& meter)
{
    std::vector<std::uint8_t> pixels(kPixels);
    std::vector<std::int64_t> good(m_files.size()), strange(m_files.size());
    bool stopped = false;
    forEachRecord(meter, "Reading the pictures", [&](const auto& record, const File& file) {
        const auto index = static_cast<std::size_t>(&file - m_files.data());
        const int label = record[m_format.labelBytes - 1];
        if (label >= static_cast<int>(m_info.classes.size())) {
            ++strange[index];
            return true;
        }
        ++good[index];
        const auto* planes = record.data() + m_format.labelBytes;
        for (std::size_t i = 0; i < kPlane; ++i)
            for (std::size_t c = 0; c < 3; ++c)
                pixels[3 * i + c] = planes[c * kPlane + i];
        stopped = !sink.picture({kSide, kSide, 3, pixels.data()}, label, file.split);
        return !stopped;
    });
    for (std::size_t i = 0; i < m_files.size() && !stopped; ++i) {
        const auto& file = m_files[i];
        if (strange[i] > 0)
            sink.problem(file.scanned.name, std::to_string(strange[i]) + " pictures have a label beyond the classes: left out.");
        if (file.scanned.bytes % m_format.recordBytes() != 0)
            sink.problem(file.scanned.name, "Truncated: the file ends inside picture " + std::to_string(file.records + 1) + ", which is left out.");
        if (good[i] + strange[i] < file.records)
            sink.problem(file.scanned.name, "Only " + std::to_string(good[i] + strange[i]) + " of its " + std::to_string(file.records) + " pictures could be read.");
    }
}

bool recognise(const CifarFormat& format, const SourceRequest& request)
{
    const auto ours = [&](const std::string& name) {
        return std::any_of(format.files.begin(), format.files.end(), [&](const auto& f) { return f.first == name; });
    };
    return (request.file.empty() || ours(request.file))
        && std::any_of(request.place().files.begin(), request.place().files.end(), [&](const auto& f) { return ours(f.name); });
}

Result<std::unique_ptr<DataSource>> openCifar(const CifarFormat& format, const SourceRequest& request)
{
    auto source = std::make_unique<CifarSource>(format, request);
    if (!source->hasTraining())
        return Error{ErrorCode::Unsupported, source->info().path.string() + " looks like " + format.title + ", but has no training part (" + format.files[0].first + ").", {}};
    return std::unique_ptr<DataSource>(std::move(source));
}

} // namespace

bool recogniseCifar10(const SourceRequest& request) { return recognise(cifar10(), request); }
Result<std::unique_ptr<DataSource>> openCifar10(const SourceRequest& request, ProgressMeter&) { return openCifar(cifar10(), request); }

bool recogniseCifar100(const SourceRequest& request)
{
    // The names are common ones: the size must fit as well.
    return recognise(cifar100(), request)
        && (findFile(request.place(), cifar100().namesFile)
            || std::all_of(cifar100().files.begin(), cifar100().files.end(), [&](const auto& entry) {
                   const auto* file = findFile(request.place(), entry.first);
                   return !file || file->bytes % cifar100().recordBytes() == 0;
               }));
}
Result<std::unique_ptr<DataSource>> openCifar100(const SourceRequest& request, ProgressMeter&) { return openCifar(cifar100(), request); }

} // namespace cw
