#include <gtest/gtest.h>

#include "core/arch/recurrent_plan.h"

namespace cw {
namespace {

/// The worked example of Pham et al. 2018, figure 1.
const RecurrentCell kWorked{{{0, Activation::Tanh}, {0, Activation::Relu}, {1, Activation::Relu}, {0, Activation::Tanh}}};

TEST(RecurrentPlan, CountsTheWorkedExampleNodeByNode)
{
    const auto counts = countRecurrent({kWorked, 10, 100});
    ASSERT_EQ(counts.nodes.size(), 6U);
    EXPECT_EQ(counts.nodes[0].name, "embedding");
    EXPECT_EQ(counts.nodes[0].parameters, 1000);
    EXPECT_EQ(counts.nodes[0].multiplyAdds, 0);
    EXPECT_EQ(counts.nodes[1].name, "node 1: tanh");
    EXPECT_EQ(counts.nodes[1].parameters, 400) << "two pairs: of x and of h";
    EXPECT_EQ(counts.nodes[3].name, "node 3: ReLU");
    EXPECT_EQ(counts.nodes[3].parameters, 200);
    EXPECT_EQ(counts.nodes[3].block, 2);
    EXPECT_EQ(counts.nodes[5].name, "classifier");
    EXPECT_EQ(counts.nodes[5].parameters, 100) << "the bias alone: its matrix is the embedding";
    EXPECT_EQ(counts.nodes[5].multiplyAdds, 1000);
    EXPECT_EQ(counts.parameters, 1000 + 400 + 3 * 200 + 100);
    EXPECT_EQ(counts.multiplyAdds, 400 + 3 * 200 + 1000);
}

TEST(RecurrentPlan, RowsAddUpAndActivationsAreFree)
{
    auto cell = kWorked;
    const auto before = countRecurrent({cell, 200, 10000});
    for (auto& node : cell.nodes)
        node.activation = Activation::Identity;
    const auto after = countRecurrent({cell, 200, 10000});
    EXPECT_EQ(before.parameters, after.parameters);
    std::int64_t parameters = 0, multiplyAdds = 0;
    for (const auto& node : after.nodes) {
        parameters += node.parameters;
        multiplyAdds += node.multiplyAdds;
    }
    EXPECT_EQ(parameters, after.parameters);
    EXPECT_EQ(multiplyAdds, after.multiplyAdds);
}

TEST(RecurrentPlan, SharedNetworkHoldsEveryPair)
{
    // 12 nodes, 1000 units: 2 pairs of the first node, 66 of the others, 2 million numbers each; 10,000 words.
    EXPECT_EQ(countSharedRecurrent(12, 1000, 10000), 10'000'000 + 10'000 + 68LL * 2'000'000);
    // One node, or two: there is only one cell's worth of pairs.
    EXPECT_EQ(countSharedRecurrent(2, 7, 30), countRecurrent({{{{0, Activation::Tanh}, {0, Activation::Relu}}}, 7, 30}).parameters);
}

} // namespace
} // namespace cw
