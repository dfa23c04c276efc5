#pragma once
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "tests/core/session_harness.h"
#include "tests/core/strategy_harness.h"

/// Tiny searches with shared weights over fakes, in every space of ENAS.
namespace cw::test {

inline constexpr const char* kEnasSpaces[] = {"micro", "macro", "recurrent"};

using Values = std::vector<std::pair<std::string, std::string>>;

/// 3 rounds of 12 mini-batches, 5 updates of 2 children and 4 candidates; architectures of 3 nodes or layers.
inline Settings tinyShared(const std::string& strategy, const std::string& space, const Values& more = {})
{
    auto settings = makeSettings(strategy, space, "quick");
    if (!settings)
        std::abort();
    const auto set = [&](const std::string& key, const std::string& value) {
        if (settings->has(key))
            if (const auto status = settings->set(key, value); !status) {
                std::fprintf(stderr, "%s\n", status.error().message.c_str());
                std::abort();
            }
    };
    for (const auto& [key, value] : Values{{"nodes", "3"}, {"layers", "3"}, {"rounds", "3"}, {"round_steps", "12"}, {"updates", "5"}, {"samples", "2"}, {"derive", "4"}, {"derive_best", "0"},
                                           {"units", "8"}, {"weights", "shared"}, {"vocabulary", "16"}, {"hidden", "8"}})
        set(key, value);
    for (const auto& [key, value] : more)
        set(key, value);
    return *std::move(settings);
}

/// Two rounds of that, through a session.
inline SessionConfig sharedConfig(FakeEngine& engine, const std::string& strategy, const std::string& space, const std::filesystem::path& run, bool resume = false)
{
    auto config = tinyConfig(engine, run, resume);
    config.strategy = strategy;
    config.space = space;
    config.settings = tinyShared(strategy, space, {{"rounds", "2"}});
    config.text = [](Control&, const LoadProgress&) -> Result<std::shared_ptr<const TextData>> {
        return std::shared_ptr<const TextData>(std::make_shared<FakeTextData>());
    };
    return config;
}

/// What a run did, bit for bit: rounds, updates, levels, the end; no times, no checkpoints.
inline std::string storyOf(const std::filesystem::path& run)
{
    const auto store = RunStore::openForReading(run);
    if (!store)
        return store.error().message;
    const auto events = (*store)->events();
    if (!events)
        return events.error().message;
    std::string text;
    for (const auto& event : *events) {
        if (std::holds_alternative<StateChanged>(event.body) || std::holds_alternative<CheckpointWritten>(event.body))
            continue;
        auto j = toJson(Event{0, 0, event.body});
        j.erase("seconds");
        if (j.contains("evaluation"))
            for (const auto* time : {"seconds", "cpu_seconds"})
                j["evaluation"].erase(time);
        text += j.dump() + "\n";
    }
    return text;
}

inline NamedBuffers lastWeights(const std::filesystem::path& run)
{
    const auto store = RunStore::openForReading(run);
    const auto checkpoint = store ? (*store)->lastCheckpoint() : Result<std::optional<RunStore::Checkpoint>>(store.error());
    return checkpoint && *checkpoint ? (*checkpoint)->weights : NamedBuffers();
}

/// Equal bits.
inline bool same(const NamedBuffers& a, const NamedBuffers& b)
{
    return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), [](const auto& x, const auto& y) {
               return x.first == y.first && x.second.shape == y.second.shape && x.second.data == y.second.data;
           });
}

} // namespace cw::test
