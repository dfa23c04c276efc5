#include "ui/models/forecast_model.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <thread>
#include <unistd.h>

#include <QLocale>

#include "core/search/training_settings.h"
#include "ui/models/dataset_model.h"
#include "ui/models/search_setup.h"
#include "ui/util/text.h"

namespace cw::ui {
namespace {

constexpr int kWaitMilliseconds = 120; // typing ends, then it is computed
constexpr double kMostOfMemory = 0.9;

std::int64_t memoryOfComputer()
{
    const auto pages = ::sysconf(_SC_PHYS_PAGES), size = ::sysconf(_SC_PAGESIZE);
    return pages > 0 && size > 0 ? static_cast<std::int64_t>(pages) * size : 0;
}

int cores() { return std::max(1, static_cast<int>(std::thread::hardware_concurrency())); }

} // namespace

QString roughRange(double low, double high)
{
    struct Unit {
        double most, seconds;
        QString text;
    };
    const Unit units[] = {{100, 1, ForecastModel::tr("%1 s")}, {7200, 60, ForecastModel::tr("%1 min")}, {2 * 86400, 3600, ForecastModel::tr("%1 h")},
                          {std::numeric_limits<double>::infinity(), 86400, ForecastModel::tr("%1 days")}};
    const auto& unit = *std::find_if(std::begin(units), std::end(units) - 1, [=](const Unit& u) { return high < u.most; });
    const auto count = [&](double value) { return fullCount(std::max<std::int64_t>(1, std::llround(value / unit.seconds))); };
    const auto from = count(low), to = count(high);
    return unit.text.arg(from == to ? from : ForecastModel::tr("%1 to %2").arg(from, to));
}

QString bytesText(std::int64_t bytes)
{
    const auto value = static_cast<double>(bytes);
    if (bytes >= 1'000'000'000)
        return ForecastModel::tr("%1 GB").arg(QLocale().toString(value / 1e9, 'f', 1));
    if (bytes >= 1'000'000)
        return ForecastModel::tr("%1 MB").arg(QLocale().toString(value / 1e6, 'f', bytes < 10'000'000 ? 1 : 0));
    return ForecastModel::tr("%1 kB").arg(fullCount((bytes + 999) / 1000));
}

ForecastModel::ForecastModel(const SearchSetup& setup, const DatasetModel& dataset, QObject* parent)
    : QObject(parent)
    , m_setup(setup)
    , m_dataset(dataset)
{
    m_wait.setSingleShot(true);
    m_wait.setInterval(kWaitMilliseconds);
    connect(&m_wait, &QTimer::timeout, this, &ForecastModel::recompute);
    connect(&m_setup, &SearchSetup::changed, &m_wait, qOverload<>(&QTimer::start));
    connect(&m_dataset, &DatasetModel::changed, &m_wait, qOverload<>(&QTimer::start));
    m_worker.run(this, [this](Control&) -> SerialWorker::Done {
        return [this, pace = Pace::load(Pace::file())] {
            m_pace = pace;
            m_paceKnown = true;
            recompute();
        };
    });
}

void ForecastModel::recompute()
{
    if (m_running)
        m_running->requestStop();
    m_running.reset();
    if (!m_paceKnown)
        return; // comes back when the file is read
    if (m_dataset.state() != DatasetModel::State::Ready) {
        m_forecast.reset();
        m_problem.clear();
        Q_EMIT changed();
        return;
    }
    auto request = forecastRequest(m_setup.strategy(), m_setup.space(), m_setup.settings(), m_dataset.info());
    request.workers = m_setup.workers();
    request.cores = cores();
    request.pace = m_pace.of(paceKey(m_setup.device(), m_setup.space(), m_setup.settings()));
    m_running = m_worker.run(this, [this, request](Control&) -> SerialWorker::Done {
        return [this, workers = request.workers, result = cw::forecast(request)] {
            m_forecast = result ? std::optional(*result) : std::nullopt;
            m_problem = result ? QString() : qs(result.error().message);
            m_workers = workers;
            Q_EMIT changed();
        };
    });
}

QString ForecastModel::candidatesText() const
{
    if (!m_forecast)
        return {};
    const auto count = m_forecast->candidates == 1 ? tr("1 candidate") : tr("%1 candidates").arg(fullCount(m_forecast->candidates));
    if (m_setup.words().kind().shares && m_forecast->levels.size() > 1)
        return tr("%1 derivations, %2 in all").arg(fullCount(static_cast<std::int64_t>(m_forecast->levels.size())), count);
    QStringList levels;
    for (const auto& level : m_forecast->levels)
        levels << fullCount(level.models);
    return levels.size() < 2 ? count : tr("%1: %2").arg(count, levels.join(QStringLiteral(" + ")));
}

QString ForecastModel::sharedText() const
{
    return m_forecast && m_forecast->sharedParameters > 0 ? tr("%1 shared parameters").arg(shortCount(m_forecast->sharedParameters)) : QString();
}

QString ForecastModel::timeText() const
{
    if (!m_forecast)
        return {};
    const auto range = roughRange(m_forecast->secondsLow, m_forecast->secondsHigh);
    if (m_forecast->sharedParameters > 0)
        return tr("about %1").arg(range);
    return m_workers == 1 ? tr("about %1 on 1 worker").arg(range) : tr("about %1 on %2 workers").arg(range).arg(m_workers);
}

QString ForecastModel::sourceText() const
{
    if (!m_forecast)
        return {};
    return m_forecast->measured ? tr("from this machine's last search") : tr("a rough guess: nothing was measured on this machine yet");
}

QString ForecastModel::memoryText() const
{
    if (!m_forecast)
        return {};
    const auto need = tr("up to %1 of memory").arg(bytesText(m_forecast->memoryBytes));
    return tooLarge() ? tr("%1: more than this computer has (%2). Fewer workers or a smaller batch need less.").arg(need, bytesText(memoryOfComputer())) : need;
}

bool ForecastModel::tooLarge() const
{
    return m_forecast && memoryOfComputer() > 0 && static_cast<double>(m_forecast->memoryBytes) > kMostOfMemory * static_cast<double>(memoryOfComputer());
}

QString ForecastModel::text() const
{
    if (!m_problem.isEmpty())
        return m_problem;
    QStringList lines{candidatesText(), sharedText(), timeText(), sourceText(), memoryText()};
    lines.removeAll(QString());
    return m_forecast ? lines.join(QLatin1Char('\n')) : QString();
}

void ForecastModel::learn(const RunInfo& run, std::span<const Event> events)
{
    if (m_learning != run.folder) {
        m_learning = run.folder;
        m_paceKey = paceKey(run.device, run.space, run.settings);
        m_waiting.clear();
        m_meter.reset();
        m_sharedMeter.reset();
        const bool known = m_dataset.state() == DatasetModel::State::Ready && m_dataset.path() == run.dataPath;
        const auto request = known ? std::optional(forecastRequest(run.strategy, run.space, run.settings, m_dataset.info())) : std::nullopt;
        if (run.words().kind().shares && request)
            m_worker.run(this, [this, request = *request, folder = run.folder](Control&) -> SerialWorker::Done {
                return [this, folder, cost = sharedCost(request)] {
                    if (cost && m_learning == folder)
                        m_sharedMeter.emplace(*cost);
                };
            });
        else if (!learnsFromText(run.space))
            m_meter.emplace(run.network(), trainingSettings(run.settings),
                        request ? request->trainImages : 0);
    }
    bool over = false;
    for (const auto& event : events) {
        if (const auto* proposed = std::get_if<CandidateProposed>(&event.body)) {
            m_waiting[proposed->id] = proposed->arch;
        } else if (const auto* evaluated = std::get_if<CandidateEvaluated>(&event.body)) {
            if (const auto found = m_waiting.extract(evaluated->evaluation.id); found && m_meter)
                m_meter->add(found.mapped(), evaluated->evaluation);
        } else if (const auto* trained = std::get_if<SharedWeightsTrained>(&event.body)) {
            if (m_sharedMeter)
                m_sharedMeter->add(*trained);
        } else if (const auto* state = std::get_if<StateChanged>(&event.body)) {
            over = over || !isActive(state->to);
        } else if (std::holds_alternative<LevelFinished>(event.body)) {
            over = true; // a long search teaches before its end
        }
    }
    if (over)
        keepPace();
}

void ForecastModel::keepPace()
{
    const auto pace = m_sharedMeter ? m_sharedMeter->pace() : m_meter ? m_meter->pace() : std::nullopt;
    if (!pace || m_pace.of(m_paceKey) == pace)
        return;
    m_pace.set(m_paceKey, *pace);
    m_worker.run(this, [pace = m_pace](Control&) -> SerialWorker::Done {
        (void)pace.save(Pace::file()); // without it the next start guesses: nothing to bother anybody with
        return {};
    });
    m_wait.start();
}

} // namespace cw::ui
