#pragma once
#include <functional>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "core/base/control.h"
#include "core/search/engine.h"
#include "core/search/parameters.h"
#include "core/session/events.h"
#include "core/session/query.h"

namespace cw {

enum class StepStatus { Continue, Done };

/// What a strategy may use during one step. Borrowed; valid only for the call.
struct StepContext {
    EvaluationPool& pool;
    Control& control;
    std::function<void(EventBody)> emit; ///< stored, then shown
    /// Weights worth keeping with the run (surrogates): written under the run's weights/ folder.
    std::function<Status(const std::string& name, const NamedBuffers&)> saveWeights;
};

/// Everything a strategy is made from. Plain values and borrowed factories that outlive it.
struct StrategySetup {
    Settings settings; ///< strategy's, space's and training's parameters together
    std::string space = "pnas";
    std::uint64_t seed = 1;
    Engine* engine = nullptr;
    ImageShape image;  ///< of the prepared data
    int classes = 10;
    std::int64_t words = 0; ///< of the vocabulary, where the data is text
    std::function<Result<NamedBuffers>(const std::string& name)> loadWeights; ///< what saveWeights wrote
    std::function<Result<std::unique_ptr<SharedWeights>>()> sharedWeights;    ///< of the run's data and space; made when called
};

/// One search algorithm. The session owns the loop, pause, stop and checkpoints; a strategy does one bounded step
/// (one result taken in, one surrogate fit, one ranking). Engine thread only.
/// Deterministic: the sequence of proposals depends on seed, settings and measurements only, never on time or concurrency.
class Strategy {
public:
    virtual ~Strategy() = default;
    virtual Result<StepStatus> step(StepContext& context) = 0;
    /// True after a step that ends a level: the session writes a checkpoint.
    virtual bool atLevelEnd() const = 0;
    /// State between steps as JSON; restore() on a fresh object of the same setup continues exactly.
    /// Submissions not collected yet are part of the state and are submitted again by the next step.
    virtual nlohmann::json save() const = 0;
    virtual Status restore(const nlohmann::json& state) = 0;
    /// The part of the state that is too large for JSON (shared weights); goes into checkpoints beside save(), restored after restore().
    /// A strategy that has any does one mini-batch a step and polls control only before it changes anything: then the checkpoint
    /// of a pause or stop in mid-step is exactly the state before that step.
    virtual NamedBuffers weights() const { return {}; }
    virtual Status restoreWeights(const NamedBuffers&) { return {}; }
    /// Finish now: emits what is owed (LevelFinished of nothing unfinished, SearchFinished with early = true).
    virtual void finishEarly(StepContext& context) = 0;
    /// Answer to a query as JSON text (core/session/query.h). Called between steps and while a step waits in pool.collect().
    virtual std::string answer(const Query& query) = 0;
};

/// Children a run will train that have the same number of blocks.
struct PlannedLevel {
    int blocks = 1;
    int models = 0;
    int chosen = 0; ///< of them, by a predictor: larger cells than the average
    bool operator==(const PlannedLevel&) const = default;
};

/// One row of the registry.
struct StrategyInfo {
    std::string_view key;
    std::string_view title;
    std::string_view summary;
    std::string_view spaces; ///< "pnas" or "pnas,micro"; the first is the usual one
    bool (*trainsChildren)(std::string_view space), (*sharesWeights)(std::string_view space);
    std::span<const ParameterSpec> (*parameters)(std::string_view space);
    Result<std::unique_ptr<Strategy>> (*make)(const StrategySetup&);
    /// How many models a whole run with these settings measures (at most, where equal children merge); refuses impossible settings.
    Result<int> (*modelsPlanned)(std::string_view space, const Settings&);
    /// The same level by level, ascending; the sum of models is modelsPlanned.
    Result<std::vector<PlannedLevel>> (*levelsPlanned)(std::string_view space, const Settings&);
};
std::span<const StrategyInfo> strategies();
const StrategyInfo* findStrategy(std::string_view key);

/// True for spaces whose children learn from text (TextData) in place of pictures.
bool learnsFromText(std::string_view space);
/// How networks of a space are built and trained (core/search/training_parameters.cpp): the network and what every training has,
/// what children trained from scratch have besides, and what shared weights have besides. Of a space nobody knows: those of pnas.
struct TrainingSpecs {
    std::span<const ParameterSpec> network, training, scratch, shared;
};
TrainingSpecs trainingParameters(std::string_view space);
/// Everything that network and training of a child from scratch need, in one row.
std::vector<ParameterSpec> childParameters(std::string_view space);
/// Of a space: its size and operations.
std::span<const ParameterSpec> spaceParameters(std::string_view space);

struct Preset {
    std::string_view strategy; ///< "pnas", "random"
    std::string_view space;
    std::string_view key; ///< "quick", "standard", "paper"
    std::string_view title;
    std::string_view summary;
    std::string_view values; ///< "blocks=3 beam_width=16 …"
};
std::span<const Preset> presets();
/// Settings of a strategy in a space, with a preset's values. Refuses what does not exist, naming what does.
Result<Settings> makeSettings(std::string_view strategy, std::string_view space, std::string_view preset);

} // namespace cw
