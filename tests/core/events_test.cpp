#include <cmath>
#include <limits>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "core/base/random.h"
#include "core/session/events.h"

namespace cw {
namespace {

using nlohmann::json;

/// Doubles of every size, with all their bits used.
double anyDouble(Random& random) { return std::ldexp(random.uniform() - 0.5, static_cast<int>(random.below(1200)) - 600); }

Architecture anyCell(Random& random)
{
    std::vector<Block> blocks;
    const auto count = 1 + random.below(5);
    for (std::uint64_t b = 0; b < count; ++b) {
        const auto half = [&] { return Half{static_cast<InputId>(random.below(2 + b)), static_cast<OpId>(random.below(kOpCount))}; };
        blocks.push_back({half(), half()});
    }
    return pnasArchitecture(std::move(blocks));
}

RankCorrelation anyCorrelation(Random& r) { return {anyDouble(r), anyDouble(r), anyDouble(r), anyDouble(r), static_cast<int>(r.below(100))}; }

Evaluation anyEvaluation(Random& r)
{
    Evaluation e;
    e.id = static_cast<CandidateId>(r.below(1000));
    e.outcome = static_cast<Outcome>(r.below(3));
    e.accuracy = anyDouble(r);
    e.correct = static_cast<std::int64_t>(r.below(1U << 31) << 20);
    e.total = -5;
    e.loss = anyDouble(r);
    e.seconds = anyDouble(r);
    e.cpuSeconds = anyDouble(r);
    e.diverged = r.below(2) != 0;
    e.curve = {{1, anyDouble(r), anyDouble(r)}, {2, anyDouble(r), -1}};
    e.message = "a \"quoted\" line\nand \xC3\xA9";
    return e;
}

/// One of each kind, filled at random.
std::vector<EventBody> oneOfEach(Random& r)
{
    const auto id = [&] { return static_cast<CandidateId>(r.below(5000)); };
    CandidateProposed proposed{id(), anyCell(r), 3, id(), static_cast<CandidateRole>(r.below(4)), Prediction{anyDouble(r), anyDouble(r)}, 3176602, 1LL << 40};
    if (r.below(3) == 0)
        proposed.predicted.reset();
    LevelFinished finished{2, 16, anyCorrelation(r), std::nullopt, anyDouble(r), anyDouble(r), id()};
    if (r.below(2))
        finished.trust.reset();
    PolicyUpdated updated{2, 150, 3, 30, anyDouble(r), anyDouble(r), anyDouble(r), anyDouble(r), std::nullopt, {}, anyDouble(r), anyDouble(r), anyDouble(r), anyCell(r), anyDouble(r)};
    if (r.below(2))
        updated.randomReward = anyDouble(r);
    for (std::uint64_t i = r.below(7); i > 0; --i)
        updated.operationShares.push_back(anyDouble(r));
    ChildSampled sampled{anyCell(r), anyDouble(r), std::nullopt};
    if (r.below(2))
        sampled.reward = anyDouble(r);
    return {StateChanged{SessionState::Running, SessionState::Pausing}, LevelStarted{3, 16, 168}, proposed, CandidateEvaluated{anyEvaluation(r)},
            ChildrenScored{2, 136, 40800, 31620, anyDouble(r), anyDouble(r), anyDouble(r), {1, 0, 5, 1LL << 50}}, SurrogateFitted{1, 136, anyDouble(r), anyDouble(r)},
            BlocksAblated{2, {{id(), {{1, anyDouble(r), anyDouble(r)}, {2, anyDouble(r), anyDouble(r)}}}, {id(), {}}}}, finished,
            SharedWeightsTrained{2, 150, 40, 281, anyDouble(r), anyDouble(r)}, updated, CheckpointWritten{"weights/checkpoint-3.json"}, SearchFinished{id(), anyDouble(r), true, anyDouble(r)},
            QueryAnswered{~0ULL, R"({"mean":0.5})"}, SessionFailed{{ErrorCode::DiskFull, "The disk is full.", "errno 28"}},
            TrainingProgress{id(), 7, 40, anyDouble(r)}, PreparationProgress{"Decoding", 5, 60000}, sampled};
}

TEST(Events, EveryKindComesBackExactlyThroughText)
{
    Random random(1);
    for (int round = 0; round < 200; ++round) {
        const auto bodies = oneOfEach(random);
        ASSERT_EQ(bodies.size(), std::variant_size_v<EventBody>);
        for (std::size_t i = 0; i < bodies.size(); ++i) {
            ASSERT_EQ(bodies[i].index(), i);
            const Event event{random.next() >> 1, static_cast<std::int64_t>(random.below(1ULL << 45)), bodies[i]};
            const auto text = toJson(event).dump();
            const auto back = eventFromJson(json::parse(text));
            ASSERT_TRUE(back) << text;
            EXPECT_EQ(back->seq, event.seq);
            EXPECT_EQ(back->unixMilliseconds, event.unixMilliseconds);
            EXPECT_EQ(back->body.index(), i);
            EXPECT_EQ(toJson(*back).dump(), text); // the shortest text of a double is its own: equal text, equal bits
        }
    }
}

TEST(Events, FieldsAreWhatTheyWere)
{
    Random random(2);
    const auto arch = anyCell(random);
    const auto back = eventFromJson(json::parse(toJson(Event{9, 8, CandidateProposed{5, arch, 2, 4, CandidateRole::Sampled, Prediction{0.1, 0.02}, 11, 12}}).dump()));
    ASSERT_TRUE(back);
    const auto& p = std::get<CandidateProposed>(back->body);
    EXPECT_EQ(p.arch, arch);
    EXPECT_EQ(std::tuple(p.id, p.level, p.parent, p.role, p.parameters, p.multiplyAdds), std::tuple(5U, 2, 4U, CandidateRole::Sampled, 11, 12));
    EXPECT_EQ(p.predicted, (Prediction{0.1, 0.02}));
}

TEST(Events, NotANumberIsNull)
{
    const auto text = toJson(Event{1, 2, TrainingProgress{3, 4, 5, std::numeric_limits<double>::quiet_NaN()}}).dump();
    EXPECT_NE(text.find("null"), std::string::npos);
    const auto back = eventFromJson(json::parse(text));
    ASSERT_TRUE(back);
    EXPECT_TRUE(std::isnan(std::get<TrainingProgress>(back->body).loss));
}

TEST(Events, KindsOfNewerVersionsAreUnsupportedNotWrong)
{
    const auto event = eventFromJson({{"seq", 1}, {"time", 2}, {"event", "controller-updated"}, {"reward", 0.5}});
    ASSERT_FALSE(event);
    EXPECT_EQ(event.error().code, ErrorCode::Unsupported);
    // A new field of a known kind is ignored.
    auto known = toJson(Event{1, 2, LevelStarted{1, 2, 3}});
    known["colour"] = "red";
    EXPECT_TRUE(eventFromJson(known));
}

TEST(Events, DamagedEventsAreErrorsInWords)
{
    Random random(3);
    for (const auto& body : oneOfEach(random)) {
        const auto whole = toJson(Event{1, 2, body});
        for (const auto& [field, value] : whole.items()) {
            auto less = whole;
            less.erase(field);
            const auto missing = eventFromJson(less);
            ASSERT_FALSE(missing) << less.dump();
            EXPECT_FALSE(missing.error().message.empty());
            for (const json& wrong : {json::object(), json::array({1}), json("?"), json(true)}) {
                auto other = whole;
                other[field] = wrong;
                (void)eventFromJson(other); // an answer of some kind, never an exception
            }
        }
    }
    for (const json& nonsense : {json(), json(1), json::array(), json("x"), json::object()})
        EXPECT_FALSE(eventFromJson(nonsense));
}

TEST(Events, OnlyProgressAndTheChildOfTheMomentAreLossy)
{
    Random random(4);
    for (const auto& body : oneOfEach(random))
        EXPECT_EQ(isLossy(body), std::holds_alternative<TrainingProgress>(body) || std::holds_alternative<PreparationProgress>(body) || std::holds_alternative<ChildSampled>(body));
}

} // namespace
} // namespace cw
