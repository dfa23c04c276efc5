#include <gtest/gtest.h>

#include <set>
#include <string>

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

TEST(Presets, EveryRowNamesAStrategyAndKnownValues)
{
    std::set<std::string> keys;
    for (const auto& preset : presets()) {
        ASSERT_NE(findStrategy(preset.strategy), nullptr) << preset.strategy;
        const auto settings = makeSettings(preset.strategy, preset.space, preset.key);
        EXPECT_TRUE(settings) << preset.key << ": " << settings.error().message;
        EXPECT_FALSE(preset.title.empty() || preset.summary.empty());
        EXPECT_TRUE(keys.insert(std::string(preset.strategy) + "/" + std::string(preset.key)).second);
    }
    for (const auto& strategy : strategies())
        for (const char* key : {"quick", "standard", "paper"})
            EXPECT_TRUE(keys.contains(std::string(strategy.key) + "/" + key));
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

TEST(Presets, WhatDoesNotExistIsRefusedNamingWhatDoes)
{
    const auto message = [](const char* strategy, const char* space, const char* preset) {
        const auto settings = makeSettings(strategy, space, preset);
        return settings ? std::string("accepted") : settings.error().message;
    };
    EXPECT_EQ(message("enlightened", "pnas", "quick"), "There is no strategy \"enlightened\". Known: pnas, random.");
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
