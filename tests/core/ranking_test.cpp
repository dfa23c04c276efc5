#include <gtest/gtest.h>

#include <map>
#include <set>

#include "core/arch/arch_text.h"
#include "core/arch/canonical.h"
#include "core/search/ranking.h"

namespace cw {
namespace {

/// Scores that depend on the order of blocks, so that a test sees whose order was kept.
class OrderedSurrogate : public Surrogate {
public:
    static Prediction scoreOf(const Architecture& arch) { return {static_cast<double>(stableHash(toText(arch)) % 1000) / 1000, 0.01}; }

    Status fit(std::span<const MeasuredCell>, int, std::uint64_t, Control&) override { return {}; }
    std::vector<Prediction> predict(std::span<const Architecture>) override { return {}; }
    Result<std::vector<std::vector<Prediction>>> scoreChildren(std::span<const Architecture> parents, std::span<const Block> blocks, Control&) override
    {
        std::vector<std::vector<Prediction>> scores;
        for (const auto& parent : parents) {
            scores.emplace_back();
            for (const auto& block : blocks)
                scores.back().push_back(scoreOf(expand(parent, block)));
        }
        return scores;
    }
    NamedBuffers save() const override { return {}; }
    Status restore(const NamedBuffers&) override { return {}; }
};

PnasSpace smallSpace() { return {{OpId::SepConv3, OpId::MaxPool3}, {}, 3}; }

TEST(Ranking, OneBlockParentsGiveEveryTwoBlockCellOnce)
{
    OrderedSurrogate surrogate;
    Control control;
    const PnasSpace space;
    const auto parents = oneBlockCells(space);
    const auto children = scoreAllChildren(space, parents, surrogate, control);
    ASSERT_TRUE(children);
    EXPECT_EQ(children->scored, 136 * 300);
    EXPECT_EQ(children->unique.size(), 31'620U);
}

TEST(Ranking, EqualChildrenKeepTheFirstParentsOrderAndScore)
{
    OrderedSurrogate surrogate;
    Control control;
    const auto space = smallSpace();
    std::vector<Architecture> parents;
    Random random(2);
    for (int i = 0; i < 12; ++i)
        parents.push_back(sampleUniform(space, 2, random));
    const auto children = scoreAllChildren(space, parents, surrogate, control);
    ASSERT_TRUE(children);

    std::map<Architecture, Architecture> first; // canonical form to first order
    for (const auto& parent : parents)
        for (const auto& block : blocksAt(space, 2)) {
            const auto child = expand(parent, block);
            first.try_emplace(canonical(child), child);
        }
    ASSERT_EQ(children->unique.size(), first.size());
    EXPECT_LT(children->unique.size(), static_cast<std::size_t>(children->scored)); // the example does have equal ones
    for (std::size_t i = 0; i < children->unique.size(); ++i) {
        const auto child = children->architecture(i);
        EXPECT_EQ(first.at(canonical(child)), child);
        EXPECT_EQ(children->unique[i].predicted, OrderedSurrogate::scoreOf(child));
    }
}

TEST(Ranking, BestComeFirstAndTiesInOrder)
{
    ScoredChildren children;
    for (const double mean : {0.1, 0.5, 0.3, 0.5, 0.2})
        children.unique.push_back({0, 0, {mean, 0}});
    EXPECT_EQ(bestChildren(children, 3), (std::vector<std::size_t>{1, 3, 2}));
    EXPECT_EQ(bestChildren(children, 99).size(), 5U);
    EXPECT_TRUE(bestChildren(children, 0).empty());
}

TEST(Ranking, HistogramCountsEveryChild)
{
    ScoredChildren children;
    for (const double mean : {0.0, 0.1, 0.55, 1.0, 0.999})
        children.unique.push_back({0, 0, {mean, 0}});
    const auto histogram = predictionHistogram(children, 10);
    EXPECT_EQ(histogram.low, 0);
    EXPECT_EQ(histogram.high, 1);
    EXPECT_EQ(histogram.bins, (std::vector<std::int64_t>{1, 1, 0, 0, 0, 1, 0, 0, 0, 2}));

    ScoredChildren same;
    same.unique = {{0, 0, {0.5, 0}}, {0, 1, {0.5, 0}}};
    EXPECT_EQ(predictionHistogram(same, 3).bins, (std::vector<std::int64_t>{2, 0, 0}));
    EXPECT_EQ(predictionHistogram({}, 3).bins, (std::vector<std::int64_t>{0, 0, 0}));
}

TEST(Ranking, RefusesWhatCannotBeExpanded)
{
    OrderedSurrogate surrogate;
    Control control;
    const auto space = smallSpace();
    Random random(1);
    const auto one = sampleUniform(space, 1, random), two = sampleUniform(space, 2, random), three = sampleUniform(space, 3, random);
    EXPECT_FALSE(scoreAllChildren(space, {}, surrogate, control));
    EXPECT_FALSE(scoreAllChildren(space, std::vector{one, two}, surrogate, control));
    EXPECT_FALSE(scoreAllChildren(space, std::vector{three}, surrogate, control));
    EXPECT_FALSE(scoreAllChildren(space, std::vector{Architecture{}}, surrogate, control));
}

TEST(Ranking, StopsWhenAsked)
{
    OrderedSurrogate surrogate;
    Control control;
    control.requestStop();
    EXPECT_THROW((void)scoreAllChildren(smallSpace(), oneBlockCells(smallSpace()), surrogate, control), Cancelled);
}

} // namespace
} // namespace cw
