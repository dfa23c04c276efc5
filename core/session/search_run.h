#pragma once
#include <chrono>
#include <memory>
#include <optional>

#include <nlohmann/json.hpp>

#include "core/session/session.h"
#include "core/session/session_core.h"
#include "core/store/run_store.h"

namespace cw {

/// One sitting of a search, from preparation to its end: lives on the engine thread, with everything it owns.
/// Events are stored first and told then. Nothing is thrown out of run().
class SearchRun {
public:
    SearchRun(SessionCore& core, SessionConfig config);
    void run();

private:
    static constexpr const char* kScratch = "scratch"; ///< folder of the evaluators within the run

    // search_preparation.cpp
    Status prepare();
    Status openStored();
    Status prepareData();
    Status prepareImages(const LoadProgress& progress);
    Status prepareWords(const LoadProgress& progress);
    const DatasetInfo& dataInfo() const { return m_text ? m_text->info() : m_data->info(); }
    Status createStore();
    Result<std::unique_ptr<Strategy>> makeStrategy();
    Status restoreStrategy();
    Status makePool();
    EvaluatorSetup evaluatorSetup() const;

    // search_run.cpp
    Status search();
    SessionState outcome();
    SessionState cancelled();
    void close(SessionState end);
    SessionState failed(Error error);
    StepContext context();
    void emit(EventBody body);
    void storeChanges();
    void noteFailure(Error error); ///< the first one counts; unwinds at the next check
    void rememberState();
    Status checkpoint();
    void atBatch();
    void answerQueries();
    double seconds() const;

    SessionCore& m_core;
    SessionConfig m_config;
    RunHeader m_header;
    std::shared_ptr<const ImageData> m_data; ///< or:
    std::shared_ptr<const TextData> m_text;
    Engine* m_engine = nullptr;
    std::unique_ptr<RunStore> m_store;
    std::unique_ptr<EvaluationPool> m_pool;
    std::unique_ptr<Strategy> m_strategy;

    nlohmann::json m_state;            ///< of the strategy after the last whole step
    std::uint64_t m_stateSeq = 0;      ///< last event of that step
    std::uint64_t m_steps = 0, m_checkpointedSteps = 0;
    bool m_checkpointed = false;
    std::uint64_t m_lastSeq = 0;
    std::chrono::steady_clock::time_point m_began, m_lastCheckpoint;
    double m_secondsBefore = 0;
    bool m_atRest = false;             ///< between steps, or waiting in collect(): the strategy may be asked
    std::optional<Error> m_failure;
};

} // namespace cw
