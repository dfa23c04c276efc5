#include "core/search/rl_strategy.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <string>
#include <unordered_map>

#include <nlohmann/json.hpp>

#include "core/arch/canonical.h"
#include "core/base/log.h"
#include "core/base/random.h"
#include "core/search/candidate_book.h"
#include "core/search/controller_answer.h"
#include "core/search/enas_tally.h"
#include "core/search/policy_draw.h"
#include "core/search/policy_space.h"
#include "core/search/trust.h"

namespace cw {
namespace {

/// What the next step does.
enum class Phase { Sample, Collect, Update, Finish, Done };
constexpr std::array<std::string_view, 5> kPhases{"sample", "collect", "update", "finish", "done"};
constexpr std::string_view kControllerPrefix = "controller/";

using Clock = std::chrono::steady_clock;
double secondsSince(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

Error unreadable(std::string detail) { return {ErrorCode::Corrupt, "The saved state of this search cannot be read. The run was left as it is.", std::move(detail)}; }

/// One sampled row of choices and the candidate that it is: a new one, or one that the run knew.
struct SampledChild {
    std::vector<int> choices;
    double entropy = 0; ///< nats
    CandidateId candidate = 0;
};

class RlStrategy final : public Strategy {
public:
    RlStrategy(const StrategySetup& setup, std::unique_ptr<Policy> policy, int models)
        : m_models(models)
        , m_perUpdate(static_cast<int>(setup.settings.integer("children_per_update")))
        , m_seed(setup.seed)
        , m_policy(std::move(policy))
        , m_book(setup.settings, setup.image, setup.classes, setup.words)
    {
    }

    Result<StepStatus> step(StepContext& context) override
    {
        const auto start = Clock::now();
        m_updateEnded = false;
        Status status;
        switch (m_phase) {
        case Phase::Sample: status = sample(context); break;
        case Phase::Collect: status = collect(context); break;
        case Phase::Update: status = update(context); break;
        case Phase::Finish: status = finish(context); break;
        case Phase::Done: break;
        }
        if (!status)
            return status.error();
        m_seconds += secondsSince(start);
        return m_phase == Phase::Done ? StepStatus::Done : StepStatus::Continue;
    }

    bool atLevelEnd() const override { return m_updateEnded; }
    nlohmann::json save() const override;
    Status restore(const nlohmann::json& state) override;
    NamedBuffers weights() const override;
    Status restoreWeights(const NamedBuffers& buffers) override;

    void finishEarly(StepContext& context) override
    {
        if (m_phase == Phase::Done)
            return;
        if (const auto kept = context.saveWeights(kControllerWeights, m_policy->weights()); !kept)
            log::warning("The controller could not be kept with the run. " + kept.error().message);
        end(context, true);
    }

    std::string answer(const Query& query) override
    {
        if (const auto* choice = std::get_if<ForcedChoiceQuery>(&query.body))
            return m_policy->answer(*choice);
        return refusedAnswer(ErrorCode::Unsupported, std::holds_alternative<DeriveQuery>(query.body)
                                                         ? "This search trains each child from scratch: it has no shared weights to score others with."
                                                         : "A search by a controller has no predictor, so it cannot predict.");
    }

private:
    Status sample(StepContext& context);
    Status collect(StepContext& context);
    Status update(StepContext& context);
    Status finish(StepContext& context);
    void end(StepContext& context, bool early);
    void remember();
    SampledChild readChild(const nlohmann::json& row) const;
    int level() const { return m_policy->space().size(); }
    int left() const { return m_models - static_cast<int>(m_book.all().size()); }

    int m_models, m_perUpdate;
    std::uint64_t m_seed;

    Phase m_phase = Phase::Sample;
    int m_updates = 0; ///< batches that are done with
    int m_dry = 0;     ///< of them, the last ones without a new child
    std::vector<SampledChild> m_batch; ///< of the update under way
    std::unique_ptr<Policy> m_policy;
    CandidateBook m_book;
    std::unordered_map<std::uint64_t, CandidateId> m_known; ///< by architecture
    double m_seconds = 0; ///< spent on the update under way; never stored
    bool m_updateEnded = false;
};

/// The children of one update. Seeded by its number, so that no generator is part of the state.
Status RlStrategy::sample(StepContext& context)
{
    context.control.check();
    m_seconds = 0;
    Random random(deriveSeed(deriveSeed(m_seed, "policy-samples"), static_cast<std::uint64_t>(m_updates)));
    std::vector<SampledChild> batch;
    std::vector<Candidate> fresh;
    auto known = m_known;
    while (static_cast<int>(batch.size()) < m_perUpdate) {
        auto row = m_policy->sample(random);
        Candidate child;
        child.arch = m_policy->space().decode(row.choices);
        child.role = CandidateRole::Policy;
        const auto next = static_cast<CandidateId>(m_book.all().size() + fresh.size() + 1);
        const auto [at, isNew] = known.try_emplace(architectureHash(child.arch), next);
        if (isNew && static_cast<int>(fresh.size()) == left())
            break; // no more may be trained
        batch.push_back({std::move(row.choices), row.entropy, at->second});
        if (isNew)
            fresh.push_back(std::move(child));
    }
    const bool dry = fresh.empty();
    if (auto status = m_book.proposePart(context, {level(), m_models, m_models}, std::move(fresh)); !status)
        return status;
    remember();
    m_batch = std::move(batch);
    m_dry = dry ? m_dry + 1 : 0;
    m_phase = dry ? Phase::Update : Phase::Collect;
    return {};
}

Status RlStrategy::collect(StepContext& context)
{
    if (auto status = m_book.collectNext(context); !status)
        return status;
    if (!m_book.waiting())
        m_phase = Phase::Update;
    return {};
}

/// Children that were skipped or failed have no reward and teach nothing.
Status RlStrategy::update(StepContext& context)
{
    if (auto status = m_book.checkLevel(level()); !status)
        return status;
    context.control.check();
    const auto start = Clock::now();
    PolicyTally tally(m_policy->space());
    std::vector<ScoredSample> samples;
    PolicyUpdated newest;
    for (const auto& child : m_batch) {
        const auto& candidate = m_book.all()[child.candidate - 1];
        if (!candidate.measured())
            continue;
        samples.push_back({child.choices, candidate.accuracy, child.entropy});
        tally.add(samples.back(), std::nullopt, 0);
        newest.child = candidate.arch;
        newest.childReward = candidate.accuracy;
    }
    ++m_updates;
    if (!samples.empty()) {
        const auto norm = m_policy->update(samples);
        tally.addUpdate(norm, m_seconds + secondsSince(start));
        auto event = tally.told();
        event.step = m_updates;
        event.steps = m_updates + (left() + m_perUpdate - 1) / m_perUpdate; // those to come, should all their children be new
        event.baseline = m_policy->baseline();
        event.child = std::move(newest.child);
        event.childReward = newest.childReward;
        context.emit(std::move(event));
    }
    m_batch.clear();
    m_phase = left() == 0 || m_dry >= kDryUpdates ? Phase::Finish : Phase::Sample;
    m_updateEnded = true;
    return {};
}

Status RlStrategy::finish(StepContext& context)
{
    if (auto status = context.saveWeights(kControllerWeights, m_policy->weights()); !status)
        return status;
    context.emit(finishedLevel(m_book.all(), level(), std::nullopt, m_seed));
    end(context, false);
    return {};
}

void RlStrategy::end(StepContext& context, bool early)
{
    const auto* best = bestOf(m_book.all());
    context.emit(SearchFinished{best ? best->id : 0, best ? best->accuracy : 0, early, 0});
    m_phase = Phase::Done;
    m_updateEnded = true;
}

void RlStrategy::remember()
{
    for (auto i = m_known.size(); i < m_book.all().size(); ++i)
        m_known.emplace(architectureHash(m_book.all()[i].arch), m_book.all()[i].id);
}

nlohmann::json RlStrategy::save() const
{
    auto batch = nlohmann::json::array();
    for (const auto& child : m_batch)
        batch.push_back({{"choices", child.choices}, {"entropy", child.entropy}, {"candidate", child.candidate}});
    return {{"phase", kPhases[static_cast<std::size_t>(m_phase)]}, {"updates", m_updates}, {"dry", m_dry}, {"batch", std::move(batch)},
            {"policy", m_policy->save()}, {"candidates", m_book.save()}};
}

/// Throws what nlohmann::json throws; its candidate is 0 where it is none of this search.
SampledChild RlStrategy::readChild(const nlohmann::json& row) const
{
    SampledChild child{row.at("choices").get<std::vector<int>>(), row.at("entropy").get<double>(), row.at("candidate").get<CandidateId>()};
    const auto decisions = m_policy->space().decisions();
    bool fits = child.choices.size() == decisions.size() && child.candidate <= m_book.all().size();
    for (std::size_t i = 0; fits && i < decisions.size(); ++i)
        fits = child.choices[i] >= 0 && child.choices[i] < decisions[i].options;
    if (!fits)
        child.candidate = 0;
    return child;
}

Status RlStrategy::restore(const nlohmann::json& state)
{
    try {
        const auto phase = std::find(kPhases.begin(), kPhases.end(), state.at("phase").get<std::string>());
        if (auto status = m_book.restore(state.at("candidates")); !status)
            return status;
        m_phase = static_cast<Phase>(phase - kPhases.begin());
        m_updates = state.at("updates").get<int>();
        m_dry = state.at("dry").get<int>();
        m_batch.clear();
        for (const auto& row : state.at("batch"))
            if (m_batch.push_back(readChild(row)); m_batch.back().candidate == 0)
                return unreadable("a sampled child is not of this search");
        if (auto status = m_policy->restore(state.at("policy")); !status)
            return status;
        const bool ended = m_phase == Phase::Finish || m_phase == Phase::Done;
        if (phase == kPhases.end() || m_updates < 0 || m_dry < 0 || left() < 0
            || (!ended && (m_book.waiting() != (m_phase == Phase::Collect) || m_batch.empty() != (m_phase == Phase::Sample))))
            return unreadable("its parts do not fit together");
    } catch (const nlohmann::json::exception& e) {
        return unreadable(e.what());
    }
    m_known.clear();
    remember();
    if (m_known.size() != m_book.all().size())
        return unreadable("a cell stands twice among the candidates");
    m_seconds = 0;
    m_updateEnded = false;
    return {};
}

NamedBuffers RlStrategy::weights() const
{
    NamedBuffers buffers;
    for (auto& [name, buffer] : m_policy->weights())
        buffers[std::string(kControllerPrefix) + name] = std::move(buffer);
    return buffers;
}

Status RlStrategy::restoreWeights(const NamedBuffers& buffers)
{
    NamedBuffers own;
    for (const auto& [name, buffer] : buffers)
        if (name.starts_with(kControllerPrefix))
            own[name.substr(kControllerPrefix.size())] = buffer;
    return m_policy->restoreWeights(own);
}

} // namespace

Result<std::unique_ptr<Strategy>> makeRlStrategy(const StrategySetup& setup)
{
    const auto& settings = setup.settings;
    const auto models = rlModelsPlanned("pnas", settings);
    if (!models)
        return models.error();
    auto space = decisionSpace("pnas", settings);
    if (!space)
        return space.error();
    auto policy = controllerPolicy(*std::move(space), controllerSettings(settings), controllerTraining(settings), deriveSeed(setup.seed, "controller"));
    return std::unique_ptr<Strategy>(std::make_unique<RlStrategy>(setup, std::move(policy), *models));
}

} // namespace cw
