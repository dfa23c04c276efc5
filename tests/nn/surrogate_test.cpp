#include <gtest/gtest.h>

#include <limits>
#include <set>

#include "core/arch/canonical.h"
#include "core/search/correlation.h"
#include "core/surrogate/ensemble.h"
#include "core/surrogate/make_surrogate.h"
#include "tests/nn/surrogate_reference.h"

namespace cw {
namespace {

PnasSpace spaceOf(int blocks) { return {{}, {}, blocks}; }

std::vector<Architecture> randomCells(int count, int blocks, std::uint64_t seed)
{
    Random random(seed);
    std::vector<Architecture> cells;
    for (int i = 0; i < count; ++i)
        cells.push_back(sampleUniform(spaceOf(blocks), blocks, random));
    return cells;
}

/// Worth of the operations, more on the previous cell than on the one before: what a predictor must find.
double additiveAccuracy(const Architecture& arch)
{
    double sum = 0;
    for (const auto& block : arch.cell().blocks)
        for (const auto& half : {block.a, block.b})
            sum += 0.02 * static_cast<double>(static_cast<int>(half.op)) + (half.input == kPrev ? 0.03 : 0);
    return 0.6 + sum / arch.blockCount();
}

std::vector<MeasuredCell> measured(const std::vector<Architecture>& cells)
{
    std::vector<MeasuredCell> data;
    for (const auto& cell : cells)
        data.push_back({cell, additiveAccuracy(cell)});
    return data;
}

/// Cells of one to three blocks, as a search has them.
std::vector<MeasuredCell> mixedData(int each)
{
    auto data = measured(randomCells(each, 1, 1));
    for (int blocks = 2; blocks <= 3; ++blocks)
        for (auto& cell : measured(randomCells(each, blocks, static_cast<std::uint64_t>(blocks))))
            data.push_back(std::move(cell));
    return data;
}

class SurrogateOf : public testing::TestWithParam<const char*> {
protected:
    std::unique_ptr<Surrogate> make(int epochs, int members = 5, int maxBlocks = 5) const
    {
        SurrogateSettings settings;
        settings.kind = GetParam();
        settings.epochs = epochs;
        settings.members = members;
        settings.maxBlocks = maxBlocks;
        return makeSurrogate(spaceOf(maxBlocks), settings);
    }
    std::unique_ptr<Surrogate> fitted(int epochs, std::uint64_t seed = 7)
    {
        auto surrogate = make(epochs);
        EXPECT_TRUE(surrogate->fit(mixedData(40), 2, seed, control));
        return surrogate;
    }
    Control control;
};
INSTANTIATE_TEST_SUITE_P(Kinds, SurrogateOf, testing::Values("mlp", "lstm"), [](const auto& suite) { return suite.param; });

TEST_P(SurrogateOf, PredictionsEqualTheReference)
{
    const auto surrogate = fitted(5);
    const auto buffers = surrogate->save();
    for (int blocks = 1; blocks <= 5; ++blocks) {
        const auto cells = randomCells(3, blocks, 50);
        const auto predictions = surrogate->predict(cells);
        for (std::size_t i = 0; i < cells.size(); ++i) {
            const auto expected = test::referencePrediction(buffers, GetParam(), 5, cells[i]);
            EXPECT_NEAR(predictions[i].mean, expected.mean, 2e-6);
            EXPECT_NEAR(predictions[i].spread, expected.spread, 2e-6);
        }
    }
}

TEST_P(SurrogateOf, SharedScoringEqualsOneByOne)
{
    const auto surrogate = fitted(20);
    for (int blocks = 1; blocks <= 4; ++blocks) {
        const auto parents = randomCells(5, blocks, 9);
        const auto added = blocksAt(spaceOf(5), blocks);
        const auto scores = surrogate->scoreChildren(parents, added, control);
        ASSERT_TRUE(scores);
        ASSERT_EQ(scores->size(), parents.size());
        for (std::size_t p = 0; p < parents.size(); ++p) {
            ASSERT_EQ((*scores)[p].size(), added.size());
            std::vector<Architecture> children;
            for (const auto& block : added)
                children.push_back(expand(parents[p], block));
            const auto single = surrogate->predict(children);
            for (std::size_t b = 0; b < added.size(); ++b) {
                ASSERT_NEAR((*scores)[p][b].mean, single[b].mean, 1e-5);
                ASSERT_NEAR((*scores)[p][b].spread, single[b].spread, 1e-5);
            }
        }
    }
}

TEST_P(SurrogateOf, PredictionsDoNotDependOnWhatElseIsAsked)
{
    const auto surrogate = fitted(3);
    auto cells = randomCells(70, 2, 4);
    for (const auto& cell : randomCells(30, 5, 4))
        cells.insert(cells.begin() + 10, cell);
    const auto together = surrogate->predict(cells);
    for (std::size_t i = 0; i < cells.size(); i += 7)
        EXPECT_EQ(surrogate->predict(std::span(&cells[i], 1)).front(), together[i]);
}

TEST_P(SurrogateOf, TrainingStartsAtTheMeanOfTheData)
{
    auto data = mixedData(40);
    for (const double shift : {0.0, -0.5}) {
        double mean = 0;
        for (auto& cell : data) {
            cell.accuracy += shift;
            mean += cell.accuracy / static_cast<double>(data.size());
        }
        const auto surrogate = make(0);
        ASSERT_TRUE(surrogate->fit(data, 1, 3, control));
        for (const auto& prediction : surrogate->predict(randomCells(20, 3, 8)))
            EXPECT_NEAR(prediction.mean, mean, 0.03);
    }
    for (auto& cell : data)
        cell.accuracy = 0; // its logit is infinite
    const auto surrogate = make(2);
    ASSERT_TRUE(surrogate->fit(data, 1, 3, control));
    EXPECT_LT(surrogate->predict(randomCells(1, 2, 8)).front().mean, 0.01);
}

TEST_P(SurrogateOf, LearnsAnAdditiveFunction)
{
    auto train = measured(randomCells(220, 2, 21));
    for (auto& cell : measured(randomCells(220, 3, 23)))
        train.push_back(std::move(cell));
    const auto heldOut = randomCells(200, 3, 22);
    auto surrogate = make(60);
    ASSERT_TRUE(surrogate->fit(train, 1, 5, control));
    std::vector<double> predicted, truth;
    for (const auto& prediction : surrogate->predict(heldOut)) {
        predicted.push_back(prediction.mean);
        EXPECT_GT(prediction.spread, 0);
    }
    for (const auto& cell : heldOut)
        truth.push_back(additiveAccuracy(cell));
    EXPECT_GT(spearman(predicted, truth), 0.9);
    EXPECT_LT(meanAbsoluteError(predicted, truth), 0.02);
}

TEST_P(SurrogateOf, EveryPartOfABlockMatters)
{
    const auto surrogate = fitted(5);
    const Block base{{kPrevPrev, OpId::SepConv3}, {kPrev, OpId::MaxPool3}};
    auto input1 = base, input2 = base, op1 = base, op2 = base;
    input1.a.input = kPrev;
    input2.b.input = kPrevPrev;
    op1.a.op = OpId::SepConv5;
    op2.b.op = OpId::AvgPool3;
    std::vector<Architecture> cells;
    for (const auto& block : {base, input1, input2, op1, op2})
        cells.push_back(pnasArchitecture({block}));
    std::set<double> means;
    for (const auto& prediction : surrogate->predict(cells))
        means.insert(prediction.mean);
    EXPECT_EQ(means.size(), cells.size());
}

TEST_P(SurrogateOf, SwappedHalvesChangeNothing)
{
    const auto surrogate = fitted(2);
    for (auto cell : randomCells(10, 4, 6)) {
        const auto before = surrogate->predict(std::span(&cell, 1)).front();
        for (auto& block : cell.cells.front().blocks)
            std::swap(block.a, block.b);
        EXPECT_EQ(surrogate->predict(std::span(&cell, 1)).front(), before);
    }
}

TEST_P(SurrogateOf, SameSeedSameBits)
{
    const auto cells = randomCells(30, 4, 3);
    const auto parents = randomCells(2, 2, 3);
    const auto blocks = blocksAt(spaceOf(5), 2);
    const auto a = fitted(4), b = fitted(4), other = fitted(4, 8);
    EXPECT_EQ(a->predict(cells), b->predict(cells));
    EXPECT_EQ(*a->scoreChildren(parents, blocks, control), *b->scoreChildren(parents, blocks, control));
    EXPECT_NE(a->predict(cells), other->predict(cells));
    // Refitting starts from scratch: nothing of the first fit is left.
    ASSERT_TRUE(other->fit(mixedData(40), 2, 7, control));
    EXPECT_EQ(a->predict(cells), other->predict(cells));
}

TEST_P(SurrogateOf, TheRateFollowsTheLevel)
{
    const auto data = mixedData(40);
    const auto cells = randomCells(5, 3, 3);
    const auto fit = [&](int level) {
        auto surrogate = make(2);
        EXPECT_TRUE(surrogate->fit(data, level, 1, control));
        return surrogate->predict(cells);
    };
    EXPECT_NE(fit(1), fit(2));
    EXPECT_EQ(fit(2), fit(4));
}

TEST_P(SurrogateOf, SavedAndRestoredGivesTheSameBits)
{
    const auto surrogate = fitted(3);
    const auto cells = randomCells(20, 5, 3);
    auto other = make(3);
    ASSERT_TRUE(other->restore(surrogate->save()));
    EXPECT_EQ(surrogate->predict(cells), other->predict(cells));
    const auto parents = randomCells(2, 3, 3);
    EXPECT_EQ(*surrogate->scoreChildren(parents, blocksAt(spaceOf(5), 3), control), *other->scoreChildren(parents, blocksAt(spaceOf(5), 3), control));
}

TEST_P(SurrogateOf, RefusesForeignWeightsAndStaysAsItWas)
{
    auto surrogate = fitted(1);
    const auto cells = randomCells(3, 2, 3);
    const auto before = surrogate->predict(cells);
    const auto good = surrogate->save();
    auto missing = good, extra = good, shape = good, notANumber = good;
    missing.erase(missing.begin());
    extra["member9.x"] = {{1}, {1}};
    shape.begin()->second.shape = {1, 1};
    notANumber.begin()->second.data[0] = std::numeric_limits<float>::quiet_NaN();
    for (const auto& bad : {missing, extra, shape, notANumber})
        EXPECT_FALSE(surrogate->restore(bad));
    EXPECT_FALSE(make(1, 4)->restore(good));
    EXPECT_FALSE(make(1, 5, 6)->restore(good));
    EXPECT_EQ(surrogate->predict(cells), before);
}

TEST_P(SurrogateOf, RefusesWhatItCannotRead)
{
    auto surrogate = make(1, 5, 3);
    const auto cells = randomCells(10, 2, 3);
    EXPECT_TRUE(std::isnan(surrogate->predict(cells).front().mean)) << "not fitted yet";
    EXPECT_FALSE(surrogate->scoreChildren(cells, blocksAt(spaceOf(3), 2), control));
    EXPECT_FALSE(surrogate->fit({}, 1, 1, control));
    EXPECT_FALSE(surrogate->fit(std::vector{MeasuredCell{cells[0], 1.5}}, 1, 1, control));
    EXPECT_FALSE(surrogate->fit(std::vector{MeasuredCell{cells[0], std::numeric_limits<double>::quiet_NaN()}}, 1, 1, control));
    EXPECT_FALSE(surrogate->fit(measured(randomCells(10, 4, 1)), 1, 1, control)) << "more blocks than it knows";
    EXPECT_FALSE(surrogate->fit(std::vector{MeasuredCell{Architecture{}, 0.5}}, 1, 1, control));
    ASSERT_TRUE(surrogate->fit(measured(cells), 1, 1, control));
    std::vector<Architecture> mixed{randomCells(1, 4, 1).front(), cells.front()};
    const auto predictions = surrogate->predict(mixed);
    EXPECT_TRUE(std::isnan(predictions[0].mean));
    EXPECT_FALSE(std::isnan(predictions[1].mean));
    EXPECT_FALSE(surrogate->scoreChildren(randomCells(2, 3, 1), blocksAt(spaceOf(4), 3), control)) << "its children would have too many";
    EXPECT_FALSE(surrogate->scoreChildren(cells, std::vector{Block{{9, OpId::Identity}, {0, OpId::Identity}}}, control));
}

TEST_P(SurrogateOf, FewerCellsThanMembers)
{
    auto surrogate = make(5);
    ASSERT_TRUE(surrogate->fit(measured(randomCells(2, 1, 1)), 1, 1, control));
    EXPECT_GT(surrogate->predict(randomCells(1, 1, 2)).front().mean, 0.3);
}

TEST_P(SurrogateOf, StopsBetweenBatchesAndKeepsTheLastFit)
{
    auto surrogate = fitted(1);
    const auto cells = randomCells(3, 2, 3);
    const auto before = surrogate->predict(cells);
    control.requestStop();
    EXPECT_THROW((void)surrogate->fit(mixedData(10), 2, 99, control), Cancelled);
    EXPECT_THROW((void)surrogate->scoreChildren(cells, blocksAt(spaceOf(5), 2), control), Cancelled);
    EXPECT_EQ(surrogate->predict(cells), before);
}

TEST(SurrogateParts, EachMemberLeavesOutItsOwnFifth)
{
    const auto parts = memberParts(103, 5, 1);
    std::vector<int> leftOut(103, 0);
    for (const auto& part : parts) {
        EXPECT_TRUE(part.size() == 82 || part.size() == 83);
        const std::set<std::size_t> members(part.begin(), part.end());
        EXPECT_EQ(members.size(), part.size());
        for (std::size_t i = 0; i < leftOut.size(); ++i)
            leftOut[i] += !members.contains(i);
    }
    EXPECT_EQ(leftOut, std::vector<int>(103, 1));
    EXPECT_NE(memberParts(103, 5, 2), parts);
    for (const auto& part : memberParts(4, 5, 1))
        EXPECT_EQ(part.size(), 4U);
    EXPECT_EQ(memberParts(4, 1, 1).front().size(), 4U);
}

TEST(SurrogateKinds, UnknownKindIsNone)
{
    SurrogateSettings settings;
    settings.kind = "oracle";
    EXPECT_EQ(makeSurrogate({}, settings), nullptr);
}

} // namespace
} // namespace cw
