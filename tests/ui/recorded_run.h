#pragma once
#include <algorithm>
#include <vector>

#include "core/search/strategy.h"
#include "core/session/events.h"
#include "core/space/pnas_space.h"
#include "tests/core/fakes.h"
#include "ui/models/run_info.h"

/// Events of an invented PNAS search, as a recorded run brings them: drives the window without an engine.
namespace cw::test {

class Recording {
public:
    explicit Recording(std::uint64_t seed = 1) : m_random(seed) {}

    void add(EventBody body, std::int64_t milliseconds = 10)
    {
        m_time += milliseconds;
        m_events.push_back({isLossy(body) ? 0 : ++m_seq, m_time, std::move(body)});
    }
    void state(SessionState to) { add(StateChanged{std::exchange(m_state, to), to}); }
    /// A level of which `done` of `count` children are measured; predictions from level 2 on, as good as `skill` (0..1).
    /// A first level of more than one block is a random search: no parents, no predictions.
    void level(int level, int count, int done, int planned, double skill = 0.8)
    {
        add(LevelStarted{level, count, planned});
        PnasSpace space;
        std::vector<double> predicted, measured;
        const auto first = m_next;
        const bool grown = level > 1 && first > 1;
        std::vector<CandidateProposed> proposals;
        for (int i = 0; i < count; ++i) {
            CandidateProposed p;
            p.id = m_next++;
            p.arch = sampleUniform(space, level, m_random);
            p.level = level;
            p.parent = grown ? static_cast<CandidateId>(1 + m_random.below(first - 1)) : 0;
            p.role = level > 1 && !grown ? CandidateRole::Random : grown && i % 5 == 4 ? CandidateRole::Sampled : CandidateRole::Beam;
            const double truth = 0.62 + 0.06 * level + 0.05 * m_random.normal();
            m_truth.push_back(std::clamp(truth, 0.1, 0.97));
            if (grown)
                p.predicted = Prediction{std::clamp(skill * m_truth.back() + (1 - skill) * 0.78 + 0.02 * m_random.normal(), 0.1, 0.99), 0.004 + 0.004 * m_random.uniform()};
            p.parameters = 20'000 + static_cast<std::int64_t>(m_random.below(90'000));
            p.multiplyAdds = p.parameters * 190;
            add(p);
            proposals.push_back(p);
        }
        for (int i = 0; i < done; ++i) {
            const auto& p = proposals[static_cast<std::size_t>(i)];
            Evaluation e;
            e.id = p.id;
            e.accuracy = m_truth[p.id - 1];
            e.total = 5000;
            e.correct = static_cast<std::int64_t>(e.accuracy * 5000);
            e.seconds = 3.4;
            for (int epoch = 1; epoch <= 12; ++epoch)
                e.curve.push_back({epoch, 2.2 / (1 + 0.4 * epoch) + 0.02 * m_random.uniform(), e.accuracy * (1 - 0.6 / epoch)});
            e.loss = e.curve.back().loss;
            add(CandidateEvaluated{e}, 3400);
            if (p.predicted) {
                predicted.push_back(p.predicted->mean);
                measured.push_back(e.accuracy);
            }
        }
        if (done < count) {
            add(TrainingProgress{proposals[static_cast<std::size_t>(done)].id, 40, 100, 1.2});
            return;
        }
        LevelFinished finished{level, count, {}, {}, 0.96, 0.9, first};
        if (grown) {
            finished.trust = rankCorrelation(predicted, measured, 1);
            finished.beam = finished.trust;
        }
        add(finished);
    }
    void finish(CandidateId winner, bool early)
    {
        add(SearchFinished{winner, m_truth[winner - 1], early, 512});
        state(SessionState::Finished);
    }
    const std::vector<Event>& events() const { return m_events; }

private:
    Random m_random;
    std::vector<Event> m_events;
    std::vector<double> m_truth;
    CandidateId m_next = 1;
    SessionState m_state = SessionState::Idle;
    std::int64_t m_time = 1'700'000'000'000;
    std::uint64_t m_seq = 0;
};

inline ui::RunInfo inventedRun()
{
    ui::RunInfo info;
    info.folder = QStringLiteral("invented.cwrun");
    info.name = QStringLiteral("2026-01-05-fashion-mnist");
    info.strategy = info.space = "pnas";
    info.preset = "quick";
    if (auto settings = makeSettings("pnas", "pnas", "quick"))
        info.settings = *settings;
    info.dataPath = QStringLiteral("/data/fashion-mnist");
    info.dataTitle = QStringLiteral("IDX files");
    info.image = {1, 14, 14};
    return info;
}

} // namespace cw::test
