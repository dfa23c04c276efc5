#pragma once
#include <map>
#include <optional>
#include <set>
#include <span>

#include <QObject>
#include <QString>

#include "core/session/events.h"
#include "ui/models/run_info.h"

namespace cw::ui {

/// What the tool bar and the panels say of a run: state, level, progress, best so far, time left, trust.
/// Driven by events alone (a recorded run drives it the same way). Taking an event in twice changes nothing. UI thread only.
class RunModel final : public QObject {
    Q_OBJECT
public:
    struct Level {
        int level = 0, toTrain = 0;
        std::set<CandidateId> proposed, done;
        double seconds = 0; ///< of running time
        std::optional<LevelFinished> finished;
    };
    /// What a search with shared weights, or a controller, is at.
    struct Phase {
        enum class Kind { None, SharedWeights, Policy, Deriving };
        Kind kind = Kind::None;
        int round = 0, rounds = 0;
        std::int64_t step = 0, steps = 0; ///< mini-batches or updates of the round, done and in all
    };
    struct Best {
        CandidateId id = 0;
        double accuracy = 0;
    };
    struct Range {
        double low = 0, high = 0; ///< seconds
    };

    explicit RunModel(QObject* parent = nullptr);

    /// How this run is told.
    RunWords words() const { return m_info.words(); }

    /// A run begins (live) or is opened (recorded); forgets the one before.
    void begin(RunInfo info, bool live);
    void clear();
    void apply(std::span<const Event> events);
    /// A recorded run is about to be continued by this window's engine.
    void goLive();
    /// After the last event of a recorded run: one that was cut off, or never got to begin, counts as stopped.
    void endOfRecording();

    bool hasRun() const { return m_hasRun; }
    bool live() const { return m_live; }
    const RunInfo& info() const { return m_info; }
    SessionState state() const { return m_state; }
    /// A stopped, failed or cut-off run that could go on.
    bool resumable() const;
    const std::map<int, Level>& levels() const { return m_levels; }
    const Level* currentLevel() const;
    const Phase& phase() const { return m_phase; }
    int evaluated() const { return m_evaluated; } ///< candidates that are done: measured, skipped or failed
    int measured() const { return m_measured; }
    /// Its result is there.
    bool isDone(CandidateId id) const;
    int planned() const;
    std::optional<Best> best() const { return m_best; }
    const std::optional<SearchFinished>& finished() const { return m_finished; }
    const std::optional<Error>& error() const { return m_error; }
    CandidateId training() const; ///< newest one in training; 0: none
    double runningSeconds() const { return m_seconds; }
    std::optional<Range> timeLeft() const;
    double progress() const; ///< of the whole run, 0..1

    QString stateText() const;    ///< "Level 2 of 3 · candidate 5 of 16", "Round 3 of 10 · training shared weights · step 40 of 100"
    QString bestText() const;     ///< "91.3 %", or a dash
    QString timeLeftText() const;
    enum class Trust { None, Weak, Fair, Good };
    Trust trust() const;
    QString trustText() const;    ///< "good · ρ 0.71 [0.58, 0.80]"
    QString trustHelp() const;    ///< one sentence that says what it is
    QString toText() const;       ///< for tests

Q_SIGNALS:
    void changed();
    void stateChanged(cw::SessionState state);
    void failed(const cw::Error& error);

private:
    void forget();
    void apply(const Event& event);
    void measure(const Evaluation& evaluation);
    /// Steps of one kind: how many, and what one takes.
    struct Pace {
        std::int64_t counted = 0;  ///< steps timed
        double seconds = 0;
        std::int64_t perRound = 0; ///< as far as known
        std::int64_t last = 0;     ///< of the round under way
        double each() const { return counted > 0 ? seconds / static_cast<double>(counted) : 0; }
    };
    void pass(Phase::Kind kind, Pace& pace, int round, int rounds, std::int64_t step, std::int64_t steps, double seconds);
    double roundShare() const; ///< of the round under way, 0..1
    std::optional<Range> timeLeftOfRounds() const;
    QString phaseText() const;

    RunInfo m_info;
    bool m_hasRun = false, m_live = false;
    SessionState m_state = SessionState::Idle;
    std::map<int, Level> m_levels;
    std::map<CandidateId, int> m_levelOf;
    int m_level = 0, m_evaluated = 0, m_measured = 0, m_modelsPlanned = 0;
    std::optional<Best> m_best;
    std::optional<SearchFinished> m_finished;
    std::optional<Error> m_error;
    std::map<CandidateId, TrainingProgress> m_progress;
    PreparationProgress m_preparation;
    Phase m_phase;
    Pace m_sharedPace, m_policyPace;
    std::int64_t m_lastTime = 0; ///< of the last stored event, milliseconds
    double m_seconds = 0;
};

} // namespace cw::ui
