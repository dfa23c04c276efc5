#include "ui/models/dataset_model.h"

#include <algorithm>

#include <QFileInfo>

#include "core/dataset/duplicates.h"
#include "ui/util/text.h"

namespace cw::ui {
namespace {

constexpr std::size_t kSamples = 10;

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
    result.cached = data.cacheFile().native().rfind("/proc/", 0) != 0;
    return result;
}

} // namespace

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
    m_decoded.reset();
    m_error.reset();
    m_done = m_total = 0;
    Q_EMIT changed();
}

void DatasetModel::loadSamples(int size, double fraction, std::uint64_t seed)
{
    if (m_state != State::Ready)
        return;
    cancelSamples();
    m_activity = tr("Reading the pictures\u2026");
    m_done = m_total = 0;
    m_sampling = m_worker.run(this, [this, path = m_path, size, fraction, seed, report = reporter()](Control& control) -> SerialWorker::Done {
        PrepareOptions options;
        options.size = size;
        const auto data = prepareDataset(toPath(path), options, control, report);
        auto samples = std::make_shared<std::vector<Sample>>(data ? pickSamples(**data, control) : std::vector<Sample>{});
        const auto info = data ? std::make_shared<DatasetInfo>((*data)->info()) : nullptr;
        const auto decoded = data ? std::make_shared<Decoded>(describe(**data, fraction, seed)) : nullptr;
        return [this, samples, info, decoded, error = data ? std::optional<Error>() : std::optional(data.error())] {
            m_activity.clear();
            m_samples = std::move(*samples);
            if (info) {
                // Decoding finds what a look at the headers cannot.
                m_info.problems = info->problems;
                m_info.problemCount = info->problemCount;
                m_info.notes = info->notes;
                m_decoded = *decoded;
            } else if (error) {
                m_error = error; // a look at the headers had promised more: nothing here can be searched
                m_state = State::Failed;
            }
            Q_EMIT changed();
            if (error)
                Q_EMIT failed(*error);
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
