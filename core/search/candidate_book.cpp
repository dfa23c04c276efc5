#include "core/search/candidate_book.h"

#include <algorithm>
#include <cmath>

#include <nlohmann/json.hpp>

#include "core/arch/arch_text.h"
#include "core/search/child_network.h"

namespace cw {
namespace {

nlohmann::json toJson(const Candidate& c)
{
    nlohmann::json row{{"arch", toText(c.arch)}, {"level", c.level}, {"parent", c.parent}, {"role", static_cast<int>(c.role)}};
    if (c.predicted)
        row["predicted"] = {c.predicted->mean, c.predicted->spread};
    if (c.outcome)
        row["outcome"] = static_cast<int>(*c.outcome);
    if (c.measured())
        row["accuracy"] = c.accuracy;
    if (!c.message.empty())
        row["message"] = c.message;
    return row;
}

/// Nothing for a number that is none of the enumeration.
template<class Enum>
std::optional<Enum> enumFrom(const nlohmann::json& value, Enum last)
{
    const int number = value.get<int>();
    return number >= 0 && number <= static_cast<int>(last) ? std::optional(static_cast<Enum>(number)) : std::nullopt;
}

Result<Candidate> candidateFromJson(const nlohmann::json& row)
{
    Candidate c;
    auto arch = architectureFromText(row.at("arch").get<std::string>());
    if (!arch)
        return arch.error();
    c.arch = std::move(*arch);
    c.level = row.at("level").get<int>();
    c.parent = row.at("parent").get<CandidateId>();
    const auto role = enumFrom(row.at("role"), CandidateRole::Policy);
    if (row.contains("outcome"))
        c.outcome = enumFrom(row["outcome"], Outcome::Failed);
    if (!role || row.contains("outcome") != c.outcome.has_value())
        return Error{ErrorCode::Corrupt, "an unknown role or outcome", {}};
    c.role = *role;
    if (row.contains("predicted"))
        c.predicted = Prediction{row["predicted"].at(0).get<double>(), row["predicted"].at(1).get<double>()};
    if (c.measured())
        c.accuracy = row.at("accuracy").get<double>();
    c.message = row.value("message", "");
    return c;
}

Error unreadableState(std::string detail)
{
    return {ErrorCode::Corrupt, "The saved state of this search cannot be read. The run was left as it is.", std::move(detail)};
}

} // namespace

CandidateBook::CandidateBook(Settings settings, ImageShape image, int classes, std::int64_t words)
    : m_settings(std::move(settings))
    , m_image(image)
    , m_classes(classes)
    , m_words(words)
{
}

Status CandidateBook::propose(StepContext& context, int level, int modelsPlanned, std::vector<Candidate> children)
{
    const LevelStarted started{level, static_cast<int>(children.size()), modelsPlanned};
    return proposePart(context, started, std::move(children));
}

Status CandidateBook::proposePart(StepContext& context, const LevelStarted& started, std::vector<Candidate> children)
{
    // Everything that can fail comes before the first event: a step is told whole or not at all.
    std::vector<CandidateProposed> announced;
    auto id = static_cast<CandidateId>(m_all.size());
    for (auto& child : children) {
        child.id = ++id;
        child.level = started.level;
        const auto counts = countChild(child.arch, m_settings, m_image, m_classes, m_words);
        if (!counts)
            return counts.error();
        announced.push_back({child.id, child.arch, started.level, child.parent, child.role, child.predicted, counts->parameters, counts->multiplyAdds});
    }
    if (level(started.level).empty())
        context.emit(started);
    for (auto& event : announced)
        context.emit(std::move(event));
    std::move(children.begin(), children.end(), std::back_inserter(m_all));
    return {};
}

Status CandidateBook::collectNext(StepContext& context)
{
    if (context.pool.pending() == 0)
        m_submitted = m_collected; // a fresh pool, or one that was cleared
    if (!waiting())
        return Error{ErrorCode::Internal, "There is no child to wait for.", {}};
    for (; m_submitted < m_all.size(); ++m_submitted)
        context.pool.submit({m_all[m_submitted].id, m_all[m_submitted].arch});
    auto result = context.pool.collect(context.control);
    if (!result)
        return result.error();
    auto& candidate = m_all[m_collected];
    if (result->id != candidate.id)
        return Error{ErrorCode::Internal, "A result arrived out of order. The search can be resumed from its last checkpoint.",
                     "expected " + std::to_string(candidate.id) + ", got " + std::to_string(result->id)};
    if (result->outcome == Outcome::Measured && !std::isfinite(result->accuracy)) {
        result->outcome = Outcome::Failed;
        result->accuracy = 0;
        result->message = "Its accuracy is not a number.";
    }
    candidate.outcome = result->outcome;
    candidate.accuracy = candidate.measured() ? result->accuracy : 0;
    candidate.message = result->outcome == Outcome::Failed ? result->message : std::string{};
    ++m_collected;
    context.emit(CandidateEvaluated{std::move(*result)});
    return {};
}

std::span<const Candidate> CandidateBook::level(int level) const
{
    const auto first = std::find_if(m_all.begin(), m_all.end(), [=](const auto& c) { return c.level == level; });
    const auto last = std::find_if(first, m_all.end(), [=](const auto& c) { return c.level != level; });
    return {first, last};
}

Status CandidateBook::checkLevel(int number) const
{
    const auto children = level(number);
    const bool allFailed = std::all_of(children.begin(), children.end(), [](const auto& c) { return c.outcome == Outcome::Failed; });
    if (children.empty() || !allFailed)
        return {};
    return Error{ErrorCode::Engine,
                 "All " + std::to_string(children.size()) + " children of level " + std::to_string(number)
                     + " failed, so the search cannot go on. The first reason: " + children.front().message,
                 {}};
}

nlohmann::json CandidateBook::save() const
{
    auto rows = nlohmann::json::array();
    for (const auto& candidate : m_all)
        rows.push_back(toJson(candidate));
    return rows;
}

Status CandidateBook::restore(const nlohmann::json& state)
{
    std::vector<Candidate> all;
    std::size_t collected = 0;
    try {
        for (const auto& row : state) {
            auto candidate = candidateFromJson(row);
            if (!candidate)
                return unreadableState(candidate.error().message);
            candidate->id = static_cast<CandidateId>(all.size() + 1);
            if (candidate->outcome && collected++ != all.size())
                return unreadableState("results are not in order");
            if (!all.empty() && candidate->level < all.back().level)
                return unreadableState("levels are not in order");
            if (candidate->arch.space == "pnas" && candidate->arch.blockCount() != candidate->level)
                return unreadableState("a cell has the wrong number of blocks");
            if (candidate->parent >= candidate->id)
                return unreadableState("a parent does not stand before its child");
            all.push_back(std::move(*candidate));
        }
    } catch (const nlohmann::json::exception& e) {
        return unreadableState(e.what());
    }
    m_all = std::move(all);
    m_collected = collected;
    m_submitted = collected;
    return {};
}

const Candidate* bestOf(std::span<const Candidate> candidates)
{
    const Candidate* best = nullptr;
    for (const auto& c : candidates)
        if (c.measured() && (!best || c.accuracy > best->accuracy))
            best = &c;
    return best;
}

const Candidate* winner(std::span<const Candidate> candidates, int completedLevels)
{
    for (int level = completedLevels; level > 0; --level) {
        const auto first = std::find_if(candidates.begin(), candidates.end(), [=](const auto& c) { return c.level == level; });
        const auto last = std::find_if(first, candidates.end(), [=](const auto& c) { return c.level != level; });
        if (const auto* best = bestOf({first, last}))
            return best;
    }
    return bestOf(candidates);
}

} // namespace cw
