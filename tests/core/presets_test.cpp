#include <gtest/gtest.h>

#include <set>
#include <sstream>
#include <string>

#include <nlohmann/json.hpp>

#include "core/search/enas_parameters.h"
#include "core/search/forecast_shared.h"
#include "core/search/policy_space.h"
#include "core/search/strategy.h"

namespace cw {
namespace {

Settings of(std::string_view strategy, std::string_view preset)
{
    auto settings = makeSettings(strategy, "pnas", preset);
    EXPECT_TRUE(settings) << settings.error().message;
    return *settings;
}

int planned(std::string_view strategy, const Settings& settings)
{
    const auto models = findStrategy(strategy)->modelsPlanned("pnas", settings);
    EXPECT_TRUE(models);
    return *models;
}

std::vector<std::string> spacesOf(const StrategyInfo& strategy)
{
    std::vector<std::string> spaces;
    std::istringstream names{std::string(strategy.spaces)};
    for (std::string name; std::getline(names, name, ',');)
        spaces.push_back(name);
    return spaces;
}

TEST(Presets, EveryRowNamesAStrategyAndKnownValues)
{
    std::set<std::string> keys;
    for (const auto& preset : presets()) {
        ASSERT_NE(findStrategy(preset.strategy), nullptr) << preset.strategy;
        const auto settings = makeSettings(preset.strategy, preset.space, preset.key);
        EXPECT_TRUE(settings) << preset.key << ": " << settings.error().message;
        EXPECT_FALSE(preset.title.empty() || preset.summary.empty());
        EXPECT_TRUE(keys.insert(std::string(preset.strategy) + "/" + std::string(preset.space) + "/" + std::string(preset.key)).second);
        const auto planned = findStrategy(preset.strategy)->modelsPlanned(preset.space, *settings);
        ASSERT_TRUE(planned) << planned.error().message;
        EXPECT_GT(*planned, 0);
    }
    for (const auto& strategy : strategies())
        for (const auto& space : spacesOf(strategy))
            for (const char* key : {"quick", "standard", "paper", "released"})
                EXPECT_TRUE(keys.contains(std::string(strategy.key) + "/" + space + "/" + key) || (space == "pnas" && std::string(key) == "released")) << strategy.key << space;
}

TEST(Presets, PaperTrainsExactly1160Models)
{
    const auto paper = of("pnas", "paper");
    EXPECT_EQ(planned("pnas", paper), 136 + 4 * 256);
    EXPECT_EQ(planned("pnas", paper), 1160);
    EXPECT_EQ(paper.integer("blocks"), 5);
    EXPECT_EQ(paper.integer("beam_width"), 256);
    EXPECT_EQ(paper.integer("repeats"), 2);
    EXPECT_EQ(paper.integer("filters"), 24);
    EXPECT_EQ(paper.integer("epochs"), 20);
    EXPECT_EQ(paper.integer("steps"), 0);
    EXPECT_EQ(paper.integer("image_size"), 32);
    EXPECT_EQ(paper.real("learning_rate"), 0.01);
    EXPECT_EQ(paper.integer("ensemble"), 5);
    EXPECT_EQ(paper.text("surrogate"), "mlp");
    EXPECT_EQ(planned("random", of("random", "paper")), 1160);
}

TEST(Presets, QuickIsSmall)
{
    const auto quick = of("pnas", "quick");
    EXPECT_EQ(quick.integer("blocks"), 3);
    EXPECT_LE(quick.integer("beam_width"), 16);
    EXPECT_GE(quick.integer("sampled"), 4) << "fewer give no trust";
    EXPECT_GT(quick.integer("recalibrate_batches"), 0);
    EXPECT_EQ(planned("pnas", quick), 136 + 2 * static_cast<int>(quick.integer("beam_width") + quick.integer("sampled")));
}

TEST(Presets, RandomControlTrainsItsChildrenAlike)
{
    for (const char* preset : {"quick", "standard", "paper"}) {
        const auto pnas = of("pnas", preset), random = of("random", preset);
        for (const auto specs : {trainingParameters("pnas").training, spaceParameters("pnas")})
            for (const auto& spec : specs)
                EXPECT_EQ(pnas.text(spec.key), random.text(spec.key)) << preset << " " << spec.key;
    }
    EXPECT_EQ(planned("random", of("random", "standard")), planned("pnas", of("pnas", "standard")));
}

/// A search by chance does all but the choosing as its search does.
TEST(Presets, RandomControlSharesWeightsAlike)
{
    int compared = 0;
    for (const auto& preset : presets()) {
        if (preset.strategy != "enas")
            continue;
        const auto search = *makeSettings("enas", preset.space, preset.key), chance = *makeSettings("random", preset.space, preset.key);
        EXPECT_EQ(chance.text("weights"), "shared");
        EXPECT_TRUE(sharesWeights(search) && sharesWeights(chance) && sharesWeights(chance.toJson()));
        for (const auto& spec : search.specs())
            if (chance.has(spec.key)) {
                EXPECT_EQ(search.text(spec.key), chance.text(spec.key)) << preset.space << " " << preset.key << " " << spec.key;
                ++compared;
            }
        auto scratch = chance;
        ASSERT_TRUE(scratch.set("weights", "scratch"));
        EXPECT_FALSE(sharesWeights(scratch) || sharesWeights(scratch.toJson()));
        EXPECT_EQ(*findStrategy("random")->modelsPlanned(preset.space, scratch), scratch.integer("models"));
    }
    EXPECT_GT(compared, 12 * 15);
    EXPECT_FALSE(sharesWeights(of("pnas", "quick")));
    EXPECT_FALSE(sharesWeights(of("random", "quick")));
}

/// Released code and paper (Pham et al. 2018), number by number.
TEST(Presets, EnasNumbersArePublishedOnes)
{
    const auto micro = *makeSettings("enas", "micro", "released"), macro = *makeSettings("enas", "macro", "released"),
               recurrent = *makeSettings("enas", "recurrent", "released"), paper = *makeSettings("enas", "recurrent", "paper");
    EXPECT_EQ(*sharedParameters("micro", micro, {3, 32, 32}, 10, 0), 5'373'140);
    EXPECT_EQ(Controller(*decisionSpace("micro", micro), controllerSettings(micro), 1).parameterCount(), 41'733);
    EXPECT_EQ(micro.integer("rounds"), 150);
    EXPECT_EQ(micro.integer("batch"), 160);
    EXPECT_EQ(micro.real("weight_decay"), 2 * 1e-4);
    EXPECT_EQ(micro.real("min_learning_rate"), 0.0005);
    EXPECT_EQ(micro.real("aux_weight"), 0.4);
    EXPECT_EQ(controllerTraining(micro).rate, 0.0035);
    EXPECT_EQ(controllerTraining(micro).beta1, 0);
    EXPECT_EQ(controllerTraining(micro).epsilon, 1e-3);
    EXPECT_EQ(controllerSettings(micro).tanhConstant, 1.1);
    EXPECT_EQ(controllerSettings(micro).operationDivisor, 2.5);
    EXPECT_EQ(controllerSettings(micro).temperature, 0);
    EXPECT_EQ(enasSettings(micro).updates * enasSettings(micro).samples, 30 * 10);
    EXPECT_EQ(macro.integer("rounds"), 310);
    EXPECT_EQ(macro.real("weight_decay"), 2 * 2.5e-4);
    EXPECT_EQ(macro.integer("layers"), 12);
    EXPECT_EQ(macro.integer("filters"), 36);
    EXPECT_EQ(controllerTraining(macro).rate, 0.001);
    EXPECT_EQ(controllerTraining(macro).skipWeight, 0.8);
    EXPECT_EQ(controllerSettings(macro).skipTarget, 0.4);
    EXPECT_EQ(enasSettings(macro).updates * enasSettings(macro).samples, 50 * 20);
    EXPECT_EQ(recurrent.integer("nodes"), 9);
    EXPECT_EQ(recurrent.integer("hidden"), 200);
    EXPECT_EQ(recurrent.real("clip"), 0.1);
    EXPECT_EQ(controllerSettings(recurrent).initialRange, 0.01);
    EXPECT_NEAR(controllerSettings(recurrent).distancePrior, 1.0 / 6, 1e-6);
    EXPECT_EQ(controllerTraining(recurrent).baselineDecay, 0.999);
    EXPECT_EQ(controllerTraining(recurrent).rate, 5e-5);
    EXPECT_EQ(paper.integer("nodes"), 12);
    EXPECT_EQ(paper.integer("hidden"), 1000);
    EXPECT_EQ(paper.integer("batch"), 64);
    EXPECT_EQ(paper.integer("rounds"), 150);
    EXPECT_EQ(paper.integer("updates"), 2000);
    EXPECT_EQ(controllerSettings(paper).units, 100);
    EXPECT_EQ(controllerSettings(paper).temperature, 5);
    EXPECT_EQ(controllerTraining(paper).rate, 3.5e-4);
}

TEST(Presets, WhatDoesNotExistIsRefusedNamingWhatDoes)
{
    const auto message = [](const char* strategy, const char* space, const char* preset) {
        const auto settings = makeSettings(strategy, space, preset);
        return settings ? std::string("accepted") : settings.error().message;
    };
    EXPECT_EQ(message("enlightened", "pnas", "quick"), "There is no strategy \"enlightened\". Known: pnas, rl, enas, random.");
    EXPECT_EQ(message("pnas", "micro", "quick"), "There is no space for the strategy pnas \"micro\". Known: pnas.");
    EXPECT_EQ(message("random", "pnas", "slow"), "There is no preset of the strategy random \"slow\". Known: quick, standard, paper.");
    EXPECT_EQ(findStrategy("nothing"), nullptr);
}

TEST(Presets, PlansRespectSmallSpaces)
{
    auto settings = of("pnas", "paper");
    ASSERT_TRUE(settings.set("operations", "id"));
    ASSERT_TRUE(settings.set("inputs", "c-1"));
    ASSERT_TRUE(settings.set("blocks", "3"));
    // One half at the first block: 1 cell; at b = 2 two halves: 3 blocks, all different; at b = 3 six each: fewer when equal ones merge.
    const auto models = planned("pnas", settings);
    EXPECT_GE(models, 1 + 3 + 6);
    EXPECT_LE(models, 1 + 3 + 18);
}

} // namespace
} // namespace cw
