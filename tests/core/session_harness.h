#pragma once
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "core/arch/arch_text.h"
#include "core/search/process_pool.h"
#include "core/session/session.h"
#include "core/store/run_store.h"
#include "tests/core/fakes.h"

/// Sessions over fakes: a tiny PNAS search with everything real but data and engine.
namespace cw::test {

/// A folder that is gone afterwards.
class RunsFolder {
public:
    RunsFolder()
    {
        auto name = (std::filesystem::temp_directory_path() / "cellwright-test-XXXXXX").string();
        if (!::mkdtemp(name.data()))
            std::abort();
        m_path = name;
    }
    ~RunsFolder()
    {
        std::error_code ec;
        std::filesystem::remove_all(m_path, ec);
    }
    RunsFolder(const RunsFolder&) = delete;
    RunsFolder& operator=(const RunsFolder&) = delete;
    const std::filesystem::path& path() const { return m_path; }

private:
    std::filesystem::path m_path;
};

/// 10 one-block cells (2 operations, 2 inputs), then `beam` + 2 children a level.
inline Settings tinySettings(int blocks = 3, int beam = 4, const char* operations = "sep5,max3", const char* strategy = "pnas")
{
    auto settings = makeSettings(strategy, "pnas", "quick");
    if (!settings)
        std::abort();
    const auto set = [&](const char* key, const std::string& value) {
        if (settings->has(key))
            if (const auto status = settings->set(key, value); !status) {
                std::fprintf(stderr, "%s\n", status.error().message.c_str());
                std::abort();
            }
    };
    set("blocks", std::to_string(blocks));
    set("operations", operations);
    set("beam_width", std::to_string(beam));
    set("sampled", "2");
    return *std::move(settings);
}

inline SessionConfig tinyConfig(FakeEngine& engine, const std::filesystem::path& run, bool resume = false)
{
    SessionConfig config;
    config.settings = tinySettings();
    config.seed = 7;
    config.run = run;
    config.resume = resume;
    config.lowPriority = false;
    config.engine = [&engine]() -> Result<Engine*> { return &engine; };
    config.dataset = [](Control&, const LoadProgress&) -> Result<std::shared_ptr<const ImageData>> {
        return std::shared_ptr<const ImageData>(std::make_shared<FakeImageData>());
    };
    return config;
}

/// Everything that must not differ between equal runs, one line a candidate; no times.
inline std::string candidatesAsText(const std::filesystem::path& run)
{
    const auto store = RunStore::openForReading(run);
    if (!store)
        return store.error().message;
    const auto candidates = (*store)->candidates();
    if (!candidates)
        return candidates.error().message;
    std::string text;
    char number[64];
    const auto exact = [&](double x) {
        std::snprintf(number, sizeof number, " %a", x);
        text += number;
    };
    for (const auto& c : *candidates) {
        const auto& p = c.proposed;
        text += std::to_string(p.id) + " " + toText(p.arch) + " level " + std::to_string(p.level) + " of " + std::to_string(p.parent) + " role "
            + std::to_string(static_cast<int>(p.role)) + " size " + std::to_string(p.parameters) + "/" + std::to_string(p.multiplyAdds);
        if (p.predicted) {
            exact(p.predicted->mean);
            exact(p.predicted->spread);
        }
        if (c.evaluation) {
            const auto& e = *c.evaluation;
            text += " = " + std::to_string(e.id) + " outcome " + std::to_string(static_cast<int>(e.outcome)) + " " + std::to_string(e.correct) + "/" + std::to_string(e.total);
            exact(e.accuracy);
            exact(e.loss);
            for (const auto& point : e.curve)
                exact(point.loss);
        }
        text += "\n";
    }
    return text;
}

/// Drains until `done` says so; false after ten seconds.
inline bool drainUntil(Session& session, std::vector<Event>& seen, const std::function<bool(const Event&)>& done)
{
    for (int i = 0; i < 5000; ++i) {
        bool found = false;
        for (auto& event : session.events().drain()) {
            found = found || done(event);
            seen.push_back(std::move(event));
        }
        if (found)
            return true;
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
    return false;
}
inline auto reaches(SessionState state)
{
    return [state](const Event& e) {
        const auto* change = std::get_if<StateChanged>(&e.body);
        return change && change->to == state;
    };
}
/// True at the n-th result.
inline auto results(int n)
{
    return [n, count = 0](const Event& e) mutable { return std::holds_alternative<CandidateEvaluated>(e.body) && ++count >= n; };
}
template<class T>
std::vector<T> allOf(const std::vector<Event>& events)
{
    std::vector<T> found;
    for (const auto& e : events)
        if (const auto* body = std::get_if<T>(&e.body))
            found.push_back(*body);
    return found;
}

/// Runs to the end on the spot; the state it ended in.
inline SessionState runToEnd(SessionConfig config, std::vector<Event>* events = nullptr)
{
    Session session;
    if (const auto status = session.start(std::move(config)); !status) {
        std::fprintf(stderr, "%s\n", status.error().message.c_str());
        return SessionState::Idle;
    }
    session.wait();
    if (events)
        *events = session.events().drain();
    return session.state();
}

} // namespace cw::test
