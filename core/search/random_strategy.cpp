#include "core/search/random_strategy.h"

#include <algorithm>
#include <array>
#include <functional>
#include <limits>
#include <unordered_set>

#include <nlohmann/json.hpp>

#include "core/arch/canonical.h"
#include "core/search/candidate_book.h"
#include "core/search/enas_parameters.h"
#include "core/search/enas_strategy.h"
#include "core/search/policy_space.h"
#include "core/search/trust.h"
#include "core/space/pnas_space.h"

namespace cw {
namespace {

using K = ParameterKind;

constexpr std::array kPnas{
    ParameterSpec{"models", "Models", "cells", K::Integer, 1, 20000, "100", "", "Cells drawn at random and trained; all of them where the space has fewer."},
};
constexpr std::array kScratch{
    ParameterSpec{"weights", "Weights", "", K::Choice, 0, 0, "scratch", "scratch|shared", "Scratch trains every architecture by itself; shared trains one set of weights for all, as ENAS does, but with children drawn uniformly."},
    ParameterSpec{"models", "Models", "architectures", K::Integer, 1, 20000, "100", "", "Architectures drawn at random and trained from scratch; not used with shared weights."},
};
constexpr std::string_view kPnasSpace = "pnas";
constexpr int kTries = 1000; ///< draws in a row that bring nothing new, at least, before a space counts as all drawn

Result<PnasSpace> pnasSpace(const Settings& settings)
{
    return makePnasSpace(settings.list("operations"), settings.list("inputs"), static_cast<int>(settings.integer("blocks")));
}

using Draw = std::function<Architecture(Random&)>;

Result<Draw> drawFrom(std::string_view space, const Settings& settings)
{
    if (space == kPnasSpace) {
        auto cells = pnasSpace(settings);
        if (!cells)
            return cells.error();
        return Draw([cells = *std::move(cells)](Random& random) { return sampleUniform(cells, cells.blocks, random); });
    }
    auto decisions = decisionSpace(space, settings);
    if (!decisions)
        return decisions.error();
    return Draw([decisions = *std::move(decisions)](Random& random) { return decisions.decode(drawUniform(decisions, random)); });
}

int levelOf(std::string_view space, const Settings& settings)
{
    return space == kPnasSpace ? static_cast<int>(settings.integer("blocks")) : 1;
}

class RandomStrategy final : public Strategy {
public:
    RandomStrategy(const StrategySetup& setup, Draw draw, int models)
        : m_drawOne(std::move(draw))
        , m_level(levelOf(setup.space, setup.settings))
        , m_counted(setup.space == kPnasSpace)
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
            if (auto status = m_book.propose(context, m_level, m_models, draw(context.control)); !status)
                return status.error();
            return StepStatus::Continue;
        }
        if (m_book.waiting()) {
            if (auto status = m_book.collectNext(context); !status)
                return status.error();
            return StepStatus::Continue;
        }
        if (auto status = m_book.checkLevel(m_level); !status)
            return status.error();
        context.emit(finishedLevel(m_book.all(), m_level, std::nullopt, m_seed));
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
        return refusedAnswer(ErrorCode::Unsupported, "A random search has neither predictor nor controller to ask.");
    }

private:
    std::vector<Candidate> draw(Control& control) const
    {
        Random random(deriveSeed(m_seed, "random-cells"));
        std::unordered_set<std::uint64_t> seen;
        std::vector<Candidate> drawn;
        const int most = m_counted ? std::numeric_limits<int>::max() : std::max(kTries, 20 * m_models);
        for (int stale = 0; static_cast<int>(drawn.size()) < m_models && stale < most; ++stale) {
            control.check();
            Candidate candidate;
            candidate.arch = m_drawOne(random);
            candidate.role = CandidateRole::Random;
            if (!seen.insert(architectureHash(candidate.arch)).second)
                continue;
            drawn.push_back(std::move(candidate));
            stale = 0;
        }
        return drawn;
    }

    void finish(StepContext& context, bool early)
    {
        const auto* best = bestOf(m_book.all());
        context.emit(SearchFinished{best ? best->id : 0, best ? best->accuracy : 0, early, 0});
        m_done = true;
    }

    Draw m_drawOne;
    int m_level;
    bool m_counted; ///< there are exactly m_models or more to draw
    int m_models;
    std::uint64_t m_seed;
    CandidateBook m_book;
    bool m_done = false;
};

} // namespace

std::span<const ParameterSpec> randomParameters(std::string_view space)
{
    static const auto shared = [] {
        std::vector<ParameterSpec> all(kScratch.begin(), kScratch.end());
        const auto more = sharedSearchParameters();
        all.insert(all.end(), more.begin(), more.end());
        return all;
    }();
    return space == kPnasSpace ? std::span<const ParameterSpec>(kPnas) : shared;
}

Result<int> randomModelsPlanned(std::string_view space, const Settings& settings)
{
    if (sharesWeights(settings))
        return sharedModelsPlanned(space, settings);
    const auto models = settings.integer("models");
    if (space != kPnasSpace) {
        const auto decisions = decisionSpace(space, settings);
        if (!decisions)
            return decisions.error();
        return static_cast<int>(rowsOfChoices(*decisions, models));
    }
    const auto cells = pnasSpace(settings);
    if (!cells)
        return cells.error();
    const auto count = countPnasSpace(*cells, cells->blocks);
    if (!count)
        return count.error();
    return static_cast<int>(std::min<std::uint64_t>(static_cast<std::uint64_t>(models), count->unique));
}

Result<std::vector<PlannedLevel>> randomLevelsPlanned(std::string_view space, const Settings& settings)
{
    const auto models = randomModelsPlanned(space, settings);
    if (!models)
        return models.error();
    return std::vector<PlannedLevel>{{spaceSizeSetting(space, settings), *models, 0}};
}

Result<std::unique_ptr<Strategy>> makeRandomStrategy(const StrategySetup& setup)
{
    if (sharesWeights(setup.settings))
        return makeUniformStrategy(setup);
    auto draw = drawFrom(setup.space, setup.settings);
    if (!draw)
        return draw.error();
    const auto models = randomModelsPlanned(setup.space, setup.settings);
    if (!models)
        return models.error();
    return std::unique_ptr<Strategy>(std::make_unique<RandomStrategy>(setup, *std::move(draw), *models));
}

} // namespace cw
