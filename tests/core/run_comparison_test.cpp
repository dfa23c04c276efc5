#include <gmock/gmock.h>

#include "core/store/run_comparison.h"
#include "tests/core/session_harness.h"
#include "tests/core/stored_runs.h"

namespace cw {
namespace {

namespace fs = std::filesystem;
using test::storedHeader;
using test::storeRun;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST(RunComparison, SameDataSpaceBlocksAndTraining)
{
    const auto pnas = storedHeader("pnas", 1);
    auto other = storedHeader("random", 2);
    EXPECT_EQ(runDifference(pnas, other), "") << "strategies may differ";
    EXPECT_EQ(runDifference(other, storedHeader("rl", 3)), "");
    other.settings["models"] = 900;
    other.preset = "standard"; // what the settings are called
    EXPECT_EQ(runDifference(pnas, other), "");

    const auto differs = [&](auto change) {
        auto changed = storedHeader("random", 2);
        change(changed);
        return runDifference(pnas, changed);
    };
    EXPECT_EQ(differs([](RunHeader& h) { h.dataFingerprint = "fedcba9876543210"; }), "data");
    EXPECT_EQ(differs([](RunHeader& h) { h.space = "micro"; }), "space");
    EXPECT_EQ(differs([](RunHeader& h) { h.image = {3, 14, 14}; }), "pictures");
    EXPECT_EQ(differs([](RunHeader& h) { h.settings["blocks"] = 5; }), "blocks");
    EXPECT_EQ(differs([](RunHeader& h) { h.settings["operations"] = {"sep3", "id"}; }), "operations");
    EXPECT_EQ(differs([](RunHeader& h) { h.settings["filters"] = 12; }), "filters");
    EXPECT_EQ(differs([](RunHeader& h) { h.settings["steps"] = 720; }), "steps");
    // The preset trains for a number of steps, so epochs count only where steps do not.
    EXPECT_EQ(differs([](RunHeader& h) { h.settings["epochs"] = 40; }), "");
    auto byEpochs = pnas, longer = storedHeader("random", 2);
    byEpochs.settings["steps"] = longer.settings["steps"] = 0;
    longer.settings["epochs"] = 40;
    EXPECT_EQ(runDifference(byEpochs, longer), "epochs");
}

TEST(RunComparison, SeedsOfOneSearchHaveTheSameSettingsOfTheirOwn)
{
    const auto one = storedHeader("pnas", 1);
    auto other = storedHeader("pnas", 2);
    EXPECT_EQ(searchDifference(one, other), "");
    other.settings["beam_width"] = 99;
    EXPECT_EQ(searchDifference(one, other), "beam_width");
    auto shorter = storedHeader("rl", 1);
    shorter.settings["models"] = 10;
    EXPECT_EQ(searchDifference(storedHeader("rl", 2), shorter), "");
}

TEST(RunComparison, OnlySearchesThatTrainTheirChildren)
{
    for (const char* strategy : {"pnas", "rl", "random"})
        EXPECT_TRUE(trainsChildren(storedHeader(strategy, 1))) << strategy;
    RunHeader shared;
    shared.strategy = "enas";
    shared.space = "micro";
    EXPECT_FALSE(trainsChildren(shared));
    shared.strategy = "made-by-a-later-version";
    EXPECT_FALSE(trainsChildren(shared));
    if (const auto uniform = makeSettings("random", "micro", "quick")) {
        RunHeader h;
        h.strategy = "random", h.space = "micro", h.preset = "quick";
        h.settings = uniform->toJson();
        h.settings["weights"] = "shared";
        EXPECT_FALSE(trainsChildren(h));
        h.settings["weights"] = "scratch";
        EXPECT_TRUE(trainsChildren(h));
    }
}

TEST(RunComparison, ReadsTheMeasuredOnesInTheirOrder)
{
    const test::RunsFolder home;
    const auto run = readComparedRun(storeRun(home.path() / "a.cwrun", storedHeader("rl", 7), {0.5, 0.25, 0.75}));
    ASSERT_TRUE(run);
    EXPECT_THAT(run->accuracies, ElementsAre(0.5, 0.25, 0.75));
    EXPECT_EQ(run->seconds, 6);
    EXPECT_EQ(run->header.seed, 7U);
    EXPECT_FALSE(readComparedRun(home.path() / "absent.cwrun"));
}

TEST(RunComparison, SaysWhyARunIsLeftOut)
{
    const test::RunsFolder home;
    const auto& at = home.path();
    auto otherData = storedHeader("random", 1), otherBeam = storedHeader("pnas", 2);
    otherData.dataFingerprint = "fedcba9876543210";
    otherBeam.settings["beam_width"] = 99;
    auto shared = storedHeader("random", 1);
    shared.strategy = "enas";
    shared.space = "micro";
    const std::vector<fs::path> folders{storeRun(at / "pnas.cwrun", storedHeader("pnas", 1), {0.5}), storeRun(at / "random.cwrun", storedHeader("random", 1), {0.4}),
                                        storeRun(at / "other-data.cwrun", otherData, {0.9}),        storeRun(at / "again.cwrun", storedHeader("pnas", 1), {0.5, 0.6}),
                                        storeRun(at / "wider.cwrun", otherBeam, {0.5}),             storeRun(at / "shared.cwrun", shared, {0.5}),
                                        storeRun(at / "empty.cwrun", storedHeader("rl", 1), {}),    at / "pnas.cwrun"};
    const auto comparison = compareRuns(folders);
    ASSERT_TRUE(comparison) << comparison.error().message;
    ASSERT_EQ(comparison->runs.size(), 2U);
    EXPECT_EQ(comparison->runs[1].header.strategy, "random");
    ASSERT_EQ(comparison->leftOut.size(), 5U) << "the one given twice counts once";
    EXPECT_EQ(comparison->leftOut[0].reason, "It differs from pnas in \"data\", so their accuracies do not mean the same.");
    EXPECT_THAT(comparison->leftOut[1].reason, HasSubstr("same strategy, settings and seed as pnas"));
    EXPECT_THAT(comparison->leftOut[2].reason, HasSubstr("another \"beam_width\""));
    EXPECT_THAT(comparison->leftOut[3].reason, HasSubstr("shared weights"));
    EXPECT_THAT(comparison->leftOut[4].reason, HasSubstr("not measured any model"));

    const std::vector<fs::path> alone{folders[0], folders[2]};
    EXPECT_THAT(compareRuns(alone).error().message, HasSubstr("at least two different runs"));
    EXPECT_THAT(compareRuns(alone).error().message, HasSubstr("other-data: It differs"));
    const std::vector<fs::path> wrong{folders[0], at / "absent.cwrun"};
    EXPECT_EQ(compareRuns(wrong).error().code, ErrorCode::NotFound);
}

TEST(RunComparison, FindsTheRunsBesideOne)
{
    const test::RunsFolder home;
    const auto& at = home.path();
    auto wider = storedHeader("pnas", 2), elsewhere = storedHeader("random", 9), narrow = storedHeader("rl", 2);
    wider.settings["beam_width"] = 99;
    elsewhere.dataFingerprint = "fedcba9876543210";
    narrow.settings["units"] = 10;
    const auto shown = storeRun(at / "search.cwrun", storedHeader("pnas", 1), {0.5, 0.75});
    storeRun(at / "wider.cwrun", wider, {0.9});
    storeRun(at / "random-2.cwrun", storedHeader("random", 2), {0.25, 0.5});
    storeRun(at / "random-2-cut-off.cwrun", storedHeader("random", 2), {0.25});
    storeRun(at / "random-1.cwrun", storedHeader("random", 1), {0.5});
    storeRun(at / "other-data.cwrun", elsewhere, {0.9});
    storeRun(at / "rl-1.cwrun", storedHeader("rl", 1), {0.5, 0.5});
    storeRun(at / "rl-narrow.cwrun", narrow, {0.5});
    fs::create_directory(at / "broken.cwrun");
    Control control;
    const auto found = findComparableRuns(shown, {&at, 1}, control);
    std::vector<std::string> names;
    for (const auto& run : found)
        names.push_back(run.folder.stem().string());
    EXPECT_THAT(names, ElementsAre("search", "random-1", "random-2", "rl-1"));
    EXPECT_EQ(found[2].accuracies.size(), 2U) << "the longer of one seed";
    EXPECT_TRUE(findComparableRuns(at / "absent.cwrun", {&at, 1}, control).empty());
    control.requestStop();
    EXPECT_THROW(findComparableRuns(shown, {&at, 1}, control), Cancelled);
}

} // namespace
} // namespace cw
