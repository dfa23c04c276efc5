#pragma once
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "core/search/policy_draw.h"
#include "core/search/shared_weights.h"
#include "core/search/strategy.h"

namespace cw {

/// One derivation: different children drawn from the policy, each scored with the shared weights on the same validation mini-batch, so that
/// none has easier pictures than another; if wanted the best of them once more on the whole validation part, which then decides.
/// A value owned by its strategy, part of its state. Changes nothing that is trained: a stream of random numbers of its own.
class Derivation {
public:
    struct Plan {
        int level = 1;                ///< number of the derivation
        CandidateId first = 1;        ///< id of its first candidate
        std::uint64_t seed = 1;       ///< of its draws
        std::int64_t batch = 0;       ///< validation mini-batch
        int candidates = 10, again = 0;
        int modelsPlanned = 0;        ///< of the whole run, for LevelStarted
        bool wished = false;          ///< somebody asked for it, besides what the search does by itself
    };
    /// Draws the candidates and announces them: LevelStarted and a CandidateProposed each. Fewer than planned where the policy
    /// draws the same ones again and again. Polls control while it draws, before it announces anything.
    static Derivation begin(const Plan& plan, const Policy& policy, const SharedWeights& shared, StepContext& context);

    /// Scores the next candidate. Polls control before it changes anything. Emits CandidateEvaluated, one for each candidate; after the last
    /// one LevelFinished.
    Status step(const DecisionSpace& space, SharedWeights& shared, StepContext& context);
    bool done() const { return m_next == m_rows.size() && m_again.size() == m_nextAgain; }
    bool wished() const { return m_wished; }
    CandidateId after() const { return m_first + static_cast<CandidateId>(m_rows.size()); } ///< id of the next derivation's first

    struct Best {
        CandidateId id = 0;
        double reward = 0;
    };
    Best best() const; ///< requires done()

    nlohmann::json save() const;
    /// Throws what nlohmann::json throws.
    static Derivation restored(const nlohmann::json& state);
    /// False for a restored one that cannot be of this space, or has nothing left to score.
    bool isOf(const DecisionSpace& space) const;

private:
    struct Row {
        std::vector<int> choices;
        SharedScore score;
        double seconds = 0;
        bool again = false; ///< the score is that of the whole validation part
    };
    void chooseAgain(StepContext& context);
    void tell(std::size_t row, StepContext& context) const;
    const Row* bestRow() const;

    int m_level = 1;
    CandidateId m_first = 1;
    std::int64_t m_batch = 0;
    std::size_t m_wantedAgain = 0;
    bool m_wished = false;
    std::vector<Row> m_rows;
    std::size_t m_next = 0;
    std::vector<std::size_t> m_again; ///< rows measured a second time, best first
    std::size_t m_nextAgain = 0;
};

} // namespace cw
