#include <gmock/gmock.h>

#include <set>
#include <string>

#include <nlohmann/json.hpp>

#include "core/search/strategy.h"

namespace cw {
namespace {

using testing::HasSubstr;

std::string refusal(const char* key, const char* value)
{
    auto settings = *makeSettings("pnas", "pnas", "quick");
    const auto before = settings.toJson();
    const auto status = settings.set(key, value);
    if (status)
        return "accepted";
    EXPECT_EQ(status.error().code, ErrorCode::InvalidArgument);
    EXPECT_EQ(settings.toJson(), before) << "a refused value changes nothing";
    return status.error().message;
}

TEST(Settings, EverySpecIsWholeAndItsDefaultIsValid)
{
    for (const auto& strategy : strategies()) {
        std::set<std::string_view> keys;
        for (const auto specs : {strategy.parameters("pnas"), spaceParameters("pnas"), trainingParameters("pnas").training})
            for (const auto& spec : specs) {
                EXPECT_TRUE(keys.insert(spec.key).second) << spec.key << " twice";
                EXPECT_FALSE(spec.title.empty()) << spec.key;
                EXPECT_THAT(std::string(spec.help), testing::EndsWith(".")) << spec.key;
                Settings alone({spec});
                EXPECT_TRUE(alone.set(spec.key, spec.defaultValue)) << spec.key;
                if (spec.kind == ParameterKind::Integer || spec.kind == ParameterKind::Real) {
                    EXPECT_LT(spec.low, spec.high) << spec.key;
                }
            }
    }
}

TEST(Settings, SayWhatIsAllowed)
{
    EXPECT_EQ(refusal("beam_width", "0"), "beam_width cannot be \"0\": it takes a whole number from 1 to 4096.");
    EXPECT_EQ(refusal("beam_width", "4097"), "beam_width cannot be \"4097\": it takes a whole number from 1 to 4096.");
    EXPECT_EQ(refusal("beam_width", "3.5"), "beam_width cannot be \"3.5\": it takes a whole number from 1 to 4096.");
    EXPECT_THAT(refusal("learning_rate", "-1"), HasSubstr("a number from"));
    EXPECT_THAT(refusal("learning_rate", "nan"), HasSubstr("a number from"));
    EXPECT_EQ(refusal("surrogate", "forest"), "surrogate cannot be \"forest\": it takes one of mlp|lstm.");
    EXPECT_EQ(refusal("flip", "perhaps"), "flip cannot be \"perhaps\": it takes true or false.");
    EXPECT_THAT(refusal("operations", "sep3,sep9"), HasSubstr("one or more of sep3|sep5|"));
    EXPECT_THAT(refusal("operations", ""), HasSubstr("one or more of"));
    EXPECT_THAT(refusal("beam", "3"), testing::StartsWith("There is no setting \"beam\". Known: beam_width, sampled, "));
    EXPECT_EQ(refusal("beam_width", "17"), "accepted");
}

TEST(Settings, ReadBackFromJsonExactly)
{
    for (const auto& preset : presets()) {
        const auto settings = *makeSettings(preset.strategy, preset.space, preset.key);
        auto other = *makeSettings(preset.strategy, preset.space, "quick");
        ASSERT_TRUE(other.apply(nlohmann::json::parse(settings.toJson().dump())));
        EXPECT_EQ(other.toJson(), settings.toJson());
    }
    auto settings = *makeSettings("pnas", "pnas", "quick");
    EXPECT_FALSE(settings.apply(nlohmann::json::array({1})));
    EXPECT_FALSE(settings.apply({{"beam_width", {1, 2}}}));
    EXPECT_FALSE(settings.apply({{"beam_width", nullptr}}));
    EXPECT_FALSE(settings.apply({{"unknown", 1}}));
}

TEST(Settings, ListsKeepTheOrderOfTheirDeclaration)
{
    auto settings = *makeSettings("pnas", "pnas", "quick");
    ASSERT_TRUE(settings.set("operations", "max3,sep3,max3"));
    EXPECT_EQ(settings.list("operations"), (std::vector<std::string>{"sep3", "max3"}));
    EXPECT_EQ(settings.toJson()["operations"], nlohmann::json({"sep3", "max3"}));
}

} // namespace
} // namespace cw
