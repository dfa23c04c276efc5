#include "core/session/search_run.h"

#include <sys/resource.h>

#include "core/base/log.h"

namespace cw {
namespace {
constexpr int kLowPriority = 10;
}

SearchRun::SearchRun(SessionCore& core, SessionConfig config) : m_core(core), m_config(std::move(config)) {}

void SearchRun::run()
{
    m_began = m_lastCheckpoint = std::chrono::steady_clock::now();
    if (m_config.lowPriority)
        ::setpriority(PRIO_PROCESS, 0, kLowPriority); // of this thread (Linux), and of the workers it starts
    m_core.control.setHook([this] { atBatch(); });
    SessionState end = SessionState::Failed;
    try {
        end = outcome();
    } catch (const std::exception& e) {
        end = failed({ErrorCode::Internal, "The search ended because of an internal error. What was stored is kept; the run can be resumed.", e.what()});
    } catch (...) {
        end = failed({ErrorCode::Internal, "The search ended because of an unknown error. What was stored is kept; the run can be resumed.", {}});
    }
    close(end);
}

SessionState SearchRun::outcome()
{
    try {
        auto status = prepare();
        if (status)
            status = search();
        if (m_failure)
            return failed(*m_failure);
        return status ? SessionState::Finished : failed(status.error());
    } catch (const Cancelled&) {
        return m_failure ? failed(*m_failure) : cancelled();
    }
}

Status SearchRun::search()
{
    if (auto status = checkpoint(); !status)
        return status;
    for (;;) {
        answerQueries();
        m_atRest = true;
        m_core.control.check();
        m_atRest = false;
        storeChanges();
        auto with = context();
        const auto step = m_strategy->step(with);
        if (m_failure)
            return *m_failure;
        if (!step)
            return step.error();
        ++m_steps;
        rememberState();
        const bool due = std::chrono::duration<double>(std::chrono::steady_clock::now() - m_lastCheckpoint).count() >= m_config.checkpointSeconds;
        if (due || m_strategy->atLevelEnd() || *step == StepStatus::Done)
            if (auto status = checkpoint(); !status)
                return status;
        if (*step == StepStatus::Done)
            return {};
    }
}

/// The end that was asked for. A step may have been cut short: what counts is the state after the last whole one.
SessionState SearchRun::cancelled()
{
    if (!m_strategy || !m_store)
        return SessionState::Stopped;
    if (m_core.ending() == Ending::Discard)
        return SessionState::Stopped;
    if (auto status = checkpoint(); !status)
        return failed(status.error());
    if (!m_core.finishing())
        return SessionState::Stopped;
    m_pool->clear(); // ends the children in training
    const auto weights = m_strategy->weights();
    auto fresh = makeStrategy();
    if (!fresh)
        return failed(fresh.error());
    m_strategy = *std::move(fresh);
    auto status = m_strategy->restore(m_state);
    if (status)
        status = m_strategy->restoreWeights(weights);
    if (!status)
        return failed(status.error());
    auto with = context();
    try {
        m_strategy->finishEarly(with);
    } catch (const Cancelled&) { // stopped after all: the checkpoint stands
        return m_failure ? failed(*m_failure) : SessionState::Stopped;
    }
    return m_failure ? failed(*m_failure) : SessionState::Finished;
}

SessionState SearchRun::failed(Error error)
{
    log::debug(error.message + " (" + error.detail + ")"); // who listens to the events tells people
    Event event{0, unixMilliseconds(), SessionFailed{std::move(error)}};
    if (m_store)
        if (auto stored = m_store->append(event.body)) // on a full disk it is told only
            event = *std::move(stored);
    m_core.tell(std::move(event));
    return SessionState::Failed;
}

void SearchRun::close(SessionState end)
{
    m_core.setPool(nullptr);
    m_core.control.setHook({});
    m_pool.reset();
    m_strategy.reset();
    const auto folder = m_store ? m_store->folder() : std::filesystem::path();
    if (m_store) {
        // Best effort: an error of the store was told already, and these are not needed to resume.
        (void)m_store->setSeconds(seconds());
        storeChanges();
        (void)m_store->append(StateChanged{m_core.state(), end});
        m_store.reset();
        std::error_code ec;
        if (end == SessionState::Finished)
            std::filesystem::remove_all(folder / kScratch, ec);
    }
    if (m_core.ending() == Ending::Discard && !folder.empty())
        if (auto status = RunStore::remove(folder); !status)
            m_core.tell({0, unixMilliseconds(), SessionFailed{status.error()}});
    m_data.reset();
    m_text.reset();
    m_core.ended(end);
}

StepContext SearchRun::context()
{
    return {*m_pool, m_core.control, [this](EventBody body) { emit(std::move(body)); },
            [this](const std::string& name, const NamedBuffers& buffers) { return m_store->writeWeights(name, buffers); }};
}

void SearchRun::emit(EventBody body)
{
    if (m_failure)
        return;
    if (auto* finished = std::get_if<SearchFinished>(&body); finished && finished->seconds == 0)
        finished->seconds = seconds();
    if (isLossy(body) || std::holds_alternative<QueryAnswered>(body)) {
        m_core.tell({0, unixMilliseconds(), std::move(body)});
        return;
    }
    const bool evaluated = std::holds_alternative<CandidateEvaluated>(body);
    auto event = m_store->append(std::move(body));
    if (!event)
        return noteFailure(event.error());
    m_lastSeq = event->seq;
    m_core.tell(*std::move(event));
    if (evaluated)
        if (auto status = m_store->setSeconds(seconds()); !status)
            noteFailure(status.error());
}

void SearchRun::storeChanges()
{
    if (!m_store)
        return;
    for (const auto& change : m_core.takeChanges()) {
        const auto event = m_store->append(change);
        if (!event)
            return noteFailure(event.error());
        m_lastSeq = event->seq;
    }
}

void SearchRun::noteFailure(Error error)
{
    if (!m_failure)
        m_failure = std::move(error);
    m_core.control.requestStop();
}

void SearchRun::rememberState()
{
    m_state = m_strategy->save();
    m_stateSeq = m_lastSeq;
}

Status SearchRun::checkpoint()
{
    m_lastCheckpoint = std::chrono::steady_clock::now();
    if (m_checkpointed && m_checkpointedSteps == m_steps)
        return {};
    auto file = m_store->writeCheckpoint(m_state, m_strategy->weights(), m_stateSeq);
    if (!file)
        return file.error();
    m_checkpointed = true;
    m_checkpointedSteps = m_steps;
    if (auto status = m_store->setSeconds(seconds()); !status)
        return status;
    emit(CheckpointWritten{*std::move(file)});
    return m_failure ? Status(*m_failure) : Status();
}

/// Between two mini-batches of whatever runs (the control's hook), and while it stands still.
void SearchRun::atBatch()
{
    if (m_failure || !m_strategy)
        return;
    storeChanges();
    if (m_core.pausing()) {
        if (auto status = checkpoint(); !status)
            return noteFailure(status.error());
        m_core.standStill();
        storeChanges();
    }
    if (m_atRest)
        answerQueries();
}

void SearchRun::answerQueries()
{
    for (const auto& query : m_core.takeQueries()) {
        std::string answer;
        try {
            answer = m_strategy->answer(query);
        } catch (const std::exception& e) { // a question never ends a search
            answer = nlohmann::json{{"error", {{"code", key(ErrorCode::Internal)}, {"message", "The question could not be answered."}, {"detail", e.what()}}}}.dump();
        }
        m_core.tell({0, unixMilliseconds(), QueryAnswered{query.id, std::move(answer)}});
    }
}

double SearchRun::seconds() const
{
    const std::chrono::duration<double> sitting = std::chrono::steady_clock::now() - m_began;
    return m_secondsBefore + (sitting - m_core.pausedFor()).count();
}

} // namespace cw
