#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <utility>
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
    double best = 0;        ///< best measured and its candidate, once finished
    CandidateId bestId = 0;
    double wallSeconds = 0; ///< between results, pauses left out
};

/// One round of a search with a policy. Means over what was told of it so far; with shared weights everything is measured by them.
struct RoundSummary {
    int round = 1;
    std::int64_t step = 0, steps = 0;     ///< mini-batches of phase 1, done and in all
    std::int64_t update = 0, updates = 0; ///< of phase 2; 0 before it begins
    std::optional<double> loss;           ///< nats
    std::optional<double> reward, randomReward;
    double baseline = 0;                  ///< newest
    double entropy = 0, uniformEntropy = 0, skipShare = 0;
    std::vector<double> operationShares;
    double trainSeconds = 0, policySeconds = 0;
};

/// What a run has come to, computed from its events alone: the one place for the window, `search`, `resume` and `status`.
struct RunSummary {
    SessionState state = SessionState::Idle;
    int modelsPlanned = 0;
    int done = 0, evaluated = 0, skipped = 0, failed = 0; ///< evaluated: measured
    std::vector<LevelSummary> levels;                     ///< those started, ascending
    std::optional<CandidateProposed> best; ///< winner of a finished run, else the best measured so far (shared weights: of the last derivation)
    double bestAccuracy = 0;
    bool finished = false, early = false;
    double seconds = 0;         ///< engine time; 0 before the search is finished
    std::optional<Error> error; ///< of a run that failed last
    // Searches with a policy; empty for others.
    std::vector<RoundSummary> rounds; ///< those begun, ascending
    int roundsPlanned = 0;
    bool shared = false;              ///< shared weights were trained: candidates are those of derivations
    double deriveSeconds = 0;         ///< that all derivations took so far
    std::vector<PolicyUpdated> newestPolicy; ///< the last few, oldest first: for collapseAlarm() (core/search/collapse.h)
    std::optional<ChildSampled> latestChild;

    /// Of the whole search, 0..1.
    double share() const;
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
        double seconds = 0; ///< of the evaluation itself
    };
    void add(const EventBody& body, std::int64_t milliseconds);

    /// Of a round and a step within it: newer ones of the same run replace what was told from there on.
    using Moment = std::pair<int, std::int64_t>;
    void addRounds(RunSummary& result) const;

    std::map<Moment, SharedWeightsTrained> m_trained;
    std::map<Moment, PolicyUpdated> m_policy;
    std::optional<ChildSampled> m_latestChild;
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
/// Shared weights: from the seconds that mini-batches, updates and derivations took so far. Children from scratch: from the seconds a result
/// took at this level. Low: later children cost as much as now. High: in proportion to their blocks.
/// blocks: B of the run. Nothing before three results (events of shared weights), and for runs that are over.
std::optional<TimeLeft> estimateTimeLeft(const RunSummary& summary, int blocks);

} // namespace cw
