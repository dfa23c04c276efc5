#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "core/arch/architecture.h"
#include "core/base/result.h"
#include "core/search/ablation.h"
#include "core/search/correlation.h"
#include "core/search/evaluation.h"
#include "core/search/surrogate.h"
#include "core/session/session_state.h"

namespace cw {

/// Why a candidate is measured: it was among the top K, or drawn from the unchosen ones to measure trust, or drawn uniformly at random,
/// or sampled by a controller.
enum class CandidateRole : std::uint8_t { Beam, Sampled, Random, Policy };

struct StateChanged {
    SessionState from = SessionState::Idle, to = SessionState::Idle;
};
/// Start of a level: toTrain children will be proposed. models: how many the whole run will train, as far as known.
/// Of a search with shared weights a level is one derivation: candidates sampled and scored with the weights of that moment.
struct LevelStarted {
    int level = 1; ///< = number of blocks (random, rl: the run's B); shared weights: number of the derivation, 1, 2, 3 …
    int toTrain = 0;
    int modelsPlanned = 0;
};
struct CandidateProposed {
    CandidateId id = 0;
    Architecture arch;
    int level = 1;
    CandidateId parent = 0; ///< 0: none
    CandidateRole role = CandidateRole::Beam;
    std::optional<Prediction> predicted; ///< none at level 1 and in random runs
    std::int64_t parameters = 0, multiplyAdds = 0; ///< of the child network
};
struct CandidateEvaluated {
    Evaluation evaluation; ///< outcome Measured, Skipped or Failed
};
/// Histogram of all predictions of a level (the children not stored one by one), 50 bins from low to high.
struct ChildrenScored {
    int level = 2;
    std::int64_t parents = 0, scored = 0, unique = 0;
    double seconds = 0;
    double low = 0, high = 0;
    std::vector<std::int64_t> histogram;
};
struct SurrogateFitted {
    int level = 1; ///< after this level's measurements
    std::int64_t samples = 0;
    double seconds = 0;
    double fitSpearman = 0; ///< on its own training data: always flattering
};
struct AblatedCandidate {
    CandidateId id = 0;
    std::vector<BlockAblation> blocks; ///< in the order of the cell as it was proposed
};
/// What each block of the measured cells of a level is worth by the predictor just fitted: predicted, never measured.
/// None for level 1, whose cells have one block.
struct BlocksAblated {
    int level = 2;
    std::vector<AblatedCandidate> candidates;
};
/// Words with one meaning: see ARCHITECTURE.md. trust is empty at level 1 and where too few were sampled.
struct LevelFinished {
    int level = 1;
    int trained = 0;
    std::optional<RankCorrelation> trust;
    std::optional<RankCorrelation> beam;
    std::optional<double> fit;
    double best = 0; ///< best measured of this level
    CandidateId bestId = 0;
};
/// Some mini-batches of phase 1 of a search with shared weights (ENAS). Several a round.
struct SharedWeightsTrained {
    int round = 1, rounds = 1;
    std::int64_t step = 0, steps = 0; ///< mini-batches of this round, done and in all
    double loss = 0;                  ///< median over the mini-batches since the event before, nats, each of its own child
    double seconds = 0;               ///< that they took
};
/// Some updates of phase 2: of the controller, or the same number of uniform samples where the policy is uniform. Means over the
/// children since the event before: measured with the shared weights on validation mini-batches (rl: each trained from scratch).
struct PolicyUpdated {
    int round = 1, rounds = 1;
    std::int64_t step = 0, steps = 0; ///< updates of this round, done and in all
    double reward = 0;                ///< accuracy 0..1, or 80 / perplexity
    double baseline = 0;              ///< the moving average that rewards are held against; 0 for a uniform policy
    double entropy = 0;               ///< of the whole row of decisions, nats
    double uniformEntropy = 0;        ///< the greatest that it can be
    std::optional<double> randomReward; ///< of children drawn uniformly, on the same mini-batches with the same weights
    std::vector<double> operationShares; ///< of each operation among the sampled children, in the order of the settings; sums to 1
    double skipShare = 0;             ///< of skips that are on (macro); of identity among the operations (cells); else 0
    double gradientNorm = 0;
    double seconds = 0;
    Architecture child;               ///< the newest one
    double childReward = 0;
};
/// The child of this moment; lossy. With a reward where it was scored, without where it was trained.
struct ChildSampled {
    Architecture arch;
    double loss = 0;
    std::optional<double> reward;
};
struct CheckpointWritten {
    std::string file;
};
struct SearchFinished {
    CandidateId winner = 0; ///< 0: nothing was measured
    double accuracy = 0;    ///< proxy accuracy of the winner
    bool early = false;     ///< by Finish now
    double seconds = 0;     ///< engine time over all sittings
};
/// Told only, never stored: it means nothing to a replay. Not lossy either: each answer arrives.
struct QueryAnswered {
    std::uint64_t query = 0;
    std::string answer; ///< JSON text, as core/session/query.h says
};
struct SessionFailed {
    Error error;
};
/// Preparation (decoding data, opening the engine); lossy like TrainingProgress.
struct PreparationProgress {
    std::string what;
    std::int64_t done = 0, total = 0;
};

using EventBody = std::variant<StateChanged, LevelStarted, CandidateProposed, CandidateEvaluated, ChildrenScored, SurrogateFitted, BlocksAblated,
                               LevelFinished, SharedWeightsTrained, PolicyUpdated, CheckpointWritten, SearchFinished, QueryAnswered, SessionFailed,
                               TrainingProgress, PreparationProgress, ChildSampled>;

/// A numbered, dated event. seq is strictly increasing within a run, over all its sittings; lossy events have seq 0.
struct Event {
    std::uint64_t seq = 0;
    std::int64_t unixMilliseconds = 0;
    EventBody body;
};
/// Lossy: never stored, newest replaces the one that waits.
bool isLossy(const EventBody& body);
/// {"seq":1,"time":…,"event":"candidate-proposed",…}; every kind is one row of a table in events_json.cpp.
nlohmann::json toJson(const Event& event);
/// Exact, but that numbers which are not finite become NaN. A kind this version does not know is ErrorCode::Unsupported: readers skip it.
Result<Event> eventFromJson(const nlohmann::json& value);

} // namespace cw
