#include "ui/models/dataset_model.h"

#include <algorithm>
#include <utility>

#include <QFileInfo>

#include "core/dataset/duplicates.h"
#include "ui/util/text.h"

namespace cw::ui {
namespace {

constexpr std::size_t kSamples = 10;
constexpr int kPreviewLines = 5, kPreviewLetters = 600;

bool isCached(const std::filesystem::path& file) { return file.native().rfind("/proc/", 0) != 0; }

QImage picture(const ImageData& data, std::int64_t index)
{
    const auto shape = data.shape();
    const auto format = shape.channels == 1 ? QImage::Format_Grayscale8 : QImage::Format_RGB888;
    return QImage(data.pixels(index), shape.width, shape.height, shape.channels * shape.width, format).copy();
}

/// Some of each class, as many of one as of another, kSamples at most; of many classes some, spread evenly.
std::vector<DatasetModel::Sample> pickSamples(const ImageData& data, Control& control)
{
    std::vector<DatasetModel::Sample> samples;
    const auto labels = data.labels();
    const auto classes = data.info().classes.size();
    const auto shown = std::min(classes, kSamples);
    const auto each = std::max<std::size_t>(1, kSamples / std::max<std::size_t>(1, classes));
    std::vector<std::size_t> taken(classes, each);
    for (std::size_t k = 0; k < shown; ++k)
        taken[k * classes / shown] = 0;
    for (std::size_t i = 0; i < labels.size() && samples.size() < each * shown; ++i) {
        if (i % 4096 == 0)
            control.check();
        const auto label = static_cast<std::size_t>(labels[i]);
        if (label >= classes || taken[label] >= each)
            continue;
        ++taken[label];
        samples.push_back({picture(data, static_cast<std::int64_t>(i)), labels[i]});
    }
    std::stable_sort(samples.begin(), samples.end(), [](const auto& a, const auto& b) { return a.label < b.label; });
    return samples;
}

DatasetModel::Decoded describe(const ImageData& data, double fraction, std::uint64_t seed)
{
    const auto split = splitDataset(data, fraction, seed);
    const auto repeated = countDuplicates(data);
    DatasetModel::Decoded result;
    result.train = static_cast<std::int64_t>(split.train.size());
    result.validation = static_cast<std::int64_t>(split.validation.size());
    result.test = static_cast<std::int64_t>(split.test.size());
    result.duplicates = split.duplicatesAcross + repeated.inTest;
    result.conflicting = repeated.conflicting;
    result.bytes = static_cast<std::int64_t>(data.allPixels().size());
    result.cached = isCached(data.cacheFile());
    return result;
}

DatasetModel::Decoded describe(const TextData& text)
{
    const auto count = [&](Split split) { return static_cast<std::int64_t>(text.tokens(split).size()); };
    DatasetModel::Decoded result;
    result.train = count(Split::Train);
    result.validation = count(Split::Validation);
    result.test = count(Split::Test);
    result.bytes = (result.train + result.validation + result.test) * static_cast<std::int64_t>(sizeof(std::int32_t));
    result.cached = isCached(text.cacheFile());
    return result;
}

/// The first lines that are not empty.
QString beginning(const TextData& text)
{
    QStringList lines;
    QString line;
    int letters = 0;
    for (const auto token : text.tokens(Split::Train)) {
        const auto word = qs(text.word(token));
        const bool end = word == QLatin1String("<eos>");
        if (!end) {
            line += (line.isEmpty() ? QString() : QStringLiteral(" ")) + word;
            letters += static_cast<int>(word.size()) + 1;
        }
        if (end && !line.isEmpty())
            lines << std::exchange(line, {});
        if (lines.size() == kPreviewLines || letters > kPreviewLetters)
            break;
    }
    if (!line.isEmpty())
        lines << line;
    return lines.join(QLatin1Char('\n')) + QStringLiteral(" \u2026");
}

} // namespace

Result<QString> samplePath(SampleData what)
{
    struct Place {
        std::filesystem::path path;
        const char* package;
    };
    const auto place = what == SampleData::Text ? Place{sampleTextPath(), "jargon-text"} : Place{sampleDataPath(), "dataset-fashion-mnist"};
    if (!place.path.empty())
        return pathText(place.path);
    const auto package = QLatin1String(place.package);
    const auto message = what == SampleData::Text
        ? DatasetModel::tr("The sample text is not installed. It comes with Debian's package %1: install it (sudo apt install %1) and try again, or drop a text of your own. "
                           "Where the package is installed but its file under /usr/share/doc is not, this system leaves documentation out.")
        : DatasetModel::tr("The sample data are not installed. They come with Debian's package %1: install it (sudo apt install %1) and try again, or drop a folder of your own pictures.");
    return Error{ErrorCode::NotFound, message.arg(package).toStdString(), {}};
}

DatasetModel::DatasetModel(SerialWorker& worker, QObject* parent)
    : QObject(parent)
    , m_worker(worker)
{
}

LoadProgress DatasetModel::reporter()
{
    return [this, self = QPointer<QObject>(this), &worker = m_worker, job = ++m_job](std::int64_t done, std::int64_t total, const std::string& what) {
        worker.post(self, [this, job, done, total, what = qs(what)] {
            if (m_activity.isEmpty() || job != m_job)
                return; // cancelled meanwhile
            m_done = done, m_total = total;
            if (!what.isEmpty())
                m_activity = what;
            Q_EMIT progressed();
        });
    };
}

void DatasetModel::open(const QString& path)
{
    clear();
    m_path = path;
    m_state = State::Inspecting;
    m_activity = tr("Looking at the data\u2026");
    m_inspection = m_worker.run(this, [this, path, report = reporter()](Control& control) -> SerialWorker::Done {
        auto result = std::make_shared<Result<DatasetInfo>>(inspectDataset(toPath(path), control, report));
        return [this, result] {
            m_activity.clear();
            if (*result) {
                m_info = std::move(**result);
                m_state = State::Ready;
            } else {
                m_error = result->error();
                m_state = State::Failed;
            }
            if (!m_error)
                Q_EMIT kindKnown(m_info.isText());
            Q_EMIT changed();
            if (m_error)
                Q_EMIT failed(*m_error);
            else
                Q_EMIT inspected();
        };
    });
    Q_EMIT changed();
}

void DatasetModel::cancel()
{
    cancelSamples();
    if (m_inspection)
        m_inspection->requestStop();
    m_inspection.reset();
    if (m_state == State::Inspecting) {
        m_state = State::None;
        m_path.clear();
    }
    m_activity.clear();
    Q_EMIT changed();
}

void DatasetModel::clear()
{
    cancel();
    m_state = State::None;
    m_path.clear();
    m_info = {};
    m_samples.clear();
    m_preview.clear();
    m_decoded.reset();
    m_error.reset();
    m_done = m_total = 0;
    Q_EMIT changed();
}

void DatasetModel::loadSamples(int size, double fraction, std::uint64_t seed)
{
    if (isText()) {
        TextOptions options;
        options.validationFraction = fraction;
        options.seed = seed;
        return loadText(options);
    }
    prepare(tr("Reading the pictures\u2026"), [path = toPath(m_path), size, fraction, seed](Control& control, const LoadProgress& report) -> Prepared {
        PrepareOptions options;
        options.size = size;
        const auto data = prepareDataset(path, options, control, report);
        if (!data)
            return {{}, {}, {}, {}, data.error()};
        return {(*data)->info(), pickSamples(**data, control), {}, describe(**data, fraction, seed), {}};
    });
}

void DatasetModel::loadText(const TextOptions& options)
{
    prepare(tr("Reading the text\u2026"), [path = toPath(m_path), options](Control& control, const LoadProgress& report) -> Prepared {
        const auto text = prepareText(path, options, control, report);
        if (!text)
            return {{}, {}, {}, {}, text.error()};
        return {(*text)->info(), {}, beginning(**text), describe(**text), {}};
    });
}

void DatasetModel::prepare(const QString& activity, std::function<Prepared(Control&, const LoadProgress&)> prepare)
{
    if (m_state != State::Ready)
        return;
    cancelSamples();
    m_activity = activity;
    m_done = m_total = 0;
    m_sampling = m_worker.run(this, [this, prepare = std::move(prepare), report = reporter()](Control& control) -> SerialWorker::Done {
        auto prepared = std::make_shared<Prepared>(prepare(control, report));
        return [this, prepared] {
            m_activity.clear();
            m_samples = std::move(prepared->samples);
            m_preview = prepared->preview;
            if (prepared->error) {
                m_error = prepared->error; // a first look had promised more: nothing here can be searched
                m_state = State::Failed;
            } else {
                // Reading everything finds what a first look cannot.
                m_info.problems = prepared->info.problems;
                m_info.problemCount = prepared->info.problemCount;
                m_info.notes = prepared->info.notes;
                m_info.words = prepared->info.words;
                if (m_info.isText()) // the first look had dealt and counted by options of its own
                    m_info.splits = prepared->info.splits;
                m_decoded = prepared->decoded;
            }
            Q_EMIT changed();
            if (prepared->error)
                Q_EMIT failed(*prepared->error);
        };
    });
    Q_EMIT changed();
}

void DatasetModel::askWhetherThere(const QString& path, QObject* context, std::function<void(bool)> answer)
{
    m_worker.run(context, [path, answer = std::move(answer)](Control&) -> SerialWorker::Done {
        return [answer, there = QFileInfo::exists(path)] { answer(there); };
    });
}

void DatasetModel::cancelSamples()
{
    if (!m_sampling)
        return;
    m_sampling->requestStop();
    m_sampling.reset();
    if (m_state == State::Ready)
        m_activity.clear();
    Q_EMIT changed();
}

} // namespace cw::ui
