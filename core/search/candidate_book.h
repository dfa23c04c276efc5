#pragma once
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "core/search/strategy.h"

namespace cw {

/// One proposed child and what came of it.
struct Candidate {
    CandidateId id = 0;
    Architecture arch; ///< in the order it was scored
    int level = 1;
    CandidateId parent = 0; ///< 0: none
    CandidateRole role = CandidateRole::Beam;
    std::optional<Prediction> predicted; ///< made before training
    std::optional<Outcome> outcome;      ///< nothing until collected
    double accuracy = 0;                 ///< 0..1; measured only
    std::string message;                 ///< failed only: the reason

    bool measured() const { return outcome == Outcome::Measured; }
};

/// All children of a run in the order of proposal: numbers and announces them, hands them to the pool, takes results in.
/// A value owned by its strategy; engine thread only.
class CandidateBook {
public:
    /// What the size of a child follows from (core/search/child_network.h).
    CandidateBook(Settings settings, ImageShape image, int classes, std::int64_t words);

    /// Emits LevelStarted and one CandidateProposed (with the size of its network) for each child; gives ids 1, 2, 3 ….
    /// The whole level is announced at once, so the log does not depend on how many children train at a time.
    Status propose(StepContext& context, int level, int modelsPlanned, std::vector<Candidate> children);
    /// The same for a level whose children are proposed little by little: emits `level` before the first of them only.
    Status proposePart(StepContext& context, const LevelStarted& level, std::vector<Candidate> children);
    /// Submits what the pool does not have, takes in the oldest result and emits CandidateEvaluated.
    /// Blocks; throws Cancelled with the book unchanged. An Error is the pool's own.
    Status collectNext(StepContext& context);
    bool waiting() const { return m_collected < m_all.size(); }

    std::span<const Candidate> all() const { return m_all; }
    std::span<const Candidate> level(int level) const;
    /// An Error when every child of the level failed; its first reason is part of the sentence.
    Status checkLevel(int level) const;

    nlohmann::json save() const;
    Status restore(const nlohmann::json& state);

private:
    Settings m_settings;
    ImageShape m_image;
    int m_classes;
    std::int64_t m_words;
    std::vector<Candidate> m_all;
    std::size_t m_collected = 0;
    std::size_t m_submitted = 0; ///< of this process's pool; never stored
};

/// Best measured child of a level; of equals the first. Null when none was measured.
const Candidate* bestOf(std::span<const Candidate> candidates);
/// Winner of a search: best measured of the highest completed level that has one; of all when no level was completed.
const Candidate* winner(std::span<const Candidate> candidates, int completedLevels);

} // namespace cw
