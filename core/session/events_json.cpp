#include <array>
#include <cmath>
#include <utility>

#include <nlohmann/json.hpp>

#include "core/arch/arch_text.h"
#include "core/session/events.h"

namespace cw {
namespace {

using nlohmann::json;

constexpr std::array<std::string_view, 4> kRoles{"beam", "sampled", "random", "policy"};

double real(const json& v) { return v.is_null() ? std::nan("") : v.get<double>(); } // JSON has no NaN
template<std::size_t N>
std::size_t indexIn(const std::array<std::string_view, N>& names, const json& v)
{
    const auto text = v.get<std::string>();
    for (std::size_t i = 0; i < N; ++i)
        if (names[i] == text)
            return i;
    throw Error{ErrorCode::Corrupt, "A stored event names something unknown: \"" + text + "\".", {}};
}
template<class T>
T need(Result<T> result)
{
    if (!result)
        throw result.error(); // caught by eventFromJson()
    return *std::move(result);
}

json correlation(const std::optional<RankCorrelation>& c)
{
    return c ? json{{"spearman", c->spearman}, {"kendall", c->kendall}, {"low", c->low}, {"high", c->high}, {"n", c->n}} : json();
}
std::optional<RankCorrelation> correlation(const json& v)
{
    if (v.is_null())
        return std::nullopt;
    return RankCorrelation{real(v.at("spearman")), real(v.at("kendall")), real(v.at("low")), real(v.at("high")), v.at("n").get<int>()};
}

// One pair of functions a kind: what it adds to the object, and back.
void write(json& j, const StateChanged& e) { j.update({{"from", key(e.from)}, {"to", key(e.to)}}); }
void read(const json& j, StateChanged& e)
{
    e.from = static_cast<SessionState>(indexIn(kStateKeys, j.at("from")));
    e.to = static_cast<SessionState>(indexIn(kStateKeys, j.at("to")));
}

void write(json& j, const LevelStarted& e) { j.update({{"level", e.level}, {"to_train", e.toTrain}, {"models_planned", e.modelsPlanned}}); }
void read(const json& j, LevelStarted& e) { e = {j.at("level").get<int>(), j.at("to_train").get<int>(), j.at("models_planned").get<int>()}; }

void write(json& j, const CandidateProposed& e)
{
    j.update({{"id", e.id}, {"architecture", toJson(e.arch)}, {"level", e.level}, {"parent", e.parent},
              {"role", kRoles[static_cast<std::size_t>(e.role)]}, {"predicted", json()}, {"parameters", e.parameters}, {"multiply_adds", e.multiplyAdds}});
    if (e.predicted)
        j["predicted"] = {{"mean", e.predicted->mean}, {"spread", e.predicted->spread}};
}
void read(const json& j, CandidateProposed& e)
{
    e.id = j.at("id").get<CandidateId>();
    e.arch = need(architectureFromJson(j.at("architecture")));
    e.level = j.at("level").get<int>();
    e.parent = j.at("parent").get<CandidateId>();
    e.role = static_cast<CandidateRole>(indexIn(kRoles, j.at("role")));
    if (const auto& p = j.at("predicted"); !p.is_null())
        e.predicted = Prediction{real(p.at("mean")), real(p.at("spread"))};
    e.parameters = j.at("parameters").get<std::int64_t>();
    e.multiplyAdds = j.at("multiply_adds").get<std::int64_t>();
}

void write(json& j, const CandidateEvaluated& e) { j["evaluation"] = toJson(e.evaluation); }
void read(const json& j, CandidateEvaluated& e) { e.evaluation = need(evaluationFromJson(j.at("evaluation"))); }

void write(json& j, const ChildrenScored& e)
{
    j.update({{"level", e.level}, {"parents", e.parents}, {"scored", e.scored}, {"unique", e.unique}, {"seconds", e.seconds},
              {"low", e.low}, {"high", e.high}, {"histogram", e.histogram}});
}
void read(const json& j, ChildrenScored& e)
{
    e = {j.at("level").get<int>(), j.at("parents").get<std::int64_t>(), j.at("scored").get<std::int64_t>(), j.at("unique").get<std::int64_t>(),
         real(j.at("seconds")), real(j.at("low")), real(j.at("high")), j.at("histogram").get<std::vector<std::int64_t>>()};
}

void write(json& j, const SurrogateFitted& e)
{
    j.update({{"level", e.level}, {"samples", e.samples}, {"seconds", e.seconds}, {"fit_spearman", e.fitSpearman}});
}
void read(const json& j, SurrogateFitted& e)
{
    e = {j.at("level").get<int>(), j.at("samples").get<std::int64_t>(), real(j.at("seconds")), real(j.at("fit_spearman"))};
}

void write(json& j, const BlocksAblated& e)
{
    auto candidates = json::array();
    for (const auto& candidate : e.candidates) {
        auto blocks = json::array();
        for (const auto& b : candidate.blocks)
            blocks.push_back({{"block", b.block}, {"difference", b.difference}, {"spread", b.spread}});
        candidates.push_back({{"id", candidate.id}, {"blocks", std::move(blocks)}});
    }
    j.update({{"level", e.level}, {"candidates", std::move(candidates)}});
}
void read(const json& j, BlocksAblated& e)
{
    e.level = j.at("level").get<int>();
    for (const auto& candidate : j.at("candidates")) {
        auto& row = e.candidates.emplace_back();
        row.id = candidate.at("id").get<CandidateId>();
        for (const auto& b : candidate.at("blocks"))
            row.blocks.push_back({b.at("block").get<int>(), real(b.at("difference")), real(b.at("spread"))});
    }
}

void write(json& j, const LevelFinished& e)
{
    j.update({{"level", e.level}, {"trained", e.trained}, {"trust", correlation(e.trust)}, {"beam", correlation(e.beam)},
              {"fit", e.fit ? json(*e.fit) : json()}, {"best", e.best}, {"best_id", e.bestId}});
}
void read(const json& j, LevelFinished& e)
{
    e = {j.at("level").get<int>(), j.at("trained").get<int>(), correlation(j.at("trust")), correlation(j.at("beam")),
         j.at("fit").is_null() ? std::nullopt : std::optional(real(j.at("fit"))), real(j.at("best")), j.at("best_id").get<CandidateId>()};
}

void write(json& j, const SharedWeightsTrained& e)
{
    j.update({{"round", e.round}, {"rounds", e.rounds}, {"step", e.step}, {"steps", e.steps}, {"loss", e.loss}, {"seconds", e.seconds}});
}
void read(const json& j, SharedWeightsTrained& e)
{
    e = {j.at("round").get<int>(), j.at("rounds").get<int>(), j.at("step").get<std::int64_t>(), j.at("steps").get<std::int64_t>(), real(j.at("loss")),
         real(j.at("seconds"))};
}

void write(json& j, const PolicyUpdated& e)
{
    j.update({{"round", e.round}, {"rounds", e.rounds}, {"step", e.step}, {"steps", e.steps}, {"reward", e.reward}, {"baseline", e.baseline},
              {"entropy", e.entropy}, {"uniform_entropy", e.uniformEntropy}, {"random_reward", e.randomReward ? json(*e.randomReward) : json()},
              {"operation_shares", e.operationShares}, {"skip_share", e.skipShare}, {"gradient_norm", e.gradientNorm}, {"seconds", e.seconds},
              {"child", toJson(e.child)}, {"child_reward", e.childReward}});
}
void read(const json& j, PolicyUpdated& e)
{
    e = {j.at("round").get<int>(), j.at("rounds").get<int>(), j.at("step").get<std::int64_t>(), j.at("steps").get<std::int64_t>(), real(j.at("reward")),
         real(j.at("baseline")), real(j.at("entropy")), real(j.at("uniform_entropy")),
         j.at("random_reward").is_null() ? std::nullopt : std::optional(real(j.at("random_reward"))), {}, real(j.at("skip_share")),
         real(j.at("gradient_norm")), real(j.at("seconds")), need(architectureFromJson(j.at("child"))), real(j.at("child_reward"))};
    for (const auto& share : j.at("operation_shares"))
        e.operationShares.push_back(real(share));
}

void write(json& j, const ChildSampled& e) { j.update({{"architecture", toJson(e.arch)}, {"loss", e.loss}, {"reward", e.reward ? json(*e.reward) : json()}}); }
void read(const json& j, ChildSampled& e)
{
    e = {need(architectureFromJson(j.at("architecture"))), real(j.at("loss")), j.at("reward").is_null() ? std::nullopt : std::optional(real(j.at("reward")))};
}

void write(json& j, const CheckpointWritten& e) { j["file"] = e.file; }
void read(const json& j, CheckpointWritten& e) { e.file = j.at("file").get<std::string>(); }

void write(json& j, const SearchFinished& e) { j.update({{"winner", e.winner}, {"accuracy", e.accuracy}, {"early", e.early}, {"seconds", e.seconds}}); }
void read(const json& j, SearchFinished& e)
{
    e = {j.at("winner").get<CandidateId>(), real(j.at("accuracy")), j.at("early").get<bool>(), real(j.at("seconds"))};
}

void write(json& j, const QueryAnswered& e) { j.update({{"query", e.query}, {"answer", e.answer}}); }
void read(const json& j, QueryAnswered& e) { e = {j.at("query").get<std::uint64_t>(), j.at("answer").get<std::string>()}; }

constexpr int kLastErrorCode = static_cast<int>(ErrorCode::Internal);
void write(json& j, const SessionFailed& e)
{
    j["error"] = {{"code", key(e.error.code)}, {"message", e.error.message}, {"detail", e.error.detail}};
}
void read(const json& j, SessionFailed& e)
{
    const auto& error = j.at("error");
    const auto code = error.at("code").get<std::string>();
    for (int i = 0; i <= kLastErrorCode; ++i) // a code of a newer version reads as internal
        if (code == key(static_cast<ErrorCode>(i)))
            e.error.code = static_cast<ErrorCode>(i);
    e.error.message = error.at("message").get<std::string>();
    e.error.detail = error.at("detail").get<std::string>();
}

void write(json& j, const TrainingProgress& e) { j.update({{"id", e.id}, {"step", e.step}, {"steps", e.steps}, {"loss", e.loss}}); }
void read(const json& j, TrainingProgress& e)
{
    e = {j.at("id").get<CandidateId>(), j.at("step").get<std::int64_t>(), j.at("steps").get<std::int64_t>(), real(j.at("loss"))};
}

void write(json& j, const PreparationProgress& e) { j.update({{"what", e.what}, {"done", e.done}, {"total", e.total}}); }
void read(const json& j, PreparationProgress& e)
{
    e = {j.at("what").get<std::string>(), j.at("done").get<std::int64_t>(), j.at("total").get<std::int64_t>()};
}

struct Kind {
    std::string_view key;
    bool lossy;
    void (*to)(json&, const EventBody&);
    EventBody (*from)(const json&);
};
template<class T>
constexpr Kind kind(std::string_view name, bool lossy = false)
{
    return {name, lossy, [](json& j, const EventBody& body) { write(j, std::get<T>(body)); },
            [](const json& j) {
                T event;
                read(j, event);
                return EventBody(std::move(event));
            }};
}

// In the order of EventBody's alternatives. Adding a kind of event is one alternative, one pair above and one row here.
constexpr std::array kKinds{
    kind<StateChanged>("state-changed"),
    kind<LevelStarted>("level-started"),
    kind<CandidateProposed>("candidate-proposed"),
    kind<CandidateEvaluated>("candidate-evaluated"),
    kind<ChildrenScored>("children-scored"),
    kind<SurrogateFitted>("surrogate-fitted"),
    kind<BlocksAblated>("blocks-ablated"),
    kind<LevelFinished>("level-finished"),
    kind<SharedWeightsTrained>("shared-weights-trained"),
    kind<PolicyUpdated>("policy-updated"),
    kind<CheckpointWritten>("checkpoint-written"),
    kind<SearchFinished>("search-finished"),
    kind<QueryAnswered>("query-answered"),
    kind<SessionFailed>("session-failed"),
    kind<TrainingProgress>("training-progress", true),
    kind<PreparationProgress>("preparation-progress", true),
    kind<ChildSampled>("child-sampled", true),
};
static_assert(kKinds.size() == std::variant_size_v<EventBody>, "every kind of event has its row");

} // namespace

bool isLossy(const EventBody& body) { return kKinds[body.index()].lossy; }

json toJson(const Event& event)
{
    json j{{"seq", event.seq}, {"time", event.unixMilliseconds}, {"event", kKinds[event.body.index()].key}};
    kKinds[event.body.index()].to(j, event.body);
    return j;
}

Result<Event> eventFromJson(const json& value)
{
    try {
        const auto name = value.at("event").get<std::string>();
        for (const auto& row : kKinds)
            if (row.key == name)
                return Event{value.at("seq").get<std::uint64_t>(), value.at("time").get<std::int64_t>(), row.from(value)};
        return Error{ErrorCode::Unsupported, "This version does not know events of the kind \"" + name + "\".", {}};
    } catch (const Error& error) {
        return error;
    } catch (const json::exception& error) {
        return Error{ErrorCode::Corrupt, "A stored event cannot be read.", error.what()};
    }
}

} // namespace cw
