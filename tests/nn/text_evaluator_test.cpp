#include <cmath>
#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>
#include <unistd.h>

#include "core/search/child_network.h"
#include "core/space/enas_space.h"
#include "core/train/text_evaluator.h"
#include "tests/nn/memory_text.h"

namespace cw {
namespace {

namespace fs = std::filesystem;

const test::Changes kSmall{{"epochs", "3"}, {"learning_rate", "2"}, {"dropout_output", "0.1"}, {"dropout_input", "0.1"}};

EvaluatorSetup setup(test::Changes changes = {}, std::uint64_t seed = 1)
{
    changes.insert(changes.begin(), kSmall.begin(), kSmall.end());
    return test::textSetup(test::randomText(13, 500, 150), changes, seed);
}

Architecture worked() { return recurrentArchitecture(test::workedCell()); }

Evaluation evaluate(const EvaluatorSetup& s, const Architecture& arch = worked(), CandidateId id = 1)
{
    auto evaluator = makeTextEvaluator(s);
    EXPECT_TRUE(evaluator);
    Control control;
    auto result = (*evaluator)->evaluate({id, arch}, control, {});
    EXPECT_TRUE(result) << result.error().message << result.error().detail;
    return *result;
}

void expectSameScience(const Evaluation& a, const Evaluation& b)
{
    EXPECT_EQ(a.loss, b.loss);
    EXPECT_EQ(a.accuracy, b.accuracy);
    EXPECT_EQ(a.curve, b.curve);
}

class Scratch {
public:
    Scratch() : path(fs::temp_directory_path() / ("cellwright-text-" + std::to_string(::getpid()))) { fs::create_directories(path); }
    ~Scratch() { fs::remove_all(path); }
    const fs::path path;
};

TEST(TextEvaluator, LearnsWhatRepeats)
{
    auto s = test::textSetup(test::periodicText(10, 1000, 200), {{"hidden", "16"}, {"learning_rate", "5"}, {"batch", "8"}, {"epochs", "25"}, {"decay_from", "100"}});
    const auto e = evaluate(s, worked(), 17);
    EXPECT_EQ(e.id, 17U);
    EXPECT_EQ(e.outcome, Outcome::Measured);
    EXPECT_LT(std::exp(e.loss), 1.5) << "perplexity";
    EXPECT_DOUBLE_EQ(e.accuracy, 80 / std::exp(e.loss));
    EXPECT_EQ(e.correct, 0);
    EXPECT_EQ(e.total, 192) << "199 are predicted, 24 in each of 8 rows";
    EXPECT_FALSE(e.diverged);
    ASSERT_EQ(e.curve.size(), 25U);
    EXPECT_EQ(e.curve.back().accuracy, e.accuracy);
    EXPECT_GT(e.curve.front().accuracy, 0) << "measured at the end of every pass";
    EXPECT_LT(e.curve.front().accuracy, e.accuracy);
    EXPECT_LT(e.curve.back().loss, e.curve.front().loss);
}

TEST(TextEvaluator, StepsDecideWhereTheyAreSet)
{
    auto evaluator = makeTextEvaluator(setup({{"steps", "40"}}));
    Control control;
    TrainingProgress last;
    const auto e = (*evaluator)->evaluate({5, worked()}, control, [&](const TrainingProgress& p) { last = p; });
    ASSERT_TRUE(e);
    EXPECT_EQ(last.id, 5U);
    EXPECT_EQ(last.step, 40);
    EXPECT_EQ(last.steps, 40);
    EXPECT_GT(last.loss, 0);
    ASSERT_EQ(e->curve.size(), 8U);
    EXPECT_LT(e->curve[6].accuracy, 0) << "not measured";
    EXPECT_EQ(e->curve[7].accuracy, e->accuracy);
}

TEST(TextEvaluator, SameSeedSameBitsInAnyOrder)
{
    const auto first = evaluate(setup());
    auto evaluator = makeTextEvaluator(setup());
    Control control;
    Random random(3);
    ASSERT_TRUE((*evaluator)->evaluate({1, sampleRecurrent(6, random)}, control, {})); // something else before, of more nodes too
    const auto second = (*evaluator)->evaluate({2, worked()}, control, {});
    ASSERT_TRUE(second);
    expectSameScience(first, *second);
    EXPECT_NE(evaluate(setup({}, 2)).loss, first.loss) << "another seed, another child";
}

TEST(TextEvaluator, CellsThatDifferByNumbersOnlyAreOneChild)
{
    auto other = test::workedCell(); // nodes 2, 3 and 4 told in another order
    other.nodes = {{0, Activation::Tanh}, {0, Activation::Tanh}, {0, Activation::Relu}, {2, Activation::Relu}};
    expectSameScience(evaluate(setup()), evaluate(setup(), recurrentArchitecture(other)));
}

TEST(TextEvaluator, InterruptedEqualsUninterrupted)
{
    const Scratch scratch;
    auto s = setup({{"epochs", "12"}});
    const auto whole = evaluate(s);
    s.scratch = scratch.path;
    const auto file = childCheckpointPath(scratch.path, worked());
    std::int64_t steps = 0;
    for (int interruptions = 0;; ++interruptions) {
        auto evaluator = makeTextEvaluator(s);
        Control control;
        std::int64_t begun = -1;
        try {
            const auto result = (*evaluator)->evaluate({1, worked()}, control, [&](const TrainingProgress& p) {
                if (begun < 0) { // the first report comes after the first step
                    begun = p.step;
                    EXPECT_EQ(begun, steps + 1) << "went on where it was";
                    if (interruptions < 5)
                        control.requestStop();
                    steps = p.step;
                }
            });
            ASSERT_TRUE(result);
            expectSameScience(*result, whole);
            EXPECT_EQ(interruptions, 5);
            break;
        } catch (const Cancelled&) {
            EXPECT_TRUE(fs::exists(file));
        }
    }
    EXPECT_FALSE(fs::exists(file)) << "removed when the child is done";
    std::ofstream(file) << "CWCHILD1 and then nothing that fits";
    expectSameScience(evaluate(s), whole);
}

TEST(TextEvaluator, DivergenceIsSaidAndMeasured)
{
    const auto e = evaluate(setup({{"learning_rate", "1000"}, {"clip", "0"}, {"weight_decay", "1"}, {"epochs", "40"}}),
                            recurrentArchitecture({{{0, Activation::Identity}, {0, Activation::Relu}}}));
    EXPECT_TRUE(e.diverged);
    EXPECT_LT(e.curve.size(), 40U) << "stopped early";
    EXPECT_GT(e.total, 0);
    EXPECT_TRUE(std::isfinite(e.accuracy));
}

TEST(TextEvaluator, StopsAtOnce)
{
    auto evaluator = makeTextEvaluator(setup());
    Control control;
    control.requestStop();
    EXPECT_THROW((void)(*evaluator)->evaluate({1, worked()}, control, {}), Cancelled);
}

TEST(TextEvaluator, RefusesInWords)
{
    auto s = setup();
    s.device = "abacus";
    ASSERT_FALSE(makeTextEvaluator(s));
    s = setup();
    s.text = nullptr;
    const auto noText = makeTextEvaluator(s);
    ASSERT_FALSE(noText);
    EXPECT_NE(noText.error().message.find("text"), std::string::npos);
    auto evaluator = makeTextEvaluator(setup());
    Control control;
    EXPECT_FALSE((*evaluator)->evaluate({1, recurrentArchitecture({})}, control, {}));
    EXPECT_FALSE((*evaluator)->evaluate({1, pnasArchitecture({{{1, OpId::Identity}, {1, OpId::Identity}}})}, control, {}));
}

} // namespace
} // namespace cw
