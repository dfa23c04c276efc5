#include <gmock/gmock.h>

#include <cstdio>
#include <filesystem>
#include <numeric>

#include <unistd.h>

#include <nlohmann/json.hpp>

#include "core/base/files.h"
#include "core/search/child_network.h"
#include "core/search/child_work.h"
#include "core/search/forecast.h"
#include "core/search/forecast_shared.h"
#include "core/search/pace.h"
#include "core/space/pnas_space.h"
#include "tests/core/dataset_samples.h"

namespace cw {
namespace {

namespace fs = std::filesystem;

DatasetInfo fashion()
{
    DatasetInfo info;
    info.kind = "idx";
    info.classes.resize(10);
    info.shape = {1, 28, 28};
    info.splits = {{Split::Train, std::vector<std::int64_t>(10, 6000), 60000}, {Split::Test, std::vector<std::int64_t>(10, 1000), 10000}};
    return info;
}

DatasetInfo words()
{
    DatasetInfo info;
    info.kind = "text";
    info.words = 10000;
    info.splits = {{Split::Train, {}, 929589}, {Split::Validation, {}, 73760}, {Split::Test, {}, 82430}};
    return info;
}

ForecastRequest request(const char* strategy, const char* preset, const std::vector<std::pair<std::string, std::string>>& values = {}, const char* space = "pnas")
{
    auto settings = makeSettings(strategy, space, preset);
    EXPECT_TRUE(settings);
    for (const auto& [key, value] : values)
        EXPECT_TRUE(settings->set(key, value)) << key;
    auto result = forecastRequest(strategy, space, *settings, learnsFromText(space) ? words() : fashion());
    result.workers = result.cores = 2;
    return result;
}

Forecast of(const ForecastRequest& wanted)
{
    const auto made = forecast(wanted);
    EXPECT_TRUE(made) << made.error().message;
    return *made;
}

TEST(Forecast, CandidatesAreExactForEveryPreset)
{
    for (const auto& preset : presets()) {
        SCOPED_TRACE(std::string(preset.strategy) + "/" + std::string(preset.space) + "/" + std::string(preset.key));
        const auto wanted = request(std::string(preset.strategy).c_str(), std::string(preset.key).c_str(), {}, std::string(preset.space).c_str());
        const auto result = of(wanted);
        EXPECT_EQ(result.candidates, *findStrategy(preset.strategy)->modelsPlanned(wanted.space, wanted.settings));
        EXPECT_EQ(result.candidates, std::accumulate(result.levels.begin(), result.levels.end(), 0, [](int sum, const auto& l) { return sum + l.models; }));
        EXPECT_LT(result.secondsLow, result.secondsHigh);
    }
    EXPECT_THAT(of(request("pnas", "quick")).levels, testing::ElementsAre(PlannedLevel{1, 136, 0}, PlannedLevel{2, 24, 16}, PlannedLevel{3, 24, 16}));
    EXPECT_THAT(of(request("random", "quick")).levels, testing::ElementsAre(PlannedLevel{3, 40, 0}));
    // A space too small for the beam: what it has, no more.
    EXPECT_THAT(of(request("pnas", "quick", {{"operations", "max3"}, {"blocks", "2"}})).levels[0], (PlannedLevel{1, 3, 0}));
}

TEST(Forecast, TakesTheDataAsARunDoes)
{
    auto wanted = request("pnas", "quick");
    EXPECT_EQ(wanted.image, (ImageShape{1, 14, 14}));
    EXPECT_EQ(wanted.trainImages, 54000);
    EXPECT_EQ(wanted.validationImages, 6000);
    EXPECT_EQ(wanted.allImages, 70000);
    auto info = fashion();
    info.sizesDiffer = info.greyAndColourMixed = true;
    info.splits.push_back({Split::Validation, std::vector<std::int64_t>(10, 50), 500});
    EXPECT_TRUE(wanted.settings.set("image_size", "0"));
    wanted = forecastRequest("pnas", "pnas", wanted.settings, info);
    EXPECT_EQ(wanted.image, (ImageShape{3, 32, 32}));
    EXPECT_EQ(wanted.trainImages, 60000);
    EXPECT_EQ(wanted.validationImages, 500);
}

/// What was seen on two cores of one machine, whose pace a run had measured: 184 children in 478 s, 40 random ones in 210 s.
TEST(Forecast, HoldsAgainstMeasuredRuns)
{
    auto quick = request("pnas", "quick");
    const auto guess = of(quick);
    EXPECT_FALSE(guess.measured);
    EXPECT_LT(guess.secondsLow, 478);
    EXPECT_GT(guess.secondsHigh, 478);
    quick.pace = 6.54e10;
    const auto known = of(quick);
    EXPECT_TRUE(known.measured);
    EXPECT_LT(known.secondsLow, 478);
    EXPECT_GT(known.secondsHigh, 478);
    EXPECT_LT(known.secondsHigh / known.secondsLow, 2);
    EXPECT_GT(guess.secondsHigh / guess.secondsLow, 3) << "never measured: the range says so";
    auto control = request("random", "quick");
    control.pace = 4.8e10; // measured while others used the machine too
    const auto random = of(control);
    EXPECT_LT(random.secondsLow, 210);
    EXPECT_GT(random.secondsHigh, 210);
    EXPECT_GT(known.largestParameters, 107'954) << "the winner's";
}

TEST(Forecast, MoreWorkersTakeLessTimeAndMoreMemory)
{
    auto one = request("pnas", "quick");
    one.workers = 1;
    auto two = one;
    two.workers = 2;
    auto many = one;
    many.workers = 8; // of 2 cores
    EXPECT_NEAR(of(one).secondsHigh / of(two).secondsHigh, 2, 0.1);
    EXPECT_DOUBLE_EQ(of(many).secondsHigh, of(two).secondsHigh);
    EXPECT_GT(of(two).memoryBytes, of(one).memoryBytes);
    EXPECT_GT(of(many).memoryBytes, of(two).memoryBytes);
    auto larger = one;
    ASSERT_TRUE(larger.settings.set("batch", "256"));
    EXPECT_GT(of(larger).workerBytes, of(one).workerBytes);
    EXPECT_GT(of(request("pnas", "standard")).secondsLow, 5 * of(one).secondsLow);
}

TEST(Forecast, SharedWeightsTakeOneThreadAndOneNetwork)
{
    for (const char* space : {"micro", "macro", "recurrent"}) {
        SCOPED_TRACE(space);
        auto wanted = request("enas", "quick", {}, space);
        const auto two = of(wanted);
        EXPECT_GT(two.sharedParameters, two.largestParameters) << "a child uses a part of them";
        EXPECT_FALSE(two.measured);
        wanted.workers = wanted.cores = 8;
        EXPECT_EQ(of(wanted).secondsHigh, two.secondsHigh);
        EXPECT_EQ(of(wanted).memoryBytes, two.memoryBytes);
        const auto more = of(request("enas", "quick", {{"rounds", "1200"}}, space));
        EXPECT_GT(more.secondsHigh, 30 * two.secondsHigh);
        EXPECT_EQ(more.candidates, 1200 * 16);
        EXPECT_GT(of(request("enas", "quick", {{"derive_best", "16"}}, space)).secondsLow, two.secondsLow);
        EXPECT_LT(of(request("enas", "quick", {{"control", "false"}}, space)).secondsLow, two.secondsLow);
        EXPECT_LT(two.secondsLow, 600) << "a quick look takes minutes";
        EXPECT_EQ(of(request("random", "quick", {}, space)).sharedParameters, two.sharedParameters);
        const auto scratch = of(request("random", "quick", {{"weights", "scratch"}, {"models", "40"}}, space));
        EXPECT_EQ(scratch.candidates, 40);
        EXPECT_EQ(scratch.sharedParameters, 0);
        auto known = request("enas", "quick", {}, space);
        known.pace = 5e10;
        EXPECT_TRUE(of(known).measured);
        EXPECT_LT(of(known).secondsHigh / of(known).secondsLow, 2);
    }
    EXPECT_GT(of(request("enas", "paper", {}, "micro")).secondsLow, 86400) << "not for this machine";
    EXPECT_EQ(request("enas", "quick", {}, "recurrent").words, 10000);
}

TEST(Forecast, SharedWeightsHaveAPaceOfTheirOwn)
{
    const auto wanted = request("enas", "quick", {}, "micro");
    EXPECT_EQ(paceKey("cpu", "micro", wanted.settings), "cpu/shared-micro");
    EXPECT_EQ(paceKey("cpu", "pnas", request("pnas", "quick").settings), "cpu");
    EXPECT_EQ(paceKey("cuda", "recurrent", request("random", "quick", {{"weights", "scratch"}}, "recurrent").settings), "cuda/recurrent");
    const auto cost = *sharedCost(wanted);
    SharedPaceMeter meter(cost);
    meter.add({1, 12, 1, 150, 2.3, 0.5});
    EXPECT_FALSE(meter.pace()) << "one mini-batch is too few";
    meter.add({1, 12, 101, 150, 2.0, 49.5});
    ASSERT_TRUE(meter.pace());
    EXPECT_NEAR(*meter.pace() / (101 * cost.trainStep() / 50), 1, 1e-12);
    meter.add({2, 12, 10, 150, 2.0, 5}); // the next round begins anew
    EXPECT_NEAR(*meter.pace() / (111 * cost.trainStep() / 55), 1, 1e-12);
}

TEST(Forecast, RefusesWhatCannotBeSearched)
{
    auto wanted = request("pnas", "quick");
    wanted.image.height = 0;
    const auto none = forecast(wanted);
    ASSERT_FALSE(none);
    EXPECT_THAT(none.error().message, testing::HasSubstr("image height"));
    wanted.strategy = "luck";
    EXPECT_FALSE(forecast(wanted));
}

TEST(Forecast, PassesAreStepsValidationAndStatistics)
{
    TrainingSettings t;
    t.steps = 10, t.batch = 32, t.recalibrateBatches = 4, t.validationLimit = 100;
    EXPECT_DOUBLE_EQ(forwardPasses(t, 1000, 5000), 3 * 10 * 32 + 4 * 32 + 100);
    t.steps = 0, t.epochs = 2, t.trainLimit = 640;
    EXPECT_DOUBLE_EQ(forwardPasses(t, 1000, 50), 3 * 2 * 20 * 32 + 4 * 32 + 50);
}

TEST(Pace, IsLearntAndKept)
{
    const auto settings = *makeSettings("pnas", "pnas", "quick");
    const auto shape = networkShape(settings, {1, 14, 14}, 10);
    const auto training = trainingSettings(settings);
    PaceMeter meter(shape, training, 0);
    Random random(1);
    double work = 0;
    for (int i = 0; i < PaceMeter::kFewestChildren; ++i) {
        EXPECT_FALSE(meter.pace());
        Evaluation e;
        e.seconds = 2;
        e.total = 5000;
        const auto cell = sampleUniform({}, 2, random);
        work += childWork(*planNetwork(cell, shape)).work * forwardPasses(training, 54000, 6000);
        meter.add(cell, e);
        e.outcome = Outcome::Failed;
        meter.add(cell, e);
    }
    ASSERT_TRUE(meter.pace());
    auto epochs = training;
    epochs.steps = 0;
    PaceMeter unknowing(shape, epochs, 0);
    for (int i = 0; i < 9; ++i)
        unknowing.add(sampleUniform({}, 1, random), {.id = 1, .total = 5000, .seconds = 2, .curve = {}, .message = {}});
    EXPECT_FALSE(unknowing.pace()) << "epochs over an unknown number of pictures";
    EXPECT_NEAR(*meter.pace() / (work / (2 * PaceMeter::kFewestChildren)), 1, 1e-12);

    const auto folder = fs::temp_directory_path() / ("cellwright-pace-" + std::to_string(::getpid()));
    const auto file = folder / "pace.json";
    EXPECT_FALSE(Pace::load(file).of("cpu"));
    Pace pace;
    pace.set("cpu", 5e10);
    pace.set("cuda", -1);
    ASSERT_TRUE(pace.save(file));
    EXPECT_EQ(Pace::load(file).of("cpu"), 5e10);
    EXPECT_FALSE(Pace::load(file).of("cuda")) << "nonsense is not kept";
    ASSERT_TRUE(writeFileAtomically(file, "[{"));
    EXPECT_FALSE(Pace::load(file).of("cpu"));
    fs::remove_all(folder);
}

TEST(DryRun, TakesTheUsualSpaceOfTheStrategy)
{
    const test::TempFolder folder;
    test::writeIdx(folder.data(), "train-images-idx3-ubyte", "train-labels-idx1-ubyte", 60);
    const auto command = "XDG_DATA_HOME='" + folder.cache().string() + "' '" CELLWRIGHT_BIN_DIR "/cellwright-cli' search --strategy enas --dry-run --json --device cpu --data '"
                         + folder.data().string() + "'";
    std::string out;
    FILE* pipe = ::popen(command.c_str(), "r");
    char buffer[4096];
    while (const auto n = std::fread(buffer, 1, sizeof buffer, pipe))
        out.append(buffer, n);
    ASSERT_EQ(::pclose(pipe), 0) << out;
    const auto json = nlohmann::json::parse(out);
    const auto wanted = request("enas", "quick", {}, "micro");
    EXPECT_EQ(json["candidates"], *findStrategy("enas")->modelsPlanned("micro", wanted.settings));
    EXPECT_GT(json["shared_parameters"], 0);
}

TEST(DryRun, SaysWhatASearchWouldTakeAndWritesNothing)
{
    const test::TempFolder folder;
    test::writeIdx(folder.data(), "train-images-idx3-ubyte", "train-labels-idx1-ubyte", 60);
    const auto run = folder / "none.cwrun";
    const auto command = "XDG_DATA_HOME='" + folder.cache().string() + "' '" CELLWRIGHT_BIN_DIR "/cellwright-cli' search --dry-run --json --device cpu --workers 2 --set sampled=4 --data '"
                         + folder.data().string() + "' --out '" + run.string() + "'";
    std::string out;
    FILE* pipe = ::popen(command.c_str(), "r");
    char buffer[4096];
    while (const auto n = std::fread(buffer, 1, sizeof buffer, pipe))
        out.append(buffer, n);
    ASSERT_EQ(::pclose(pipe), 0) << out;
    const auto json = nlohmann::json::parse(out);
    EXPECT_EQ(json["candidates"], 136 + 2 * 20);
    EXPECT_EQ(json["levels"], nlohmann::json::parse(R"([{"blocks":1,"models":136},{"blocks":2,"models":20},{"blocks":3,"models":20}])"));
    EXPECT_GT(json["seconds_low"], 0);
    EXPECT_GT(json["seconds_high"], json["seconds_low"]);
    EXPECT_FALSE(json["measured"]) << "nothing was searched there";
    EXPECT_GT(json["memory_bytes"], 2 * 100'000'000);
    EXPECT_FALSE(fs::exists(run));
    EXPECT_EQ(folder.cacheFiles(), 0U);
}

} // namespace
} // namespace cw
