#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "core/arch/arch_text.h"
#include "core/search/controller_answer.h"
#include "tests/core/controller_harness.h"

namespace cw {
namespace {

using namespace test;

TEST(ControllerAnswer, TellsEveryDecisionOfAnArchitecture)
{
    for (const auto& space : tinySpaces()) {
        const Controller controller(space, tinySettings(), 2);
        Random random(1);
        const auto sample = controller.sample(random);
        const auto arch = space.decode(sample.choices);
        const auto json = controllerAnswer(controller, arch, -1, 0);
        EXPECT_EQ(json.at("text"), toText(arch));
        const auto answer = controllerAnswerFromJson(nlohmann::json::parse(json.dump()));
        ASSERT_TRUE(answer) << answer.error().message << answer.error().detail;
        EXPECT_EQ(answer->architecture, arch);
        EXPECT_EQ(answer->logProbability, sample.logProbability);
        ASSERT_EQ(answer->decisions.size(), space.decisions().size());
        const auto probabilities = controller.probabilities(sample.choices);
        for (std::size_t i = 0; i < answer->decisions.size(); ++i) {
            const auto& decision = answer->decisions[i];
            const int index = static_cast<int>(i);
            EXPECT_EQ(decision.spec, space.decisions()[i]);
            EXPECT_EQ(decision.name, space.decisionName(index));
            EXPECT_EQ(decision.choice, sample.choices[i]);
            for (std::size_t o = 0; o < decision.options.size(); ++o) {
                EXPECT_EQ(decision.options[o].name, space.optionName(index, static_cast<int>(o)));
                EXPECT_EQ(decision.options[o].probability, probabilities[i].probabilities[o]);
            }
        }
    }
}

TEST(ControllerAnswer, ForcesOneChoiceAndTellsWhatFollows)
{
    const auto space = decisionSpaceOf("macro", 4, {"conv3", "max3"});
    const Controller controller(space, tinySettings(), 2);
    const std::vector<int> choices{0, 1, 1, 0, 0, 0, 1, 0, 0, 0};
    for (int choice = 0; choice < 2; ++choice) {
        const auto answer = controllerAnswerFromJson(controllerAnswer(controller, space.decode(choices), 3, choice));
        ASSERT_TRUE(answer);
        const std::vector<int> prefix{0, 1, 1, choice};
        EXPECT_EQ(answer->architecture, space.decode(controller.complete(prefix).choices));
        for (std::size_t i = 0; i < prefix.size(); ++i)
            EXPECT_EQ(answer->decisions[i].choice, prefix[i]);
        for (std::size_t i = prefix.size(); i < answer->decisions.size(); ++i)
            for (const auto& option : answer->decisions[i].options)
                EXPECT_LE(option.probability, answer->decisions[i].options[static_cast<std::size_t>(answer->decisions[i].choice)].probability);
    }
}

TEST(ControllerAnswer, RefusesInWords)
{
    const auto space = decisionSpaceOf("micro", 1, {"sep3", "id"});
    const Controller controller(space, tinySettings(), 2);
    const auto arch = space.decode(std::vector<int>(8));
    const auto refusal = [&](const Architecture& asked, int decision, int choice) {
        const auto answer = controllerAnswerFromJson(controllerAnswer(controller, asked, decision, choice));
        EXPECT_FALSE(answer);
        EXPECT_EQ(answer.error().code, ErrorCode::InvalidArgument);
        return answer ? std::string{} : answer.error().message;
    };
    EXPECT_EQ(refusal(pnasArchitecture({{}}), -1, 0),
              "This architecture is not one that this search can make: it is of the space \"pnas\", not \"micro\".");
    EXPECT_EQ(refusal(arch, 8, 0), "There is no decision 9; this search makes 8.");
    EXPECT_EQ(refusal(arch, -2, 0), "There is no decision -1; this search makes 8.");
    EXPECT_EQ(refusal(arch, 2, 2), "The decision \"normal cell, node 1: first operation\" has 2 options; there is no option 3.");
    EXPECT_EQ(refusal(arch, 2, -1), "The decision \"normal cell, node 1: first operation\" has 2 options; there is no option 0.");
}

TEST(ControllerAnswer, OfAnotherProgramIsReadWithCare)
{
    const auto space = decisionSpaceOf("micro", 1, {"sep3", "id"});
    const Controller controller(space, tinySettings(), 2);
    const auto good = controllerAnswer(controller, space.decode(std::vector<int>(8)), -1, 0);
    const auto unreadable = [](const nlohmann::json& answer) { return !controllerAnswerFromJson(answer); };
    EXPECT_FALSE(unreadable(good));
    EXPECT_TRUE(unreadable(nlohmann::json::array()));
    EXPECT_TRUE(unreadable(nlohmann::json::object()));
    for (const char* key : {"decisions", "log_probability", "architecture"}) {
        auto lacking = good;
        lacking.erase(key);
        EXPECT_TRUE(unreadable(lacking)) << key;
    }
    for (const auto& [key, value] : {std::pair<const char*, nlohmann::json>{"kind", "wish"}, {"choice", 2}, {"choice", -1}, {"options", "none"}}) {
        auto strange = good;
        strange["decisions"][0][key] = value;
        EXPECT_TRUE(unreadable(strange)) << key << value;
    }
    EXPECT_TRUE(unreadable({{"error", {{"code", "of-tomorrow"}, {"message", "No."}}}}));
    EXPECT_EQ(controllerAnswerFromJson({{"error", {{"code", "of-tomorrow"}, {"message", "No."}}}}).error().message, "No.");
}

TEST(ControllerAnswer, AKeptControllerThinksAsItDid)
{
    const auto space = decisionSpaceOf("recurrent", 3, {"tanh", "relu"});
    const Controller controller(space, tinySettings(), 9);
    const auto kept = storedController(space, tinySettings(), controller.save());
    ASSERT_TRUE(kept) << kept.error().message;
    const auto arch = space.decode(std::vector<int>{0, 0, 1, 1, 0});
    EXPECT_EQ(controllerAnswer(*kept, arch, 3, 0), controllerAnswer(controller, arch, 3, 0));
    auto other = tinySettings();
    other.units = 9;
    EXPECT_FALSE(storedController(space, other, controller.save()));
}

} // namespace
} // namespace cw
