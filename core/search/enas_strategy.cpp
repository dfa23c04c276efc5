#include "core/search/enas_strategy.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <string>
#include <utility>

#include <nlohmann/json.hpp>

#include "core/base/log.h"
#include "core/base/random.h"
#include "core/search/controller_answer.h"
#include "core/search/enas_derivation.h"
#include "core/search/enas_tally.h"
#include "core/search/policy_space.h"

namespace cw {
namespace {

/// What the next step does.
enum class Phase { Train, Score, Update, Derive, Finish, Done };
constexpr std::array<std::string_view, 6> kPhases{"train", "score", "update", "derive", "finish", "done"};

constexpr int kMostLost = 50; ///< mini-batches in a row whose loss is no number
constexpr std::string_view kControllerPrefix = "controller/", kSharedPrefix = "shared/";

double secondsSince(std::chrono::steady_clock::time_point start)
{
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

void addPrefixed(NamedBuffers& all, NamedBuffers part, std::string_view prefix)
{
    for (auto& [name, buffer] : part)
        all[std::string(prefix) + name] = std::move(buffer);
}

NamedBuffers withPrefix(const NamedBuffers& all, std::string_view prefix)
{
    NamedBuffers part;
    for (const auto& [name, buffer] : all)
        if (name.starts_with(prefix))
            part[name.substr(prefix.size())] = buffer;
    return part;
}

class EnasStrategy final : public Strategy {
public:
    EnasStrategy(const StrategySetup& setup, std::unique_ptr<Policy> policy, std::unique_ptr<SharedWeights> shared)
        : m_settings(enasSettings(setup.settings))
        , m_seed(setup.seed)
        , m_policy(std::move(policy))
        , m_shared(std::move(shared))
        , m_trainRandom(deriveSeed(setup.seed, "shared-weights-children"))
        , m_policyRandom(deriveSeed(setup.seed, "policy-children"))
        , m_controlRandom(deriveSeed(setup.seed, "control-children"))
        , m_policyTally(m_policy->space())
    {
    }

    Result<StepStatus> step(StepContext& context) override
    {
        m_levelEnded = false;
        Status status;
        if (m_derivation || (m_wished && m_phase != Phase::Done))
            status = derive(context);
        else
            switch (m_phase) {
            case Phase::Train: status = train(context); break;
            case Phase::Score: status = score(context); break;
            case Phase::Update: update(context); break;
            case Phase::Derive: status = derive(context); break;
            case Phase::Finish: finish(context, false); break;
            case Phase::Done: break;
            }
        if (!status)
            return status.error();
        return m_phase == Phase::Done ? StepStatus::Done : StepStatus::Continue;
    }

    bool atLevelEnd() const override { return m_levelEnded; }
    nlohmann::json save() const override;
    Status restore(const nlohmann::json& state) override;

    NamedBuffers weights() const override
    {
        NamedBuffers all;
        addPrefixed(all, m_policy->weights(), kControllerPrefix);
        addPrefixed(all, m_shared->save(), kSharedPrefix);
        return all;
    }
    Status restoreWeights(const NamedBuffers& buffers) override
    {
        if (auto status = m_policy->restoreWeights(withPrefix(buffers, kControllerPrefix)); !status)
            return status;
        return m_shared->restore(withPrefix(buffers, kSharedPrefix));
    }

    void finishEarly(StepContext& context) override
    {
        if (m_phase == Phase::Done)
            return;
        if (m_completed == 0) // one derivation is owed; an error leaves the search without a winner
            for (Status status; m_completed == 0 && status;)
                if (status = derive(context); !status)
                    log::warning("No candidates could be derived: " + status.error().message);
        finish(context, true);
    }

    std::string answer(const Query& query) override
    {
        if (const auto* forced = std::get_if<ForcedChoiceQuery>(&query.body))
            return m_policy->answer(*forced);
        if (std::holds_alternative<DeriveQuery>(query.body)) {
            if (m_phase == Phase::Done)
                return refusedAnswer(ErrorCode::InvalidArgument, "This search is over; nothing more is derived.");
            m_wished = true;
            return nlohmann::json{{"accepted", true}}.dump();
        }
        return refusedAnswer(ErrorCode::Unsupported, "A search with shared weights measures its candidates; it has no predictor to ask.");
    }

private:
    Status train(StepContext& context);
    Status score(StepContext& context);
    void update(StepContext& context);
    Status derive(StepContext& context);
    Status endDerivation(StepContext& context);
    void finish(StepContext& context, bool early);
    std::int64_t trainSteps() const { return m_settings.roundSteps > 0 ? m_settings.roundSteps : std::max<std::int64_t>(1, m_shared->trainBatches()); }
    Result<SharedScore> scored(const Architecture& arch, StepContext& context);

    EnasSettings m_settings;
    std::uint64_t m_seed;
    std::unique_ptr<Policy> m_policy;
    std::unique_ptr<SharedWeights> m_shared;

    Phase m_phase = Phase::Train;
    int m_round = 1;
    std::int64_t m_step = 0;  ///< mini-batches or updates of this phase, done
    int m_lost = 0;           ///< mini-batches in a row whose loss was no number
    std::int64_t m_scored = 0; ///< validation mini-batches that samples were scored on, in all rounds
    std::vector<ScoredSample> m_pending; ///< of the next update
    Random m_trainRandom, m_policyRandom, m_controlRandom;
    TrainTally m_trainTally;
    PolicyTally m_policyTally;

    std::optional<Derivation> m_derivation;
    int m_completed = 0; ///< derivations
    int m_begun = 0, m_wishes = 0; ///< derivations, and of them those that were asked for
    CandidateId m_nextId = 1;
    Derivation::Best m_best; ///< of the last completed derivation
    bool m_wished = false;
    bool m_levelEnded = false;
};

/// One mini-batch of phase 1. The stream of random numbers moves on with the weights: an interrupted mini-batch never was.
Status EnasStrategy::train(StepContext& context)
{
    auto random = m_trainRandom;
    const auto child = m_policy->space().decode(m_policy->sample(random).choices);
    const auto start = std::chrono::steady_clock::now();
    const auto loss = m_shared->trainBatch(child, context.control);
    if (!loss)
        return loss.error();
    m_trainRandom = random;
    m_trainTally.add(*loss, secondsSince(start));
    m_lost = std::isfinite(*loss) ? 0 : m_lost + 1;
    if (m_lost >= kMostLost)
        return Error{ErrorCode::Engine,
                     "The loss of the shared weights was no number for " + std::to_string(kMostLost)
                         + " mini-batches in a row: the training ran away. What was found before is kept; start anew with a lower learning rate (learning_rate).",
                     {}};
    ++m_step;
    const auto steps = trainSteps();
    context.emit(ChildSampled{child, *loss, std::nullopt});
    if (eventDue(m_round, m_step, steps) && !m_trainTally.losses.empty()) {
        context.emit(SharedWeightsTrained{m_round, static_cast<int>(m_settings.rounds), m_step, steps, m_trainTally.loss(), m_trainTally.seconds});
        m_trainTally = {};
    }
    if (m_step == steps) {
        m_step = 0;
        m_phase = m_settings.updates > 0 ? Phase::Score : Phase::Derive;
        m_levelEnded = true;
    }
    return {};
}

Result<SharedScore> EnasStrategy::scored(const Architecture& arch, StepContext& context)
{
    auto score = m_shared->score(arch, m_scored, context.control);
    if (score && !std::isfinite(score->reward))
        score->reward = 0; // a loss that is no number earns nothing
    return score;
}

/// One child of phase 2, and one of chance beside it.
Status EnasStrategy::score(StepContext& context)
{
    const auto start = std::chrono::steady_clock::now();
    auto random = m_policyRandom, chance = m_controlRandom;
    auto sample = m_policy->sample(random);
    const auto child = m_policy->space().decode(sample.choices);
    const auto score = scored(child, context);
    if (!score)
        return score.error();
    std::optional<double> randomReward;
    if (m_settings.control) {
        const auto other = scored(m_policy->space().decode(drawUniform(m_policy->space(), chance)), context);
        if (!other)
            return other.error();
        randomReward = other->reward;
    }
    m_policyRandom = random;
    m_controlRandom = chance;
    ++m_scored;
    m_pending.push_back({std::move(sample.choices), score->reward, sample.entropy});
    m_policyTally.add(m_pending.back(), randomReward, secondsSince(start));
    if (static_cast<std::int64_t>(m_pending.size()) == m_settings.samples)
        m_phase = Phase::Update;
    context.emit(ChildSampled{child, score->loss, score->reward});
    return {};
}

void EnasStrategy::update(StepContext& context)
{
    const auto start = std::chrono::steady_clock::now();
    const double norm = m_policy->update(m_pending);
    m_policyTally.addUpdate(norm, secondsSince(start));
    ++m_step;
    if (eventDue(m_round, m_step, m_settings.updates)) {
        auto event = m_policyTally.told();
        event.round = m_round;
        event.rounds = static_cast<int>(m_settings.rounds);
        event.step = m_step;
        event.steps = m_settings.updates;
        event.baseline = m_policy->baseline();
        event.child = m_policy->space().decode(m_pending.back().choices);
        event.childReward = m_pending.back().reward;
        context.emit(std::move(event));
        m_policyTally.clear();
    }
    m_pending.clear();
    m_phase = Phase::Score;
    if (m_step == m_settings.updates) {
        m_step = 0;
        m_phase = Phase::Derive;
        m_levelEnded = true;
    }
}

/// Begins a derivation, or scores its next candidate. Those that were asked for draw from streams of their own and leave all else as it was.
Status EnasStrategy::derive(StepContext& context)
{
    if (m_derivation) {
        if (auto status = m_derivation->step(m_policy->space(), *m_shared, context); !status)
            return status;
        return m_derivation->done() ? endDerivation(context) : Status();
    }
    context.control.check();
    const bool wished = m_wished && m_phase != Phase::Derive;
    const int wishes = m_wishes + (wished ? 1 : 0);
    Derivation::Plan plan;
    plan.level = m_begun + 1;
    plan.first = m_nextId;
    plan.wished = wished;
    plan.seed = wished ? deriveSeed(deriveSeed(m_seed, "derive-wished"), static_cast<std::uint64_t>(wishes))
                       : deriveSeed(deriveSeed(m_seed, "derive"), static_cast<std::uint64_t>(m_round));
    plan.batch = wished ? m_settings.rounds + wishes - 1 : m_round - 1;
    plan.candidates = static_cast<int>(m_settings.derive);
    plan.again = static_cast<int>(m_settings.deriveBest);
    plan.modelsPlanned = static_cast<int>((m_settings.rounds + wishes) * m_settings.derive);
    m_derivation = Derivation::begin(plan, *m_policy, *m_shared, context); // may be interrupted: nothing is changed before
    m_wished = false;
    m_wishes = wishes;
    m_begun = plan.level;
    return {};
}

Status EnasStrategy::endDerivation(StepContext& context)
{
    if (m_policy->learns())
        if (auto status = context.saveWeights(kControllerWeights, m_policy->weights()); !status)
            return status;
    if (auto status = context.saveWeights("shared-weights", m_shared->save()); !status)
        return status;
    m_best = m_derivation->best();
    m_nextId = m_derivation->after();
    ++m_completed;
    if (!m_derivation->wished() && m_phase == Phase::Derive) {
        m_phase = m_round < m_settings.rounds ? Phase::Train : Phase::Finish;
        m_round += m_phase == Phase::Train ? 1 : 0;
    }
    m_derivation.reset();
    m_levelEnded = true;
    return {};
}

void EnasStrategy::finish(StepContext& context, bool early)
{
    m_derivation.reset();
    context.emit(SearchFinished{m_best.id, m_best.reward, early, 0});
    m_phase = Phase::Done;
}

nlohmann::json EnasStrategy::save() const
{
    auto pending = nlohmann::json::array();
    for (const auto& sample : m_pending)
        pending.push_back({{"choices", sample.choices}, {"reward", sample.reward}, {"entropy", sample.entropy}});
    return {{"phase", kPhases[static_cast<std::size_t>(m_phase)]},
            {"round", m_round},
            {"step", m_step},
            {"lost", m_lost},
            {"scored", m_scored},
            {"pending", std::move(pending)},
            {"random", {m_trainRandom.save(), m_policyRandom.save(), m_controlRandom.save()}},
            {"train_tally", m_trainTally.save()},
            {"policy_tally", m_policyTally.save()},
            {"policy", m_policy->save()},
            {"derivation", m_derivation ? m_derivation->save() : nlohmann::json()},
            {"derivations", {m_begun, m_completed, m_wishes}},
            {"next_id", m_nextId},
            {"best", {m_best.id, m_best.reward}},
            {"wished", m_wished}};
}

Status EnasStrategy::restore(const nlohmann::json& state)
{
    const Error unreadable{ErrorCode::Corrupt, "The saved state of this search cannot be read. The run was left as it is.", {}};
    try {
        const auto phase = std::find(kPhases.begin(), kPhases.end(), state.at("phase").get<std::string>());
        m_round = state.at("round").get<int>();
        m_step = state.at("step").get<std::int64_t>();
        m_lost = state.at("lost").get<int>();
        m_scored = state.at("scored").get<std::int64_t>();
        m_pending.clear();
        bool whole = phase != kPhases.end() && m_round >= 1 && m_round <= m_settings.rounds && m_step >= 0 && m_scored >= 0;
        for (const auto& row : state.at("pending")) {
            m_pending.push_back({row.at("choices").get<std::vector<int>>(), row.at("reward").get<double>(), row.at("entropy").get<double>()});
            whole = whole && areChoices(m_policy->space(), m_pending.back().choices);
        }
        whole = whole && static_cast<std::int64_t>(m_pending.size()) <= m_settings.samples;
        Random* const streams[] = {&m_trainRandom, &m_policyRandom, &m_controlRandom};
        for (std::size_t i = 0; i < std::size(streams); ++i)
            whole = streams[i]->restore(state.at("random").at(i).get<std::string>()) && whole;
        m_trainTally.restore(state.at("train_tally"));
        m_policyTally.restore(state.at("policy_tally"));
        if (auto status = m_policy->restore(state.at("policy")); !status)
            return status;
        m_derivation.reset();
        if (const auto& derivation = state.at("derivation"); !derivation.is_null()) {
            m_derivation = Derivation::restored(derivation);
            whole = whole && m_derivation->isOf(m_policy->space());
        }
        int* const counts[] = {&m_begun, &m_completed, &m_wishes};
        for (std::size_t i = 0; i < std::size(counts); ++i)
            *counts[i] = state.at("derivations").at(i).get<int>();
        m_nextId = state.at("next_id").get<CandidateId>();
        m_best = {state.at("best").at(0).get<CandidateId>(), state.at("best").at(1).get<double>()};
        m_wished = state.at("wished").get<bool>();
        m_levelEnded = false;
        if (!whole || (phase - kPhases.begin() == static_cast<std::ptrdiff_t>(Phase::Update) && m_pending.empty()))
            return unreadable;
        m_phase = static_cast<Phase>(phase - kPhases.begin());
    } catch (const nlohmann::json::exception& e) {
        return Error{unreadable.code, unreadable.message, e.what()};
    }
    return {};
}

/// Strategy of a policy over the space of the setup.
Result<std::unique_ptr<Strategy>> make(const StrategySetup& setup, std::unique_ptr<Policy> (*policy)(DecisionSpace, const StrategySetup&))
{
    auto space = decisionSpace(setup.space, setup.settings);
    if (!space)
        return space.error();
    if (!setup.sharedWeights)
        return Error{ErrorCode::Engine, "A search with shared weights needs an engine that has them.", {}};
    auto shared = setup.sharedWeights();
    if (!shared)
        return shared.error();
    return std::unique_ptr<Strategy>(std::make_unique<EnasStrategy>(setup, policy(*std::move(space), setup), *std::move(shared)));
}

} // namespace

Result<std::unique_ptr<Strategy>> makeEnasStrategy(const StrategySetup& setup)
{
    return make(setup, [](DecisionSpace space, const StrategySetup& s) {
        return controllerPolicy(std::move(space), controllerSettings(s.settings), controllerTraining(s.settings), deriveSeed(s.seed, "controller"));
    });
}

Result<std::unique_ptr<Strategy>> makeUniformStrategy(const StrategySetup& setup)
{
    return make(setup, [](DecisionSpace space, const StrategySetup&) { return uniformPolicy(std::move(space)); });
}

Result<int> sharedModelsPlanned(std::string_view space, const Settings& settings)
{
    if (const auto decisions = decisionSpace(space, settings); !decisions)
        return decisions.error();
    return static_cast<int>(settings.integer("rounds") * settings.integer("derive"));
}

Result<std::vector<PlannedLevel>> sharedLevelsPlanned(std::string_view space, const Settings& settings)
{
    const auto models = sharedModelsPlanned(space, settings);
    if (!models)
        return models.error();
    return std::vector<PlannedLevel>{{spaceSizeSetting(space, settings), *models, 0}};
}

} // namespace cw
