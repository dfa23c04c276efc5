#include "ui/workspace.h"

#include <algorithm>

#include <QDir>
#include <QFileInfo>

#include <nlohmann/json.hpp>

#include "core/arch/arch_text.h"
#include "core/base/random.h"
#include "core/base/files.h"
#include "core/export/cell_export.h"
#include "core/search/forecast.h"
#include "core/search/strategy.h"
#include "ui/util/text.h"

namespace cw::ui {
namespace {

constexpr int kFollowMilliseconds = 400; // a cell stays long enough to be looked at
constexpr int kSamplesMilliseconds = 800; // typing ends, then pictures are prepared anew

Workspace::Preparation preparation(const Settings& settings, std::uint64_t seed)
{
    return {settings.has("image_size") ? static_cast<int>(settings.integer("image_size")) : 0, settings.has("vocabulary") ? settings.integer("vocabulary") : 0,
            settings.has("validation_fraction") ? settings.real("validation_fraction") : 0.1, seed};
}

/// A trailing slash would leave the path without a name.
QString cleanPath(const QString& path) { return QDir::cleanPath(QFileInfo(path).absoluteFilePath()); }

} // namespace

Workspace::Workspace(EngineBridge::Adjust adjust, QObject* parent)
    : QObject(parent)
    , m_decisions(m_worker)
    , m_annotations(m_worker)
    , m_control(m_worker)
    , m_dataset(m_worker)
    , m_forecast(m_setup, m_dataset)
    , m_bridge(std::move(adjust))
{
    connect(&m_bridge, &EngineBridge::eventsArrived, this, &Workspace::take);
    connect(&m_latest, &RunModel::stateChanged, this, &Workspace::stateMoved);
    connect(&m_latest, &RunModel::failed, this, &Workspace::failed);
    connect(&m_timeline, &Timeline::shown, this, [this](std::span<const Event> events) {
        m_candidates.apply(events);
        m_policy.apply(events);
        m_run.apply(events);
        if (!m_timeline.loading() && !m_follow.isActive())
            m_follow.start();
    });
    connect(&m_timeline, &Timeline::rewound, this, [this] {
        m_candidates.clear();
        m_policy.begin(m_latest.info());
        m_run.begin(m_latest.info(), m_latest.live() && m_timeline.atEnd()); // the past is not live
    });
    connect(&m_timeline, &Timeline::loaded, this, [this] {
        m_run.endOfRecording();
        m_latest.endOfRecording();
        followSearch();
    });
    connect(&m_timeline, &Timeline::endShownAgain, this, [this] {
        if (m_latest.live())
            m_run.goLive();
        m_run.endOfRecording();
        followSearch();
    });
    connect(&m_dataset, &DatasetModel::changed, this, &Workspace::pageChanged);
    connect(&m_dataset, &DatasetModel::kindKnown, &m_setup, &SearchSetup::setText);
    connect(&m_dataset, &DatasetModel::inspected, this, [this] {
        if (std::exchange(m_startWhenReady, false))
            start();
        else
            loadSamples();
    });
    m_samplesSoon.setSingleShot(true);
    m_samplesSoon.setInterval(kSamplesMilliseconds);
    connect(&m_samplesSoon, &QTimer::timeout, this, [this] {
        if (!m_latest.hasRun() && m_dataset.state() == DatasetModel::State::Ready && preparation(m_setup.settings(), m_setup.seed()) != m_sampled)
            loadSamples();
    });
    connect(&m_setup, &SearchSetup::changed, &m_samplesSoon, qOverload<>(&QTimer::start));
    m_decisions.setAsk([this](std::uint64_t ticket, const ForcedChoiceQuery& query) {
        if (!m_latest.live() || !isActive(m_bridge.state()))
            return false;
        m_questions[++m_lastQuery] = ticket;
        m_bridge.ask({m_lastQuery, query});
        return true;
    });
    m_recent.setWorker(m_worker);
    m_annotations.setCandidates(&m_candidates);
    m_control.setFolders({pathText(dataDirectory() / "runs")}); // beside those that lie beside the run
    m_control.follow(m_latest);
    connect(&m_annotations, &Annotations::failed, this, &Workspace::failed);
    m_follow.setSingleShot(true);
    m_follow.setInterval(kFollowMilliseconds);
    connect(&m_follow, &QTimer::timeout, this, &Workspace::followSearch);
}

void Workspace::openPath(const QString& path)
{
    const QFileInfo info(path);
    if (info.isDir() && (path.endsWith(QLatin1String(".cwrun")) || QFileInfo::exists(path + QStringLiteral("/run.db"))))
        openRun(path);
    else
        openData(path);
}

void Workspace::openData(const QString& path)
{
    if (searching()) {
        Q_EMIT failed({ErrorCode::Busy, tr("A search is running. It goes on with its own data; finish or discard it before opening other data.").toStdString(), {}});
        return;
    }
    m_startWhenReady = false;
    stopOpening();
    closeRun();
    m_dataset.open(cleanPath(path));
}

/// With size and split of the run in the window, or else of the next one.
void Workspace::loadSamples()
{
    const bool has = m_latest.hasRun();
    m_sampled = preparation(has ? m_latest.info().settings : m_setup.settings(), has ? m_latest.info().seed : m_setup.seed());
    if (m_dataset.isText())
        return m_dataset.loadText({m_sampled.vocabulary > 0 ? m_sampled.vocabulary : TextOptions{}.vocabulary, m_sampled.validationFraction, m_sampled.seed});
    m_dataset.loadSamples(m_sampled.side, m_sampled.validationFraction, deriveSeed(m_sampled.seed, "split"));
}

/// What was asked for last counts: a run that is still being read must not take its place.
void Workspace::stopOpening()
{
    if (m_opening)
        m_opening->requestStop();
    m_opening.reset();
}

void Workspace::openSampleData(bool start, SampleData what)
{
    const auto path = samplePath(what);
    if (!path) {
        Q_EMIT failed(path.error());
        return;
    }
    openData(*path);
    m_startWhenReady = start;
}

void Workspace::openRun(const QString& folder)
{
    if (searching()) {
        Q_EMIT failed({ErrorCode::Busy, tr("A search is running. Finish or discard it before opening another run.").toStdString(), {}});
        return;
    }
    stopOpening();
    m_startWhenReady = false;
    if (m_dataset.state() == DatasetModel::State::Inspecting)
        m_dataset.clear(); // or the run would wait for it
    m_dataset.cancelSamples();
    m_recent.stopReading();
    const auto goOn = [this] { // where it cannot be opened
        m_recent.readFacts();
        if (m_dataset.state() == DatasetModel::State::Ready && !m_dataset.hasPreview())
            loadSamples();
    };
    m_opening = m_worker.run(this, [this, folder = cleanPath(folder), goOn](Control&) -> SerialWorker::Done {
        const auto store = RunStore::openForReading(toPath(folder));
        if (!store)
            return [this, folder, error = store.error(), goOn] {
                goOn();
                if (error.code == ErrorCode::NotFound) // any other may be mended
                    m_recent.remove(folder);
                Q_EMIT failed(error);
            };
        auto events = (*store)->events();
        if (!events)
            return [this, error = events.error(), goOn] {
                goOn();
                Q_EMIT failed(error);
            };
        const auto all = std::make_shared<std::vector<Event>>(std::move(*events));
        return [this, info = runInfo(toPath(folder), (*store)->header()), all] { show(info, false, std::move(*all)); };
    });
}

void Workspace::show(RunInfo info, bool live, std::vector<Event> events)
{
    if (searching())
        return; // a search was started meanwhile
    m_dataset.clear();
    begin(info, live);
    m_recent.add(info.folder);
    m_latest.apply(events);
    if (live)
        m_timeline.append(events);
    else
        m_timeline.load(std::move(events));
    Q_EMIT pageChanged();
}

void Workspace::begin(const RunInfo& info, bool live)
{
    m_asked.clear();
    m_questions.clear();
    m_derivations.clear();
    m_decisions.setRun(info);
    m_discarding = false;
    m_timeline.clear();
    m_selection.clear(); // first: what is half written belongs to this run
    m_candidates.clear();
    m_candidates.setWords(info.words());
    m_policy.begin(info);
    m_annotations.setRun(info.folder);
    m_run.begin(info, live);
    m_latest.begin(info, live);
}

bool Workspace::searching() const { return isActive(m_bridge.state()) || (m_latest.live() && isActive(m_latest.state())); }

bool Workspace::canStart() const { return m_dataset.state() == DatasetModel::State::Ready && !searching(); }

void Workspace::start()
{
    if (!canStart())
        return;
    stopOpening();
    m_dataset.cancelSamples(); // the engine decodes the same pictures now
    StartRequest request;
    auto& run = request.run;
    run.strategy = m_setup.strategy(), run.space = m_setup.space(), run.preset = m_setup.preset();
    run.settings = m_setup.settings();
    run.seed = m_setup.seed();
    run.dataPath = m_dataset.path();
    run.dataTitle = qs(m_dataset.info().title);
    run.classes = static_cast<int>(m_dataset.info().classes.size());
    run.image = forecastRequest(run.strategy, run.space, run.settings, m_dataset.info()).image;
    run.device = m_setup.device();
    request.workers = m_setup.workers();
    launch(std::move(request));
}

void Workspace::launch(StartRequest request)
{
    auto& run = request.run;
    run.folder = newRunFolder(run.dataPath);
    run.name = QFileInfo(run.folder).completeBaseName();
    QDir().mkpath(QFileInfo(run.folder).absolutePath());
    if (const auto status = m_bridge.start(request); !status) {
        Q_EMIT failed(status.error());
        return;
    }
    begin(run, true); // events come later, by the event loop
    m_recent.add(run.folder);
    Q_EMIT pageChanged();
}

bool Workspace::canStartRandomControl() const
{
    return m_latest.hasRun() && !m_latest.words().kind().drawn && !searching() && !m_timeline.loading();
}

void Workspace::startRandomControl()
{
    if (!canStartRandomControl())
        return;
    StartRequest request;
    request.run = m_latest.info();
    request.run.strategy = "random";
    auto settings = makeSettings(request.run.strategy, request.run.space, request.run.preset);
    if (!settings) {
        Q_EMIT failed(settings.error());
        return;
    }
    const auto all = m_latest.info().settings.toJson();
    auto same = nlohmann::json::object();
    for (const auto& [key, value] : all.items())
        if (settings->has(key))
            same[key] = value;
    if (const auto status = settings->apply(same); !status) {
        Q_EMIT failed(status.error());
        return;
    }
    request.run.settings = std::move(*settings);
    request.workers = m_setup.workers();
    launch(std::move(request));
}

void Workspace::continueRun()
{
    if (!m_latest.resumable() || searching() || m_timeline.loading())
        return;
    m_timeline.seekEnd();
    StartRequest request;
    request.run = m_latest.info(); // on the device it began with
    request.resume = true;
    request.workers = m_setup.workers();
    if (const auto status = m_bridge.start(request); !status) {
        Q_EMIT failed(status.error());
        return;
    }
    m_run.goLive();
    m_latest.goLive();
}

void Workspace::closeRun()
{
    if (searching())
        return;
    m_timeline.clear();
    m_selection.clear(); // first: what is half written belongs to this run
    m_candidates.clear();
    m_policy.begin({});
    m_decisions.setRun({});
    m_annotations.setRun({});
    m_run.clear();
    m_latest.clear();
    Q_EMIT pageChanged();
}

void Workspace::newSearch()
{
    const auto data = m_latest.info().dataPath;
    closeRun();
    if (m_dataset.state() != DatasetModel::State::Ready && !searching() && QFileInfo::exists(data))
        openData(data);
}

void Workspace::pauseOrResume()
{
    const auto state = m_bridge.state();
    if (canResume(state))
        m_bridge.resume();
    else if (canPause(state))
        m_bridge.pause();
}

void Workspace::stop() { m_bridge.stop(); }
void Workspace::finishNow() { m_bridge.finishNow(); }

void Workspace::discard()
{
    if (!searching())
        return; // it ended while the question stood there: the run is kept
    m_discarding = true;
    m_bridge.discard();
}

CandidateId Workspace::skippable() const
{
    if (!searching())
        return 0;
    const auto* selected = m_candidates.find(m_selection.current());
    return selected && !m_latest.isDone(selected->proposed.id) && !m_selection.live() ? selected->proposed.id : m_latest.training();
}

void Workspace::skipSelected()
{
    if (const auto id = skippable())
        m_bridge.skip(id);
}

void Workspace::explain(CandidateId id)
{
    const auto* candidate = m_candidates.find(id);
    if (!candidate || !isActive(m_bridge.state()))
        return;
    m_asked[++m_lastQuery] = id;
    m_bridge.ask({m_lastQuery, AblationQuery{candidate->proposed.arch}});
}

void Workspace::answer(const QueryAnswered& answered)
{
    if (const auto question = m_questions.extract(answered.query))
        return m_decisions.answered(question.mapped(), answered.answer);
    if (m_derivations.erase(answered.query)) {
        const auto json = nlohmann::json::parse(answered.answer, nullptr, false);
        const auto error = json.is_object() ? json.value("error", nlohmann::json()) : nlohmann::json();
        if (error.is_object())
            Q_EMIT failed({ErrorCode::Unsupported, error.value("message", std::string("The search did not derive.")), {}});
        else
            Q_EMIT noticed(tr("Candidates are sampled and scored with the shared weights next; they appear in the list as a derivation of their own."));
        return;
    }
    const auto asked = m_asked.extract(answered.query);
    if (asked.empty())
        return;
    const auto json = nlohmann::json::parse(answered.answer, nullptr, false);
    if (!json.is_object() || !json.contains("blocks") || !json["blocks"].is_array())
        return; // it has not learned anything yet
    std::vector<BlockAblation> blocks;
    for (const auto& row : json["blocks"])
        blocks.push_back({row.value("block", 1), row.value("difference", 0.0), row.value("spread", 0.0)});
    Q_EMIT explained(asked.mapped(), blocks);
}

void Workspace::take(const std::vector<Event>& events)
{
    m_timeline.append(events);
    m_forecast.learn(m_latest.info(), events);
    m_latest.apply(events); // after the views: what it tells of the end stands
    for (const auto& event : events)
        if (const auto* answered = std::get_if<QueryAnswered>(&event.body))
            answer(*answered);
}

void Workspace::followSearch()
{
    if (!m_timeline.atEnd())
        m_selection.follow(m_run.words().kind().shares && m_policy.child() ? 0 : m_timeline.lastEvaluated());
    else if (const auto training = m_run.training())
        m_selection.follow(training);
    else if (m_run.words().kind().shares && m_latest.live() && isActive(m_latest.state()))
        m_selection.follow(0); // the child of this moment
    else if (m_run.finished() && m_run.finished()->winner)
        m_selection.follow(m_run.finished()->winner);
    else if (m_run.best() && !isActive(m_run.state()))
        m_selection.follow(m_run.best()->id);
    else if (m_selection.current() == 0 && m_candidates.rowCount() > 0)
        m_selection.follow(m_candidates.at(0).proposed.id);
}

void Workspace::stateMoved(SessionState state)
{
    if (!m_latest.live())
        return;
    if (!isActive(state)) {
        m_candidates.endTraining();
        m_decisions.searchEnded();
    }
    if (state == SessionState::Running && m_dataset.state() == DatasetModel::State::Ready && !m_dataset.hasPreview())
        loadSamples(); // maps the cache the engine has just made
    if (m_discarding && !isActive(state) && state != SessionState::Idle) {
        m_discarding = false;
        m_recent.remove(m_latest.info().folder);
        // Later: the model is telling everybody about its new state right now.
        QMetaObject::invokeMethod(this, &Workspace::closeRun, Qt::QueuedConnection);
    }
    Q_EMIT pageChanged();
}

QString Workspace::deriveProblem() const
{
    if (!m_latest.hasRun() || !m_latest.words().kind().shares)
        return tr("Only a search with shared weights can derive candidates.");
    if (!m_latest.live() || !isActive(m_bridge.state()))
        return tr("The search does not run: continue it to derive candidates.");
    return m_latest.phase().kind == RunModel::Phase::Kind::None ? tr("The shared weights have not been trained yet.") : QString();
}

void Workspace::derive()
{
    if (!deriveProblem().isEmpty())
        return;
    m_derivations.insert(++m_lastQuery);
    m_bridge.ask({m_lastQuery, DeriveQuery{}});
}

QString Workspace::cellJson(CandidateId id) const
{
    const auto* candidate = m_candidates.find(id);
    if (!candidate)
        return {};
    const auto content = architectureContent(candidate->proposed.arch, "json");
    return content ? qs(*content) : QString();
}

} // namespace cw::ui
