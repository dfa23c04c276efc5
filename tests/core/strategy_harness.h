#pragma once
#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "core/search/strategy.h"
#include "tests/core/fakes.h"

/// Runs a strategy step by step against fakes, without a session, a file or torch.
namespace cw::test {

/// What a child comes to, by architecture and seed; skipped and failed children are chosen here too.
using Judge = std::function<Evaluation(const EvaluationRequest&)>;
inline Evaluation judged(const EvaluationRequest& request)
{
    Evaluation e;
    e.id = request.id;
    e.correct = fakeCorrect(request.arch, 1);
    e.total = 1000;
    e.accuracy = static_cast<double>(e.correct) / 1000;
    return e;
}

/// Threads that finish in any order; results are given in order of submission.
class ScatterPool final : public EvaluationPool {
public:
    ScatterPool(int threads, std::uint64_t delaySeed, Judge judge) : m_judge(std::move(judge)), m_delays(delaySeed)
    {
        for (int i = 0; i < threads; ++i)
            m_threads.emplace_back([this](std::stop_token stop) { work(stop); });
    }
    void submit(EvaluationRequest request) override
    {
        const std::scoped_lock lock(m_mutex);
        m_order.push_back(request.id);
        m_waiting.push_back(std::move(request));
        m_changed.notify_all();
    }
    Result<Evaluation> collect(Control& control) override
    {
        control.check();
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [&] { return m_done.contains(m_order.front()); });
        auto result = m_done.extract(m_order.front()).mapped();
        m_order.pop_front();
        return result;
    }
    std::size_t pending() const override { return m_order.size(); }
    int concurrency() const override { return static_cast<int>(m_threads.size()); }
    void skip(CandidateId) override {}
    void setPaused(bool) override {}
    void clear() override {}

private:
    void work(const std::stop_token& stop)
    {
        while (true) {
            std::unique_lock lock(m_mutex);
            if (!m_changed.wait(lock, stop, [&] { return !m_waiting.empty(); }))
                return;
            auto request = std::move(m_waiting.front());
            m_waiting.pop_front();
            const auto delay = std::chrono::microseconds(m_delays.below(200));
            lock.unlock();
            std::this_thread::sleep_for(delay);
            auto result = m_judge(request);
            lock.lock();
            m_done[request.id] = std::move(result);
            m_changed.notify_all();
        }
    }

    Judge m_judge;
    Random m_delays;
    std::mutex m_mutex;
    std::condition_variable_any m_changed;
    std::deque<CandidateId> m_order;
    std::deque<EvaluationRequest> m_waiting;
    std::map<CandidateId, Evaluation> m_done;
    std::vector<std::jthread> m_threads; // last: joined first
};

/// No threads: judged when collected.
class QuietPool final : public EvaluationPool {
public:
    explicit QuietPool(Judge judge) : m_judge(std::move(judge)) {}
    void submit(EvaluationRequest request) override { m_waiting.push_back(std::move(request)); }
    Result<Evaluation> collect(Control& control) override
    {
        control.check();
        auto request = std::move(m_waiting.front());
        m_waiting.pop_front();
        return m_judge(request);
    }
    std::size_t pending() const override { return m_waiting.size(); }
    int concurrency() const override { return 1; }
    void skip(CandidateId) override {}
    void setPaused(bool) override {}
    void clear() override { m_waiting.clear(); }

private:
    Judge m_judge;
    std::deque<EvaluationRequest> m_waiting;
};

/// One run: the strategy, its pool, its log and the weights it saved.
class StrategyRun {
public:
    StrategyRun(std::string key, Settings settings, std::uint64_t seed = 1, Judge judge = judged, ImageShape image = {1, 8, 8}, std::string space = "pnas")
        : m_key(std::move(key)), m_judge(std::move(judge)), m_pool(std::make_unique<QuietPool>(m_judge))
    {
        m_setup.space = std::move(space);
        m_setup.words = 20;
        m_setup.sharedWeights = [this] { return makeShared ? makeShared() : m_engine.makeSharedWeights({}); };
        m_setup.settings = std::move(settings);
        m_setup.seed = seed;
        m_setup.engine = &m_engine;
        m_setup.image = image;
        m_setup.classes = 4;
        m_setup.loadWeights = [this](const std::string& name) -> Result<NamedBuffers> {
            const auto found = weights.find(name);
            if (found == weights.end())
                return Error{ErrorCode::NotFound, "no weights", {}};
            return found->second;
        };
        renew();
    }
    void usePool(std::unique_ptr<EvaluationPool> pool) { m_pool = std::move(pool); }
    /// A fresh strategy and pool that go on from the saved state, as after a crash.
    void restart()
    {
        const auto state = nlohmann::json::parse(strategy->save().dump());
        const auto buffers = strategy->weights();
        m_pool = std::make_unique<QuietPool>(m_judge);
        renew();
        const auto restored = strategy->restore(state);
        ASSERT_TRUE(restored) << restored.error().detail;
        ASSERT_TRUE(strategy->restoreWeights(buffers));
    }
    Result<StepStatus> step()
    {
        auto context = makeContext();
        return strategy->step(context);
    }
    void finishEarly()
    {
        auto context = makeContext();
        strategy->finishEarly(context);
    }
    /// Steps until done; fails the test on an error.
    void runToEnd()
    {
        for (int i = 0; i < 100'000; ++i) {
            const auto status = step();
            ASSERT_TRUE(status) << status.error().message;
            if (*status == StepStatus::Done)
                return;
        }
        FAIL() << "the strategy does not end";
    }
    template<class T>
    std::vector<T> all() const
    {
        std::vector<T> found;
        for (const auto& body : log)
            if (const auto* event = std::get_if<T>(&body))
                found.push_back(*event);
        return found;
    }
    std::map<CandidateId, double> accuracies() const
    {
        std::map<CandidateId, double> result;
        for (const auto& e : all<CandidateEvaluated>())
            if (e.evaluation.outcome == Outcome::Measured)
                result[e.evaluation.id] = e.evaluation.accuracy;
        return result;
    }
    /// The log as text without clock times.
    std::string text() const
    {
        std::string lines;
        for (const auto& body : log) {
            auto j = toJson(Event{0, 0, body});
            j.erase("seconds");
            if (j.contains("evaluation"))
                j["evaluation"].erase("seconds");
            lines += j.dump() + "\n";
        }
        return lines;
    }

    /// In place of the fake ones; restart() makes anew.
    std::function<Result<std::unique_ptr<SharedWeights>>()> makeShared;
    std::unique_ptr<Strategy> strategy;
    std::vector<EventBody> log;
    std::map<std::string, NamedBuffers> weights;
    Control control;

private:
    void renew()
    {
        auto made = findStrategy(m_key)->make(m_setup);
        ASSERT_TRUE(made) << made.error().message;
        strategy = std::move(*made);
    }
    StepContext makeContext()
    {
        return {*m_pool, control, [this](EventBody body) { log.push_back(std::move(body)); },
                [this](const std::string& name, const NamedBuffers& buffers) {
                    weights[name] = buffers;
                    return Status{};
                }};
    }

    std::string m_key;
    Judge m_judge;
    FakeEngine m_engine;
    StrategySetup m_setup;
    std::unique_ptr<EvaluationPool> m_pool;
};

/// Quick settings with some values set.
inline Settings quickSettings(const std::string& strategy, const std::vector<std::pair<std::string, std::string>>& values, const std::string& space = "pnas")
{
    auto settings = makeSettings(strategy, space, "quick");
    EXPECT_TRUE(settings);
    for (const auto& [key, value] : values) {
        const auto set = settings->set(key, value);
        EXPECT_TRUE(set) << set.error().message;
    }
    return *settings;
}

} // namespace cw::test
