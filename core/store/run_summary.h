#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <vector>

#include "core/session/events.h"

namespace cw {

/// One level of a run. Words as in ARCHITECTURE.md; trust, beam and fit are empty until the level is finished, and where they cannot be.
struct LevelSummary {
    int blocks = 1;
    int toTrain = 0;
    int done = 0;    ///< measured, skipped or failed
    int trained = 0; ///< measured
    bool finished = false;
    std::optional<RankCorrelation> trust, beam;
    std::optional<double> fit;
    double wallSeconds = 0; ///< between results, pauses left out
};

/// What a run has come to, computed from its events alone: the one place for the window, `search`, `resume` and `status`.
struct RunSummary {
    SessionState state = SessionState::Idle;
    int modelsPlanned = 0;
    int done = 0, evaluated = 0, skipped = 0, failed = 0; ///< evaluated: measured
    std::vector<LevelSummary> levels;                     ///< those started, ascending
    std::optional<CandidateProposed> best;                ///< winner of a finished run, else the best measured so far
    double bestAccuracy = 0;
    bool finished = false, early = false;
    double seconds = 0;         ///< engine time; 0 before the search is finished
    std::optional<Error> error; ///< of a run that failed last
};

/// Adds events up as they come. A run that was continued from a checkpoint may tell a level or a result again: the newest counts.
/// A plain value; one thread at a time.
class RunTally {
public:
    void add(const Event& event);
    RunSummary summary() const;

private:
    struct Child {
        CandidateProposed proposed;
        std::optional<Outcome> outcome;
        double accuracy = 0;
        double wallSeconds = 0;
    };
    void add(const EventBody& body, std::int64_t milliseconds);

    std::map<CandidateId, Child> m_children;
    std::map<int, LevelSummary> m_levels;
    std::optional<SearchFinished> m_end;
    std::optional<Error> m_error;
    SessionState m_state = SessionState::Idle;
    int m_modelsPlanned = 0;
    std::int64_t m_mark = 0; ///< when the work on the next result began
};
RunSummary summarize(std::span<const Event> events);

/// Seconds still to go, as a range: an estimate, not a promise.
struct TimeLeft {
    double low = 0, high = 0;
};
/// From the seconds a result took at this level. Low: later children cost as much as now. High: in proportion to their blocks.
/// blocks: B of the run. Nothing before three results, and for runs that are over.
std::optional<TimeLeft> estimateTimeLeft(const RunSummary& summary, int blocks);

} // namespace cw
