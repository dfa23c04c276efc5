#include "core/search/pnas_strategy.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <string>

#include <nlohmann/json.hpp>

#include "core/base/random.h"
#include "core/search/ablation.h"
#include "core/search/candidate_book.h"
#include "core/search/child_selection.h"
#include "core/search/trust.h"

namespace cw {
namespace {

/// What the next step does.
enum class Phase { Propose, Collect, Fit, Finish, Done };
constexpr std::array<std::string_view, 5> kPhases{"propose", "collect", "fit", "finish", "done"};

nlohmann::json refusal(const std::string& message)
{
    return {{"error", {{"code", key(ErrorCode::InvalidArgument)}, {"message", message}}}};
}

std::string weightsName(int level) { return "surrogate-level-" + std::to_string(level); }

BlocksAblated ablated(int level, std::span<const Candidate> candidates, Surrogate& surrogate)
{
    BlocksAblated event{level, {}};
    std::vector<Architecture> cells;
    for (const auto& c : candidates)
        if (c.measured()) {
            event.candidates.push_back({c.id, {}});
            cells.push_back(c.arch);
        }
    auto rows = ablate(cells, surrogate);
    for (std::size_t i = 0; i < rows.size(); ++i)
        event.candidates[i].blocks = std::move(rows[i]);
    return event;
}

class PnasStrategy final : public Strategy {
public:
    PnasStrategy(const StrategySetup& setup, PnasSpace space, int modelsPlanned, std::unique_ptr<Surrogate> surrogate)
        : m_space(std::move(space))
        , m_size{static_cast<int>(setup.settings.integer("beam_width")), static_cast<int>(setup.settings.integer("sampled"))}
        , m_modelsPlanned(modelsPlanned)
        , m_seed(setup.seed)
        , m_loadWeights(setup.loadWeights)
        , m_surrogate(std::move(surrogate))
        , m_book(setup.settings, setup.image, setup.classes, setup.words)
    {
    }

    Result<StepStatus> step(StepContext& context) override
    {
        m_levelEnded = false;
        Status status;
        switch (m_phase) {
        case Phase::Propose: status = m_level == 1 ? proposeFirst(context) : proposeChildren(context); break;
        case Phase::Collect: status = collect(context); break;
        case Phase::Fit: status = endLevel(context); break;
        case Phase::Finish: finish(context, false); break;
        case Phase::Done: break;
        }
        if (!status)
            return status.error();
        return m_phase == Phase::Done ? StepStatus::Done : StepStatus::Continue;
    }

    bool atLevelEnd() const override { return m_levelEnded; }

    nlohmann::json save() const override
    {
        return {{"phase", kPhases[static_cast<std::size_t>(m_phase)]}, {"level", m_level}, {"fitted", m_fitted}, {"candidates", m_book.save()}};
    }

    Status restore(const nlohmann::json& state) override;

    void finishEarly(StepContext& context) override
    {
        if (m_phase != Phase::Done)
            finish(context, true);
    }

    std::string answer(const Query& query) override;

private:
    Status proposeFirst(StepContext& context);
    Status proposeChildren(StepContext& context);
    Status collect(StepContext& context);
    Status endLevel(StepContext& context);
    void finish(StepContext& context, bool early);
    Status fit(int level, Control& control);
    std::vector<Candidate> parents() const;
    nlohmann::json answerFor(const Architecture& arch, bool ablation);

    PnasSpace m_space;
    SelectionSize m_size;
    int m_modelsPlanned;
    std::uint64_t m_seed;
    std::function<Result<NamedBuffers>(const std::string&)> m_loadWeights;
    std::unique_ptr<Surrogate> m_surrogate;

    Phase m_phase = Phase::Propose;
    int m_level = 1;
    int m_fitted = 0; ///< level after which the predictor was fitted last; 0: never. All levels up to it are complete.
    CandidateBook m_book;
    bool m_usable = false;     ///< the predictor holds the weights of m_fitted
    bool m_levelEnded = false;
};

Status PnasStrategy::proposeFirst(StepContext& context)
{
    std::vector<Candidate> children;
    for (auto& arch : oneBlockCells(m_space)) {
        Candidate child;
        child.arch = std::move(arch);
        children.push_back(std::move(child));
    }
    if (auto status = m_book.propose(context, m_level, m_modelsPlanned, std::move(children)); !status)
        return status;
    m_phase = Phase::Collect;
    return {};
}

Status PnasStrategy::proposeChildren(StepContext& context)
{
    if (!m_usable)
        if (auto status = fit(m_fitted, context.control); !status)
            return status;
    auto selection = selectChildren(parents(), m_space, m_level, m_size, *m_surrogate, m_seed, context.control);
    if (!selection)
        return selection.error();
    context.emit(std::move(selection->scored));
    if (auto status = m_book.propose(context, m_level, m_modelsPlanned, std::move(selection->children)); !status)
        return status;
    m_phase = Phase::Collect;
    return {};
}

Status PnasStrategy::collect(StepContext& context)
{
    if (auto status = m_book.collectNext(context); !status)
        return status;
    if (!m_book.waiting())
        m_phase = Phase::Fit;
    return {};
}

/// Predictor fitted from scratch on all measurements so far, kept with the run; then the level's figures.
Status PnasStrategy::endLevel(StepContext& context)
{
    if (auto status = m_book.checkLevel(m_level); !status)
        return status;
    const auto level = m_book.level(m_level);
    std::optional<double> fitSpearman;
    if (bestOf(level)) {
        const auto start = std::chrono::steady_clock::now();
        if (auto status = fit(m_level, context.control); !status)
            return status;
        const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
        if (auto status = context.saveWeights(weightsName(m_level), m_surrogate->save()); !status)
            return status;
        std::vector<Architecture> cells;
        std::vector<double> measured, predicted;
        for (const auto& c : m_book.all())
            if (c.measured()) {
                cells.push_back(c.arch);
                measured.push_back(c.accuracy);
            }
        for (const auto& p : m_surrogate->predict(cells))
            predicted.push_back(p.mean);
        fitSpearman = spearman(predicted, measured);
        context.emit(SurrogateFitted{m_level, static_cast<std::int64_t>(cells.size()), seconds.count(), *fitSpearman});
        if (m_level > 1)
            context.emit(ablated(m_level, level, *m_surrogate));
        m_fitted = m_level;
    }
    context.emit(finishedLevel(level, m_level, fitSpearman, m_seed));
    // Without a measured cell in the beam (all skipped) there is nothing to expand: the search ends with what it has.
    const bool grows = m_fitted == m_level && m_level < m_space.blocks && !parents().empty();
    m_phase = grows ? Phase::Propose : Phase::Finish;
    if (m_phase == Phase::Propose)
        ++m_level;
    m_levelEnded = true;
    return {};
}

void PnasStrategy::finish(StepContext& context, bool early)
{
    const auto* best = winner(m_book.all(), m_fitted);
    context.emit(SearchFinished{best ? best->id : 0, best ? best->accuracy : 0, early, 0});
    m_phase = Phase::Done;
}

Status PnasStrategy::fit(int level, Control& control)
{
    std::vector<MeasuredCell> data;
    for (const auto& c : m_book.all())
        if (c.measured() && c.level <= level)
            data.push_back({c.arch, c.accuracy});
    m_usable = false;
    if (auto status = m_surrogate->fit(data, level, deriveSeed(deriveSeed(m_seed, "surrogate"), static_cast<std::uint64_t>(level)), control); !status)
        return status;
    m_usable = true;
    return {};
}

/// The beam: measured cells of the level fitted last that were not merely sampled.
std::vector<Candidate> PnasStrategy::parents() const
{
    std::vector<Candidate> result;
    for (const auto& c : m_book.level(m_fitted))
        if (c.measured() && c.role == CandidateRole::Beam)
            result.push_back(c);
    return result;
}

Status PnasStrategy::restore(const nlohmann::json& state)
{
    const Error unreadable{ErrorCode::Corrupt, "The saved state of this search cannot be read. The run was left as it is.", {}};
    try {
        const auto phase = std::find(kPhases.begin(), kPhases.end(), state.at("phase").get<std::string>());
        m_level = state.at("level").get<int>();
        m_fitted = state.at("fitted").get<int>();
        m_phase = static_cast<Phase>(phase - kPhases.begin());
        if (auto status = m_book.restore(state.at("candidates")); !status)
            return status;
        const bool ended = m_phase == Phase::Finish || m_phase == Phase::Done;
        const bool proposed = m_phase != Phase::Propose;
        if (phase == kPhases.end() || m_level < 1 || m_level > m_space.blocks || m_fitted < 0 || m_fitted > m_level
            || (!ended && m_fitted != m_level - 1) || (!ended && m_book.waiting() != (m_phase == Phase::Collect))
            || (!ended && m_book.level(m_level).empty() == proposed) || (m_level > 1 && parents().empty()))
            return unreadable;
    } catch (const nlohmann::json::exception& e) {
        return Error{unreadable.code, unreadable.message, e.what()};
    }
    m_usable = false;
    m_levelEnded = false;
    if (m_fitted > 0 && m_loadWeights)
        if (const auto weights = m_loadWeights(weightsName(m_fitted)))
            m_usable = static_cast<bool>(m_surrogate->restore(*weights)); // else fitted again from the same data, to the same bits
    return {};
}

std::string PnasStrategy::answer(const Query& query)
{
    auto result = refusal("A progressive search has no controller to ask.");
    if (const auto* predict = std::get_if<PredictQuery>(&query.body))
        result = answerFor(predict->arch, false);
    else if (const auto* ablation = std::get_if<AblationQuery>(&query.body))
        result = answerFor(ablation->arch, true);
    return result.dump();
}

nlohmann::json PnasStrategy::answerFor(const Architecture& arch, bool ablation)
{
    if (!m_usable)
        return refusal("The predictor is fitted after the first level; ask again then.");
    if (auto problem = validityProblem(arch); !problem.empty())
        return refusal(problem);
    if (arch.blockCount() > m_space.blocks)
        return refusal("The predictor of this search knows cells of up to " + std::to_string(m_space.blocks) + " blocks.");
    if (!ablation) {
        const auto prediction = m_surrogate->predict({&arch, 1}).front();
        return {{"mean", prediction.mean}, {"spread", prediction.spread}};
    }
    auto rows = nlohmann::json::array();
    for (const auto& row : ablate(arch, *m_surrogate))
        rows.push_back({{"block", row.block}, {"difference", row.difference}, {"spread", row.spread}});
    return {{"blocks", std::move(rows)}};
}

} // namespace

Result<std::unique_ptr<Strategy>> makePnasStrategy(const StrategySetup& setup)
{
    auto space = makePnasSpace(setup.settings.list("operations"), setup.settings.list("inputs"), static_cast<int>(setup.settings.integer("blocks")));
    if (!space)
        return space.error();
    const auto planned = pnasModelsPlanned(setup.space, setup.settings);
    if (!planned)
        return planned.error();
    if (!setup.engine)
        return Error{ErrorCode::Engine, "A progressive search needs an engine for its predictor.", {}};
    auto surrogate = setup.engine->makeSurrogate(*space, surrogateSettings(setup.settings));
    if (!surrogate)
        return surrogate.error();
    return std::unique_ptr<Strategy>(std::make_unique<PnasStrategy>(setup, std::move(*space), *planned, std::move(*surrogate)));
}

} // namespace cw
