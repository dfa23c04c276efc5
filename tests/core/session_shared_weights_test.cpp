#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "core/base/random.h"
#include "tests/core/session_harness.h"

namespace cw::test {
namespace {

/// In the manner of ENAS: every step trains the shared weights by one mini-batch of a drawn child; now and then one is scored.
class SharingStrategy : public Strategy {
public:
    static constexpr int kBatches = 200;
    static constexpr int kEpoch = 25; ///< batches between scores

    SharingStrategy(const StrategySetup& setup, std::unique_ptr<SharedWeights> shared) : m_shared(std::move(shared)), m_random(setup.seed) {}

    Result<StepStatus> step(StepContext& context) override
    {
        context.control.check(); // the only places that look at control stand before any change: here, and in trainBatch and score
        if (m_batch == kBatches) {
            context.emit(SearchFinished{m_best, m_bestScore, false, 0});
            m_batch = kBatches + 1;
        }
        if (m_batch > kBatches)
            return StepStatus::Done;
        const auto before = m_random;
        try {
            const auto child = draw();
            std::this_thread::sleep_for(std::chrono::microseconds(300));
            const auto loss = m_shared->trainBatch(child, context.control);
            if (!loss)
                return loss.error();
            context.emit(TrainingProgress{0, m_batch, kBatches, *loss});
        } catch (const Cancelled&) {
            m_random = before;
            throw;
        }
        ++m_batch;
        return m_batch % kEpoch == 0 ? score(context) : Result<StepStatus>(StepStatus::Continue);
    }
    bool atLevelEnd() const override { return m_batch % kEpoch == 0; }
    nlohmann::json save() const override { return {{"batch", m_batch}, {"random", m_random.save()}, {"best", m_best}, {"score", m_bestScore}, {"last", m_last}}; }
    Status restore(const nlohmann::json& state) override
    {
        m_batch = state.at("batch").get<int>();
        m_random.restore(state.at("random").get<std::string>());
        m_best = state.at("best").get<CandidateId>();
        m_bestScore = state.at("score").get<double>();
        m_last = state.at("last").get<CandidateId>();
        return {};
    }
    NamedBuffers weights() const override { return m_shared->save(); }
    Status restoreWeights(const NamedBuffers& buffers) override { return m_shared->restore(buffers); }
    void finishEarly(StepContext& context) override { context.emit(SearchFinished{m_best, m_bestScore, true, 0}); }
    std::string answer(const Query&) override { return R"({"answer":"shared"})"; }

private:
    Architecture draw()
    {
        const auto half = [this] { return Half{static_cast<InputId>(m_random.below(2)), static_cast<OpId>(m_random.below(kOpCount))}; };
        return pnasArchitecture({{half(), half()}});
    }
    Result<StepStatus> score(StepContext& context)
    {
        Control unstopped; // a step that has changed something is not cut short
        const auto child = draw();
        const auto reward = m_shared->score(child, m_batch, unstopped);
        if (!reward)
            return reward.error();
        context.emit(CandidateProposed{++m_last, child, 1, 0, CandidateRole::Random, std::nullopt, 0, 0});
        Evaluation e;
        e.id = m_last;
        e.accuracy = reward->reward;
        context.emit(CandidateEvaluated{e});
        if (reward->reward > m_bestScore)
            m_bestScore = reward->reward, m_best = m_last;
        return StepStatus::Continue;
    }

    std::unique_ptr<SharedWeights> m_shared;
    Random m_random;
    int m_batch = 0;
    CandidateId m_best = 0, m_last = 0;
    double m_bestScore = 0;
};

SessionConfig sharingConfig(FakeEngine& engine, const std::filesystem::path& run, bool resume = false)
{
    auto config = tinyConfig(engine, run, resume);
    config.checkpointSeconds = 0.05;
    config.strategyFactory = [](const StrategySetup& setup) -> Result<std::unique_ptr<Strategy>> {
        auto shared = setup.sharedWeights();
        if (!shared)
            return shared.error();
        return std::unique_ptr<Strategy>(std::make_unique<SharingStrategy>(setup, *std::move(shared)));
    };
    return config;
}

TEST(SharedWeightsSession, StoppedAndResumedItEndsAsTheUninterruptedRun)
{
    RunsFolder folder;
    FakeEngine engine;
    ASSERT_EQ(runToEnd(sharingConfig(engine, folder.path() / "whole")), SessionState::Finished);
    int sittings = 0;
    for (bool over = false; !over; ++sittings) {
        ASSERT_LT(sittings, 60);
        Session session;
        std::vector<Event> seen;
        ASSERT_TRUE(session.start(sharingConfig(engine, folder.path() / "cut", sittings > 0)));
        ASSERT_TRUE(drainUntil(session, seen, [batches = 0, sittings](const Event& e) mutable {
            batches += std::holds_alternative<TrainingProgress>(e.body);
            return batches > 3 + sittings % 4 * 8 || reaches(SessionState::Finished)(e);
        }));
        if (sittings % 2 == 0) {
            session.pause();
            drainUntil(session, seen, [](const Event& e) { return reaches(SessionState::Paused)(e) || reaches(SessionState::Finished)(e); });
        }
        session.stop();
        session.wait();
        over = session.state() == SessionState::Finished;
    }
    EXPECT_GT(sittings, 2);
    const auto text = candidatesAsText(folder.path() / "whole");
    EXPECT_EQ(text, candidatesAsText(folder.path() / "cut"));
    EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), SharingStrategy::kBatches / SharingStrategy::kEpoch);
    const auto a = (*RunStore::openForReading(folder.path() / "whole"))->lastCheckpoint(), b = (*RunStore::openForReading(folder.path() / "cut"))->lastCheckpoint();
    ASSERT_TRUE(a && *a && b && *b);
    EXPECT_EQ((*a)->weights.at("weights").data, (*b)->weights.at("weights").data);
    EXPECT_EQ((*a)->weights.at("batches").data.at(0), SharingStrategy::kBatches);
}

TEST(SharedWeightsSession, FinishNowAndQueriesWork)
{
    RunsFolder folder;
    FakeEngine engine;
    Session session;
    std::vector<Event> seen;
    ASSERT_TRUE(session.start(sharingConfig(engine, folder.path() / "a")));
    ASSERT_TRUE(drainUntil(session, seen, results(2)));
    session.ask({3, ForcedChoiceQuery{{}, 0, 1}});
    ASSERT_TRUE(drainUntil(session, seen, [](const Event& e) { return std::holds_alternative<QueryAnswered>(e.body); }));
    session.finishNow();
    session.wait();
    EXPECT_EQ(session.state(), SessionState::Finished);
    for (auto& e : session.events().drain())
        seen.push_back(std::move(e));
    ASSERT_EQ(allOf<SearchFinished>(seen).size(), 1U);
    EXPECT_TRUE(allOf<SearchFinished>(seen).front().early);
}

TEST(SharedWeightsSession, AnEngineWithoutSharedWeightsSaysSo)
{
    class PlainEngine : public FakeEngine {
    public:
        Result<std::unique_ptr<SharedWeights>> makeSharedWeights(const EvaluatorSetup& setup) override
        {
            return Engine::makeSharedWeights(setup);
        }
    } engine;
    RunsFolder folder;
    std::vector<Event> events;
    EXPECT_EQ(runToEnd(sharingConfig(engine, folder.path() / "a"), &events), SessionState::Failed);
    ASSERT_EQ(allOf<SessionFailed>(events).size(), 1U);
    EXPECT_EQ(allOf<SessionFailed>(events).front().error.code, ErrorCode::Unsupported);
}

} // namespace
} // namespace cw::test
