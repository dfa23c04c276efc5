#include <atomic>
#include <thread>

#include <gtest/gtest.h>

#include "core/session/event_queue.h"

namespace cw {
namespace {

Event level(int n) { return {static_cast<std::uint64_t>(n), 0, LevelStarted{n, 0, 0}}; }
Event progress(CandidateId id, std::int64_t step) { return {0, 0, TrainingProgress{id, step, 100, 0}}; }

TEST(EventQueue, WakesOnceUntilDrained)
{
    EventQueue queue;
    int woken = 0;
    queue.setWakeup([&] { ++woken; });
    queue.push(level(1));
    queue.push(level(2));
    EXPECT_EQ(woken, 1);
    EXPECT_EQ(queue.drain().size(), 2U);
    EXPECT_TRUE(queue.drain().empty());
    queue.push(level(3));
    EXPECT_EQ(woken, 2);
}

TEST(EventQueue, AWakeupSetLateIsNotMissed)
{
    EventQueue queue;
    queue.push(level(1));
    int woken = 0;
    queue.setWakeup([&] { ++woken; });
    EXPECT_EQ(woken, 1);
}

TEST(EventQueue, NewProgressReplacesTheWaitingOneOfItsCandidate)
{
    EventQueue queue;
    for (int step = 1; step <= 1000; ++step) {
        queue.push(progress(1, step));
        queue.push(progress(2, step));
    }
    const auto events = queue.drain();
    ASSERT_EQ(events.size(), 2U);
    EXPECT_EQ(std::get<TrainingProgress>(events[0].body).step, 1000);
    EXPECT_EQ(std::get<TrainingProgress>(events[1].body).id, 2U);
}

TEST(EventQueue, ProgressNeverOvertakesAStoredEvent)
{
    EventQueue queue;
    queue.push(progress(1, 1));
    queue.push(level(1));
    queue.push(progress(1, 2));
    queue.push(progress(1, 3));
    const auto events = queue.drain();
    ASSERT_EQ(events.size(), 3U);
    EXPECT_EQ(std::get<TrainingProgress>(events[0].body).step, 1);
    EXPECT_EQ(std::get<TrainingProgress>(events[2].body).step, 3);
}

TEST(EventQueue, LosesNothingBetweenThreads)
{
    constexpr int kThreads = 4, kEach = 5000;
    EventQueue queue;
    std::atomic<bool> woken = false;
    queue.setWakeup([&] { woken = true; });
    std::vector<std::jthread> pushers;
    for (int t = 0; t < kThreads; ++t)
        pushers.emplace_back([&, t] {
            for (int i = 1; i <= kEach; ++i)
                queue.push({static_cast<std::uint64_t>(i), t, LevelStarted{}});
        });
    std::vector<std::uint64_t> last(kThreads, 0);
    int seen = 0;
    while (seen < kThreads * kEach) {
        if (!woken.exchange(false)) {
            std::this_thread::yield();
            continue;
        }
        for (const auto& e : queue.drain()) {
            auto& before = last[static_cast<std::size_t>(e.unixMilliseconds)];
            ASSERT_EQ(e.seq, before + 1);
            before = e.seq;
            ++seen;
        }
    }
    EXPECT_TRUE(queue.drain().empty());
}

} // namespace
} // namespace cw
