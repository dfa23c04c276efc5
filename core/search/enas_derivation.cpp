#include "core/search/enas_derivation.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <unordered_set>

#include <nlohmann/json.hpp>

#include "core/arch/canonical.h"
#include "core/search/policy_space.h"

namespace cw {
namespace {

constexpr int kTries = 100; ///< draws for each candidate wanted, where the same ones come again

CandidateRole roleOf(const Policy& policy) { return policy.learns() ? CandidateRole::Policy : CandidateRole::Random; }

} // namespace

Derivation Derivation::begin(const Plan& plan, const Policy& policy, const SharedWeights& shared, StepContext& context)
{
    Derivation d;
    d.m_level = plan.level;
    d.m_first = plan.first;
    d.m_batch = plan.batch;
    d.m_wantedAgain = static_cast<std::size_t>(plan.again);
    d.m_wished = plan.wished;
    Random random(plan.seed);
    std::unordered_set<std::uint64_t> seen;
    std::vector<CandidateProposed> announced;
    for (int tries = 0; tries < kTries * plan.candidates && static_cast<int>(d.m_rows.size()) < plan.candidates; ++tries) {
        context.control.check(); // a controller that has settled draws the same ones many times
        auto choices = policy.sample(random).choices;
        auto arch = policy.space().decode(choices);
        if (!seen.insert(architectureHash(arch)).second)
            continue;
        const auto size = shared.childSize(arch);
        announced.push_back({d.after(), std::move(arch), plan.level, 0, roleOf(policy), std::nullopt, size.parameters, size.multiplyAdds});
        d.m_rows.push_back({std::move(choices), {}, 0, false});
    }
    context.emit(LevelStarted{plan.level, static_cast<int>(announced.size()), plan.modelsPlanned});
    for (auto& event : announced)
        context.emit(std::move(event));
    return d;
}

Status Derivation::step(const DecisionSpace& space, SharedWeights& shared, StepContext& context)
{
    const bool first = m_next < m_rows.size();
    const auto row = first ? m_next : m_again[m_nextAgain];
    const auto arch = space.decode(m_rows[row].choices);
    const auto start = std::chrono::steady_clock::now();
    auto score = first ? shared.score(arch, m_batch, context.control) : shared.scoreAll(arch, context.control);
    if (!score)
        return score.error();
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
    if (!std::isfinite(score->reward))
        score->reward = 0; // a loss that is not a number earns nothing
    m_rows[row].score = *score;
    m_rows[row].seconds += took.count();
    m_rows[row].again = !first;
    context.emit(ChildSampled{arch, score->loss, score->reward});
    if (!first) {
        ++m_nextAgain;
        tell(row, context);
    } else {
        ++m_next;
        if (m_wantedAgain == 0)
            tell(row, context);
        else if (m_next == m_rows.size())
            chooseAgain(context);
    }
    if (!done())
        return {};
    LevelFinished finished;
    finished.level = m_level;
    finished.trained = static_cast<int>(m_rows.size());
    finished.best = best().reward;
    finished.bestId = best().id;
    context.emit(finished);
    return {};
}

/// What is not measured again is told as it is: each candidate has one result.
void Derivation::chooseAgain(StepContext& context)
{
    std::vector<std::size_t> order(m_rows.size());
    for (std::size_t i = 0; i < order.size(); ++i)
        order[i] = i;
    std::stable_sort(order.begin(), order.end(), [this](auto a, auto b) { return m_rows[a].score.reward > m_rows[b].score.reward; });
    const auto count = std::min(m_wantedAgain, order.size());
    m_again.assign(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(count));
    for (std::size_t i = 0; i < m_rows.size(); ++i)
        if (std::find(m_again.begin(), m_again.end(), i) == m_again.end())
            tell(i, context);
}

void Derivation::tell(std::size_t row, StepContext& context) const
{
    const auto& r = m_rows[row];
    Evaluation e;
    e.id = m_first + static_cast<CandidateId>(row);
    e.accuracy = r.score.reward;
    e.correct = r.score.correct;
    e.total = r.score.total;
    e.loss = r.score.loss;
    e.seconds = r.seconds;
    context.emit(CandidateEvaluated{std::move(e)});
}

const Derivation::Row* Derivation::bestRow() const
{
    const Row* best = nullptr;
    for (const auto& row : m_rows)
        if (row.again == !m_again.empty() && (!best || row.score.reward > best->score.reward))
            best = &row;
    return best;
}

Derivation::Best Derivation::best() const
{
    const auto* row = bestRow();
    return row ? Best{m_first + static_cast<CandidateId>(row - m_rows.data()), row->score.reward} : Best{};
}

nlohmann::json Derivation::save() const
{
    auto rows = nlohmann::json::array();
    for (const auto& row : m_rows)
        rows.push_back({{"choices", row.choices}, {"reward", row.score.reward}, {"loss", row.score.loss}, {"correct", row.score.correct},
                        {"total", row.score.total}, {"seconds", row.seconds}, {"again", row.again}});
    return {{"level", m_level}, {"first", m_first}, {"batch", m_batch}, {"wanted_again", m_wantedAgain}, {"wished", m_wished}, {"rows", std::move(rows)},
            {"next", m_next}, {"again", m_again}, {"next_again", m_nextAgain}};
}

Derivation Derivation::restored(const nlohmann::json& state)
{
    Derivation d;
    d.m_level = state.at("level").get<int>();
    d.m_first = state.at("first").get<CandidateId>();
    d.m_batch = state.at("batch").get<std::int64_t>();
    d.m_wantedAgain = state.at("wanted_again").get<std::size_t>();
    d.m_wished = state.at("wished").get<bool>();
    for (const auto& row : state.at("rows")) {
        const auto& loss = row.at("loss"); // JSON has no numbers that are none
        d.m_rows.push_back({row.at("choices").get<std::vector<int>>(),
                            {row.at("reward").get<double>(), loss.is_null() ? std::nan("") : loss.get<double>(), row.at("correct").get<std::int64_t>(),
                             row.at("total").get<std::int64_t>()},
                            row.at("seconds").get<double>(),
                            row.at("again").get<bool>()});
    }
    d.m_next = state.at("next").get<std::size_t>();
    d.m_again = state.at("again").get<std::vector<std::size_t>>();
    d.m_nextAgain = state.at("next_again").get<std::size_t>();
    return d;
}

bool Derivation::isOf(const DecisionSpace& space) const
{
    const auto rows = m_rows.size();
    return m_level > 0 && m_first > 0 && m_next <= rows && m_nextAgain <= m_again.size() && !done()
           && std::all_of(m_again.begin(), m_again.end(), [=](auto row) { return row < rows; })
           && std::all_of(m_rows.begin(), m_rows.end(), [&](const Row& row) { return areChoices(space, row.choices); });
}

} // namespace cw
