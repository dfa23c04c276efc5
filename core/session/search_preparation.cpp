#include <fstream>
#include <string>

#include "core/base/log.h"
#include "core/search/enas_parameters.h"
#include "core/search/inline_pool.h"
#include "core/search/process_pool.h"
#include "core/session/idle_pool.h"
#include "core/session/resuming_pool.h"
#include "core/session/search_run.h"

namespace cw {
namespace fs = std::filesystem;
namespace {

std::string processorName()
{
    std::ifstream file("/proc/cpuinfo");
    for (std::string line; std::getline(file, line);)
        if (line.starts_with("model name"))
            if (const auto colon = line.find(": "); colon != std::string::npos)
                return line.substr(colon + 2);
    return "unknown";
}

nlohmann::json versions(const EngineInfo& info, std::string device)
{
    if (device == "auto")
        device = info.cudaUsable ? "cuda" : "cpu";
    return {{"cellwright", CELLWRIGHT_VERSION}, {"torch", info.torchVersion}, {"blas", info.blas}, {"cuda_device", info.cudaDevice},
            {"processor", processorName()}, {"threads", 1}, {"device", device}};
}

/// The same seed promises the same bits for the same build, libraries and processor only.
void warnOfOtherMachine(const nlohmann::json& then, const nlohmann::json& now)
{
    for (const auto* what : {"cellwright", "torch", "blas", "processor", "device"})
        if (then.contains(what) && then[what] != now[what])
            log::warning(std::string("This run began with another ") + what + "; it goes on, but not bit for bit as it would have there.");
}

} // namespace

Status SearchRun::prepare()
{
    if (m_config.resume)
        if (auto status = openStored(); !status)
            return status;
    if (auto status = prepareData(); !status)
        return status;
    m_core.tell({0, unixMilliseconds(), PreparationProgress{"Opening the engine", 0, 0}});
    auto engine = m_config.engine ? m_config.engine() : loadEngine();
    if (!engine)
        return engine.error();
    m_engine = *engine;
    m_core.control.check();
    if (!m_config.resume)
        if (auto status = createStore(); !status)
            return status;
    auto strategy = makeStrategy();
    if (!strategy)
        return strategy.error();
    m_strategy = *std::move(strategy);
    if (m_config.resume)
        if (auto status = restoreStrategy(); !status)
            return status;
    storeChanges();
    rememberState();
    if (auto status = makePool(); !status)
        return status;
    m_core.running(); // refused when the end was asked for: the first check sees that
    storeChanges();
    return m_failure ? Status(*m_failure) : Status();
}

Status SearchRun::openStored()
{
    auto store = RunStore::openForWriting(m_config.run);
    if (!store)
        return store.error();
    m_store = *std::move(store);
    m_header = m_store->header();
    m_secondsBefore = m_store->seconds();
    if (!m_config.strategyFactory) {
        auto settings = makeSettings(m_header.strategy, m_header.space, m_header.preset);
        if (!settings)
            return settings.error();
        m_config.settings = *std::move(settings);
    }
    if (m_config.data.empty())
        m_config.data = m_header.dataPath;
    return m_config.settings.apply(m_header.settings);
}

Status SearchRun::prepareData()
{
    const LoadProgress progress = [this](std::int64_t done, std::int64_t total, const std::string& what) {
        m_core.tell({0, unixMilliseconds(), PreparationProgress{what, done, total}});
    };
    const auto& space = m_config.resume ? m_header.space : m_config.space;
    if (auto status = learnsFromText(space) ? prepareWords(progress) : prepareImages(progress); !status)
        return status;
    const auto fingerprint = m_text ? m_text->fingerprint() : m_data->fingerprint();
    if (m_config.resume && fingerprint != m_header.dataFingerprint)
        return Error{ErrorCode::InvalidArgument,
                     "The data at " + dataInfo().path.string() + " is not what the run " + m_config.run.string()
                         + " began with: files were added, removed or changed. The run is kept as it is; restore the data to continue it, or start a new run.",
                     m_header.dataFingerprint + " is now " + fingerprint};
    return {};
}

Status SearchRun::prepareImages(const LoadProgress& progress)
{
    PrepareOptions options;
    if (m_config.settings.has("image_size"))
        options.size = static_cast<int>(m_config.settings.integer("image_size"));
    auto data = m_config.dataset ? m_config.dataset(m_core.control, progress) : prepareDataset(m_config.data, options, m_core.control, progress);
    if (!data)
        return data.error();
    m_data = *std::move(data);
    return {};
}

Status SearchRun::prepareWords(const LoadProgress& progress)
{
    TextOptions options;
    options.vocabulary = m_config.settings.integer("vocabulary");
    options.validationFraction = m_config.settings.real("validation_fraction");
    options.seed = m_config.resume ? m_header.seed : m_config.seed;
    auto text = m_config.text ? m_config.text(m_core.control, progress) : prepareText(m_config.data, options, m_core.control, progress);
    if (!text)
        return text.error();
    m_text = *std::move(text);
    return {};
}

Status SearchRun::createStore()
{
    const auto& info = dataInfo();
    m_header = {m_config.strategy, m_config.space, m_config.preset, m_config.settings.toJson(), m_config.seed, fs::absolute(info.path).string(),
                m_text ? m_text->fingerprint() : m_data->fingerprint(), info.kind, info.title, info.classes, m_text ? ImageShape{0, 0, 0} : m_data->shape(),
                versions(m_engine->info(), m_config.device)};
    m_header.words = info.words;
    auto store = RunStore::create(m_config.run, m_header);
    if (!store)
        return store.error();
    m_store = *std::move(store);
    return {};
}

Result<std::unique_ptr<Strategy>> SearchRun::makeStrategy()
{
    StrategySetup setup;
    setup.settings = m_config.settings;
    setup.space = m_header.space;
    setup.seed = m_header.seed;
    setup.engine = m_engine;
    setup.image = m_header.image;
    setup.classes = static_cast<int>(m_header.classes.size());
    setup.words = m_header.words;
    setup.loadWeights = [this](const std::string& name) { return m_store->readWeights(name); };
    setup.sharedWeights = [this] { return m_engine->makeSharedWeights(evaluatorSetup()); };
    if (m_config.strategyFactory)
        return m_config.strategyFactory(setup);
    const auto* info = findStrategy(m_header.strategy);
    if (!info)
        return Error{ErrorCode::NotFound, "There is no search strategy \"" + m_header.strategy + "\".", {}};
    return info->make(setup);
}

Status SearchRun::restoreStrategy()
{
    warnOfOtherMachine(m_header.versions, versions(m_engine->info(), m_config.device));
    auto found = m_store->lastCheckpoint();
    if (!found)
        return found.error();
    const auto& checkpoint = *found;
    if (checkpoint) {
        if (auto status = m_strategy->restore(checkpoint->state); !status)
            return status;
        if (auto status = m_strategy->restoreWeights(checkpoint->weights); !status)
            return status;
    } // else killed before its first checkpoint: from the beginning, with the results it has
    m_checkpointed = checkpoint.has_value();
    m_lastSeq = checkpoint ? checkpoint->eventSeq : 0;
    if (auto status = m_store->rewind(m_lastSeq); !status)
        return status;
    if (!m_config.tellHistory)
        return {};
    auto history = m_store->events();
    if (!history)
        return history.error();
    for (auto& event : *history)
        if (!std::holds_alternative<StateChanged>(event.body))
            m_core.tell(std::move(event));
    return {};
}

EvaluatorSetup SearchRun::evaluatorSetup() const
{
    return {m_data, m_config.settings, m_header.seed, m_config.device, m_store->folder() / kScratch, m_header.space, m_text};
}

Status SearchRun::makePool()
{
    const auto setup = evaluatorSetup();
    std::error_code ec;
    fs::create_directory(setup.scratch, ec);
    const Evaluator::Progress progress = [this](const TrainingProgress& p) { m_core.tell({0, unixMilliseconds(), p}); };
    auto inner = [&]() -> Result<std::unique_ptr<EvaluationPool>> {
        if (sharesWeights(m_config.settings))
            return std::unique_ptr<EvaluationPool>(std::make_unique<IdlePool>());
        if (m_config.pool)
            return m_config.pool(setup, progress);
        if (m_config.workers > 1)
            return ProcessPool::start(setup, m_config.workers, progress);
        auto evaluator = m_engine->makeEvaluator(setup);
        if (!evaluator)
            return evaluator.error();
        return std::unique_ptr<EvaluationPool>(std::make_unique<InlinePool>(*std::move(evaluator), progress));
    }();
    if (!inner)
        return inner.error();
    m_pool = std::make_unique<ResumingPool>(*std::move(inner), *m_store, [this](bool waiting) {
        if (waiting)
            answerQueries();
        m_atRest = waiting;
    });
    m_core.setPool(m_pool.get());
    return {};
}

} // namespace cw
