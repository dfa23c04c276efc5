#include <cstdio>
#include <fstream>

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include "core/arch/arch_text.h"
#include "core/base/files.h"
#include "core/search/child_network.h"
#include "core/search/strategy.h"
#include "core/train/child_checkpoint.h"
#include "core/train/child_evaluator.h"
#include "core/train/devices_internal.h"
#include "tests/nn/memory_images.h"

namespace cw {
namespace {

namespace fs = std::filesystem;

Settings settings(std::vector<std::pair<std::string, std::string>> changes = {})
{
    Settings s(childParameters("pnas"));
    for (const auto& [key, value] : std::vector<std::pair<std::string, std::string>>{{"repeats", "1"}, {"filters", "4"}, {"batch", "16"}, {"steps", "24"},
             {"learning_rate", "0.05"}, {"crop_padding", "1"}, {"recalibrate_batches", "4"}, {"validation_fraction", "0.25"}})
        EXPECT_TRUE(s.set(key, value));
    for (const auto& [key, value] : changes)
        EXPECT_TRUE(s.set(key, value));
    return s;
}

EvaluatorSetup setup(std::vector<std::pair<std::string, std::string>> changes = {}, std::uint64_t seed = 1)
{
    EvaluatorSetup s;
    s.data = test::separableImages(240);
    s.settings = settings(std::move(changes));
    s.runSeed = seed;
    s.device = "cpu";
    return s;
}

Evaluation evaluate(const EvaluatorSetup& s, const std::string& arch, CandidateId id = 1)
{
    auto evaluator = makeChildEvaluator(s);
    EXPECT_TRUE(evaluator);
    Control control;
    auto result = (*evaluator)->evaluate({id, *architectureFromText(arch)}, control, {});
    EXPECT_TRUE(result) << result.error().message << result.error().detail;
    return *result;
}

void expectSameScience(const Evaluation& a, const Evaluation& b)
{
    EXPECT_EQ(a.correct, b.correct);
    EXPECT_EQ(a.loss, b.loss);
    EXPECT_EQ(a.curve, b.curve);
    EXPECT_EQ(a.accuracy, b.accuracy);
}

class Scratch {
public:
    Scratch() : path(fs::temp_directory_path() / ("cellwright-evaluator-" + std::to_string(::getpid()))) { fs::create_directories(path); }
    ~Scratch() { fs::remove_all(path); }
    const fs::path path;
};

const std::string kArch = "pnas:c-1.sep3+c-2.max3/b1.dil3+c-1.id";

TEST(ChildEvaluator, LearnsWhatCanBeLearned)
{
    const auto e = evaluate(setup({{"steps", "60"}}), "pnas:c-1.sep3+c-1.max3", 17);
    EXPECT_EQ(e.id, 17U);
    EXPECT_EQ(e.outcome, Outcome::Measured);
    EXPECT_EQ(e.total, 60);
    EXPECT_DOUBLE_EQ(e.accuracy, static_cast<double>(e.correct) / 60);
    EXPECT_GT(e.accuracy, 0.95);
    EXPECT_FALSE(e.diverged);
    EXPECT_GT(e.cpuSeconds, 0);
    ASSERT_EQ(e.curve.size(), 8U);
    EXPECT_GT(e.curve.front().loss, 2 * e.curve.back().loss);
    EXPECT_EQ(e.curve.back().epoch, 8);
    EXPECT_EQ(e.curve.back().accuracy, e.accuracy);
    EXPECT_LT(e.curve.front().accuracy, 0) << "not measured";
}

TEST(ChildEvaluator, EpochsDecideWhereNoStepsAreSet)
{
    const auto e = evaluate(setup({{"steps", "0"}, {"epochs", "3"}}), "pnas:c-1.id+c-1.max3");
    EXPECT_EQ(e.curve.size(), 3U);
}

TEST(ChildEvaluator, SameSeedSameBitsInAnyOrder)
{
    const auto first = evaluate(setup(), kArch);
    auto evaluator = makeChildEvaluator(setup());
    Control control;
    ASSERT_TRUE((*evaluator)->evaluate({1, *architectureFromText("pnas:c-2.id+c-1.avg3")}, control, {})); // something else before
    const auto second = (*evaluator)->evaluate({2, *architectureFromText(kArch)}, control, {});
    ASSERT_TRUE(second);
    expectSameScience(first, *second);
    const auto other = evaluate(setup({}, 2), kArch);
    EXPECT_NE(other.loss, first.loss) << "another seed, another child";
}

TEST(ChildEvaluator, EqualCellsAreOneChild)
{
    expectSameScience(evaluate(setup(), "pnas:c-1.sep3+c-2.max3/c-1.id+c-1.avg3"), evaluate(setup(), "pnas:c-1.avg3+c-1.id/c-2.max3+c-1.sep3"));
}

EvaluatorSetup enasSetup(const char* space, std::vector<std::pair<std::string, std::string>> changes = {})
{
    EvaluatorSetup s;
    s.data = test::separableImages(240);
    s.settings = Settings(childParameters(space));
    if (s.settings.has("repeats")) {
        EXPECT_TRUE(s.settings.set("repeats", "1"));
    }
    for (const auto& [key, value] : std::vector<std::pair<std::string, std::string>>{{"filters", "4"}, {"batch", "16"}, {"steps", "60"}, {"crop_padding", "1"},
             {"recalibrate_batches", "4"}, {"validation_fraction", "0.25"}})
        EXPECT_TRUE(s.settings.set(key, value));
    for (const auto& [key, value] : changes)
        EXPECT_TRUE(s.settings.set(key, value));
    s.device = "cpu";
    s.space = space;
    return s;
}

TEST(ChildEvaluator, TrainsChildrenOfMicroAndMacro)
{
    for (const auto& [space, arch] : {std::pair{"micro", "micro:c-1.sep3+c-2.max3/b1.id+c-1.avg3@c-1.sep3+c-2.id/c-1.max3+b1.id"},
                                      std::pair{"macro", "macro:conv3/sep3/max3+0/conv3+1"}}) {
        const auto e = evaluate(enasSetup(space), arch, 3);
        EXPECT_EQ(e.outcome, Outcome::Measured) << space;
        EXPECT_EQ(e.total, 60);
        EXPECT_GT(e.accuracy, 0.9) << space;
        EXPECT_GT(e.curve.front().loss, e.curve.back().loss);
        expectSameScience(e, evaluate(enasSetup(space), arch, 3));
        EXPECT_NE(e.loss, evaluate(enasSetup(space, {{"dropout", "0.5"}}), arch, 3).loss) << "dropout is part of the training";
    }
    // One child, written in two ways.
    expectSameScience(evaluate(enasSetup("micro", {{"steps", "6"}}), "micro:c-1.sep3+c-2.max3@c-1.id+c-2.avg3"),
                      evaluate(enasSetup("micro", {{"steps", "6"}}), "micro:c-2.max3+c-1.sep3@c-2.avg3+c-1.id"));
    auto evaluator = makeChildEvaluator(enasSetup("micro"));
    Control control;
    const auto recurrent = (*evaluator)->evaluate({1, *architectureFromText("recurrent:tanh/1.relu")}, control, {});
    ASSERT_FALSE(recurrent);
    EXPECT_EQ(recurrent.error().code, ErrorCode::Unsupported);
}

TEST(ChildEvaluator, DropoutGoesOnWhereItWas)
{
    const Scratch scratch;
    const char* const arch = "macro:conv3/max3/conv3+0";
    auto s = enasSetup("macro", {{"steps", "200"}, {"dropout", "0.5"}});
    const auto whole = evaluate(s, arch);
    s.scratch = scratch.path;
    bool interrupted = false;
    try {
        auto evaluator = makeChildEvaluator(s);
        Control control;
        (void)(*evaluator)->evaluate({1, *architectureFromText(arch)}, control, [&](const TrainingProgress&) { control.requestStop(); });
    } catch (const Cancelled&) {
        interrupted = true;
    }
    EXPECT_TRUE(interrupted);
    expectSameScience(evaluate(s, arch), whole);
}

/// Asks for a stop once `steps` steps are done, by way of the progress callback (which comes at the latest every tenth of a second).
TEST(ChildEvaluator, InterruptedEqualsUninterrupted)
{
    const Scratch scratch;
    auto s = setup({{"steps", "200"}, {"repeats", "2"}});
    const auto whole = evaluate(s, kArch);
    s.scratch = scratch.path;
    const auto file = childCheckpointPath(scratch.path, *architectureFromText(kArch));
    int interruptions = 0;
    for (;;) {
        auto evaluator = makeChildEvaluator(s);
        Control control;
        std::int64_t begun = -1;
        try {
            const auto result = (*evaluator)->evaluate({1, *architectureFromText(kArch)}, control, [&](const TrainingProgress& p) {
                if (begun < 0)
                    begun = p.step;
                else if (p.step > begun + 3 && interruptions < 3)
                    control.requestStop();
            });
            ASSERT_TRUE(result);
            expectSameScience(*result, whole);
            EXPECT_GE(begun, interruptions > 0 ? 2 : 0) << "went on where it was";
            break;
        } catch (const Cancelled&) {
            ++interruptions;
            EXPECT_TRUE(fs::exists(file));
        }
    }
    EXPECT_GE(interruptions, 1);
    EXPECT_FALSE(fs::exists(file)) << "removed when the child is done";
}

TEST(ChildEvaluator, DamagedOrForeignCheckpointsAreNotUsed)
{
    const Scratch scratch;
    auto s = setup();
    const auto whole = evaluate(s, kArch);
    s.scratch = scratch.path;
    const auto file = childCheckpointPath(scratch.path, *architectureFromText(kArch));
    std::ofstream(file) << "CWCHILD1 and then nothing that fits";
    expectSameScience(evaluate(s, kArch), whole);

    // A checkpoint of another seed, for the same cell.
    auto foreign = setup({{"steps", "400"}}, 9);
    foreign.scratch = scratch.path;
    auto evaluator = makeChildEvaluator(foreign);
    Control control;
    EXPECT_THROW((void)(*evaluator)->evaluate({1, *architectureFromText(kArch)}, control, [&](const TrainingProgress&) { control.requestStop(); }), Cancelled);
    ASSERT_TRUE(fs::exists(file));
    expectSameScience(evaluate(s, kArch), whole);
}

TEST(ChildEvaluator, DivergenceIsSaidAndMeasured)
{
    const auto e = evaluate(setup({{"learning_rate", "10"}, {"clip", "0"}, {"momentum", "0.999"}, {"steps", "400"}, {"schedule", "constant"}, {"weight_decay", "1"}}),
                            "pnas:c-1.sep3+c-1.conv17");
    EXPECT_TRUE(e.diverged);
    EXPECT_EQ(e.total, 60);
    EXPECT_LT(e.curve.size(), 8U) << "stopped early";
}

TEST(ChildEvaluator, StopsAtOnce)
{
    auto evaluator = makeChildEvaluator(setup());
    Control control;
    control.requestStop();
    EXPECT_THROW((void)(*evaluator)->evaluate({1, *architectureFromText(kArch)}, control, {}), Cancelled);
}

TEST(ChildEvaluator, ReportsTheLastStep)
{
    auto evaluator = makeChildEvaluator(setup());
    Control control;
    TrainingProgress last;
    ASSERT_TRUE((*evaluator)->evaluate({5, *architectureFromText(kArch)}, control, [&](const TrainingProgress& p) { last = p; }));
    EXPECT_EQ(last.id, 5U);
    EXPECT_EQ(last.step, 24);
    EXPECT_EQ(last.steps, 24);
    EXPECT_GT(last.loss, 0);
}

TEST(ChildEvaluator, RefusesInWords)
{
    auto s = setup();
    s.device = "abacus";
    const auto device = makeChildEvaluator(s);
    ASSERT_FALSE(device);
    EXPECT_NE(device.error().message.find("abacus"), std::string::npos);
    if (!cudaUsable()) {
        s.device = "cuda";
        EXPECT_FALSE(makeChildEvaluator(s));
    }
    s = setup();
    s.data = test::separableImages(1);
    EXPECT_FALSE(makeChildEvaluator(s)) << "one image cannot both train and measure";
    s = setup();
    auto evaluator = makeChildEvaluator(s);
    Control control;
    Architecture broken = *architectureFromText(kArch);
    broken.cells.front().blocks.front().a.input = 9;
    EXPECT_FALSE((*evaluator)->evaluate({1, broken}, control, {}));
}

TEST(ChildCheckpoint, ComesBackAsItWasOrNotAtAll)
{
    const Scratch scratch;
    const auto file = scratch.path / "child.ckpt";
    ChildCheckpoint c;
    c.identity = "one";
    c.step = 12;
    c.curve = {{1, 0.1, -1}, {2, 1.0 / 3, -1}};
    c.lossSum = 0.7;
    c.seconds = 1.5;
    c.buffers = {std::vector<float>{1, 2, 3}, {4, 5, 6}, {7}};
    ASSERT_TRUE(saveChildCheckpoint(file, c));
    const auto back = loadChildCheckpoint(file, "one", {3, 3, 1});
    ASSERT_TRUE(back);
    EXPECT_EQ(back->step, 12);
    EXPECT_EQ(back->curve, c.curve);
    EXPECT_EQ(back->lossSum, 0.7);
    EXPECT_EQ(back->buffers, c.buffers);
    EXPECT_FALSE(loadChildCheckpoint(file, "two", {3, 3, 1}));
    EXPECT_FALSE(loadChildCheckpoint(file, "one", {3, 3, 2}));
    EXPECT_FALSE(loadChildCheckpoint(scratch.path / "none", "one", {3, 3, 1}));

    auto bytes = *readFile(file);
    for (std::size_t i = 0; i < bytes.size(); i += 7) { // any flipped bit is noticed
        auto damaged = bytes;
        damaged[i] = static_cast<char>(damaged[i] ^ 4);
        std::ofstream(file, std::ios::binary) << damaged;
        EXPECT_FALSE(loadChildCheckpoint(file, "one", {3, 3, 1})) << i;
    }
    for (std::size_t size = 0; size < bytes.size(); size += 5) {
        std::ofstream(file, std::ios::binary) << bytes.substr(0, size);
        EXPECT_FALSE(loadChildCheckpoint(file, "one", {3, 3, 1})) << size;
    }
}

} // namespace
} // namespace cw
