#include "core/search/random_strategy.h"

#include <algorithm>
#include <array>
#include <unordered_set>

#include <nlohmann/json.hpp>

#include "core/arch/canonical.h"
#include "core/search/candidate_book.h"
#include "core/search/trust.h"
#include "core/space/pnas_space.h"

namespace cw {
namespace {

constexpr std::array kParameters{
    ParameterSpec{"models", "Models", "cells", ParameterKind::Integer, 1, 20000, "100", "", "Cells drawn at random and trained; all of them where the space has fewer."},
};

Result<PnasSpace> spaceOf(const Settings& settings)
{
    return makePnasSpace(settings.list("operations"), settings.list("inputs"), static_cast<int>(settings.integer("blocks")));
}

class RandomStrategy final : public Strategy {
public:
    RandomStrategy(const StrategySetup& setup, PnasSpace space, int models)
        : m_space(std::move(space))
        , m_models(models)
        , m_seed(setup.seed)
        , m_book(setup.settings, setup.image, setup.classes, setup.words)
    {
    }

    Result<StepStatus> step(StepContext& context) override
    {
        if (m_done)
            return StepStatus::Done;
        if (m_book.all().empty()) {
            if (auto status = m_book.propose(context, m_space.blocks, m_models, draw(context.control)); !status)
                return status.error();
            return StepStatus::Continue;
        }
        if (m_book.waiting()) {
            if (auto status = m_book.collectNext(context); !status)
                return status.error();
            return StepStatus::Continue;
        }
        if (auto status = m_book.checkLevel(m_space.blocks); !status)
            return status.error();
        context.emit(finishedLevel(m_book.all(), m_space.blocks, std::nullopt, m_seed));
        finish(context, false);
        return StepStatus::Done;
    }

    bool atLevelEnd() const override { return m_done; }
    nlohmann::json save() const override { return {{"candidates", m_book.save()}, {"done", m_done}}; }

    Status restore(const nlohmann::json& state) override
    {
        if (!state.is_object() || !state.contains("candidates") || !state.contains("done") || !state["done"].is_boolean())
            return Error{ErrorCode::Corrupt, "The saved state of this search cannot be read. The run was left as it is.", {}};
        m_done = state["done"].get<bool>();
        return m_book.restore(state["candidates"]);
    }

    void finishEarly(StepContext& context) override
    {
        if (!m_done)
            finish(context, true);
    }

    std::string answer(const Query&) override
    {
        return nlohmann::json{{"error", {{"code", key(ErrorCode::Unsupported)}, {"message", "A random search has no predictor, so it cannot predict."}}}}.dump();
    }

private:
    std::vector<Candidate> draw(Control& control) const
    {
        Random random(deriveSeed(m_seed, "random-cells"));
        std::unordered_set<std::uint64_t> seen;
        std::vector<Candidate> drawn;
        while (static_cast<int>(drawn.size()) < m_models) {
            control.check();
            Candidate candidate;
            candidate.arch = sampleUniform(m_space, m_space.blocks, random);
            candidate.role = CandidateRole::Random;
            if (seen.insert(architectureHash(candidate.arch)).second)
                drawn.push_back(std::move(candidate));
        }
        return drawn;
    }

    void finish(StepContext& context, bool early)
    {
        const auto* best = bestOf(m_book.all());
        context.emit(SearchFinished{best ? best->id : 0, best ? best->accuracy : 0, early, 0});
        m_done = true;
    }

    PnasSpace m_space;
    int m_models;
    std::uint64_t m_seed;
    CandidateBook m_book;
    bool m_done = false;
};

} // namespace

std::span<const ParameterSpec> randomParameters() { return kParameters; }

Result<int> randomModelsPlanned(const Settings& settings)
{
    const auto space = spaceOf(settings);
    if (!space)
        return space.error();
    const auto count = countPnasSpace(*space, space->blocks);
    if (!count)
        return count.error();
    return static_cast<int>(std::min<std::uint64_t>(static_cast<std::uint64_t>(settings.integer("models")), count->unique));
}

Result<std::vector<PlannedLevel>> randomLevelsPlanned(const Settings& settings)
{
    const auto models = randomModelsPlanned(settings);
    if (!models)
        return models.error();
    return std::vector<PlannedLevel>{{static_cast<int>(settings.integer("blocks")), *models, 0}};
}

Result<std::unique_ptr<Strategy>> makeRandomStrategy(const StrategySetup& setup)
{
    auto space = spaceOf(setup.settings);
    if (!space)
        return space.error();
    const auto models = randomModelsPlanned(setup.settings);
    if (!models)
        return models.error();
    return std::unique_ptr<Strategy>(std::make_unique<RandomStrategy>(setup, std::move(*space), *models));
}

} // namespace cw
