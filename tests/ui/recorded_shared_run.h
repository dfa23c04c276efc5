#pragma once
#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "core/search/policy_space.h"
#include "core/search/strategy.h"
#include "core/session/events.h"
#include "ui/models/run_info.h"

/// Events of an invented ENAS search in any of its spaces, as a recorded run brings them: drives the window without an engine.
namespace cw::test {

inline ui::RunInfo inventedSharedRun(const std::string& space, const std::string& strategy = "enas")
{
    ui::RunInfo info;
    info.folder = QStringLiteral("invented-shared.cwrun");
    info.name = QStringLiteral("2026-01-06-shared");
    info.strategy = strategy, info.space = space, info.preset = "quick";
    if (auto settings = makeSettings(strategy, space, "quick"))
        info.settings = *settings;
    info.dataPath = QStringLiteral("/data/shared");
    info.dataTitle = space == "recurrent" ? QStringLiteral("Text") : QStringLiteral("IDX files");
    if (space == "recurrent")
        info.classes = 0;
    else
        info.image = {1, 14, 14};
    return info;
}

class SharedRecording {
public:
    explicit SharedRecording(ui::RunInfo info, int rounds = 4)
        : m_info(std::move(info))
        , m_space(*decisionSpace(m_info.space, m_info.settings))
        , m_rounds(rounds)
    {
    }

    static constexpr int kSteps = 100, kUpdates = 20, kCandidates = 5;

    void add(EventBody body, std::int64_t milliseconds = 10)
    {
        m_time += milliseconds;
        m_events.push_back({isLossy(body) ? 0 : ++m_seq, m_time, std::move(body)});
    }
    void state(SessionState to) { add(StateChanged{std::exchange(m_state, to), to}); }
    Architecture draw() { return m_space.decode(drawUniform(m_space, m_random)); }

    /// Phase 1 of a round up to this mini-batch; a second for each ten.
    void train(int round, int steps = kSteps)
    {
        for (int step = 20; step <= steps; step += 20) {
            const double passed = (round - 1) + static_cast<double>(step) / kSteps;
            add(SharedWeightsTrained{round, m_rounds, step, kSteps, startLoss() * (0.45 + 0.55 / (1 + passed)), 2}, 2000);
        }
    }
    /// Phase 2 up to this update; the rewards grow with them. collapse: one operation takes over.
    void update(int round, int updates = kUpdates, bool collapse = false)
    {
        const auto operations = static_cast<std::size_t>(m_space.operationCount());
        for (int step = 4; step <= updates; step += 4) {
            const double passed = (round - 1) + static_cast<double>(step) / kUpdates, learned = passed / m_rounds;
            PolicyUpdated e;
            e.round = round, e.rounds = m_rounds, e.step = step, e.steps = kUpdates;
            e.reward = reward(learned), e.baseline = reward(learned * 0.8), e.randomReward = reward(learned * 0.6);
            e.uniformEntropy = uniformEntropy(m_space);
            e.entropy = e.uniformEntropy * (collapse ? 0.2 : 1 - 0.3 * learned);
            const double first = collapse ? 0.9 : (1 + learned) / static_cast<double>(operations);
            for (std::size_t op = 0; op < operations; ++op)
                e.operationShares.push_back(op == 0 ? first : (1 - first) / static_cast<double>(operations - 1));
            e.skipShare = m_info.space == "macro" ? 0.5 - 0.1 * learned : 0;
            e.gradientNorm = 0.5;
            e.seconds = 1;
            e.child = draw();
            e.childReward = e.reward + 0.01;
            add(e, 1000);
        }
    }
    /// One derivation, of which so many candidates are scored.
    void derive(int round, int scored = kCandidates)
    {
        const int level = ++m_levels;
        add(LevelStarted{level, kCandidates, m_rounds * kCandidates});
        const auto first = m_next;
        for (int i = 0; i < kCandidates; ++i) {
            CandidateProposed p;
            p.id = m_next++;
            p.arch = draw();
            p.level = level;
            p.role = m_info.strategy == "enas" ? CandidateRole::Policy : CandidateRole::Random;
            p.parameters = 20'000 + 1'000 * p.id;
            p.multiplyAdds = m_info.space == "recurrent" ? 0 : p.parameters * 190;
            add(p);
        }
        LevelFinished finished;
        finished.level = level;
        for (int i = 0; i < scored; ++i) {
            Evaluation e;
            e.id = first + static_cast<CandidateId>(i);
            e.accuracy = reward(static_cast<double>(round) / m_rounds) + 0.004 * ((i * 7) % kCandidates);
            e.total = m_info.space == "recurrent" ? 4480 : 64;
            e.correct = m_info.space == "recurrent" ? 0 : static_cast<std::int64_t>(e.accuracy * 64);
            e.loss = m_info.space == "recurrent" ? std::log(80 / e.accuracy) : 1.1;
            e.seconds = 0.2;
            add(CandidateEvaluated{e}, 200);
            if (e.accuracy > finished.best)
                finished.best = e.accuracy, finished.bestId = e.id;
        }
        if (scored < kCandidates)
            return;
        finished.trained = scored;
        m_best = {finished.bestId, finished.best};
        add(finished);
    }
    void round(int number, bool collapse = false)
    {
        train(number);
        update(number, kUpdates, collapse);
        derive(number);
    }
    void finish()
    {
        add(SearchFinished{m_best.first, m_best.second, false, 90});
        state(SessionState::Finished);
    }
    const std::vector<Event>& events() const { return m_events; }
    const DecisionSpace& space() const { return m_space; }
    const ui::RunInfo& info() const { return m_info; }

private:
    double startLoss() const { return m_info.space == "recurrent" ? 6.5 : 2.3; }
    /// Accuracy 0.3 to 0.7, perplexity 800 to 160.
    double reward(double learned) const { return m_info.space == "recurrent" ? 0.1 + 0.4 * learned : 0.3 + 0.4 * learned; }

    ui::RunInfo m_info;
    DecisionSpace m_space;
    int m_rounds, m_levels = 0;
    Random m_random{7};
    std::vector<Event> m_events;
    CandidateId m_next = 1;
    std::pair<CandidateId, double> m_best{0, 0};
    SessionState m_state = SessionState::Idle;
    std::int64_t m_time = 1'700'000'000'000;
    std::uint64_t m_seq = 0;
};

} // namespace cw::test
