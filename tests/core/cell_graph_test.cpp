#include <gtest/gtest.h>

#include <set>

#include "core/arch/arch_text.h"
#include "core/arch/cell_graph.h"
#include "core/arch/counts.h"
#include "core/base/files.h"
#include "tests/core/random_cells.h"

namespace cw {
namespace {

TEST(Graph, IsTheCellAsText)
{
    const auto arch = *architectureFromText("pnas:c-1.sep3+c-1.max3/b1.id+c-1.conv17");
    EXPECT_EQ(toText(cellGraph(arch.cell())),
              "in0 input \"cell k−2\"\n"
              "in1 input \"cell k−1\"\n"
              "b1.a operation \"sep 3×3\"\n"
              "b1.b operation \"max 3×3\"\n"
              "b1 sum \"+\"\n"
              "b2.a operation \"identity\"\n"
              "b2.b operation \"1×7–7×1\"\n"
              "b2 sum \"+\"\n"
              "out output \"concat\"\n"
              "in1 -> b1.a\n"
              "in1 -> b1.b\n"
              "b1.a -> b1\n"
              "b1.b -> b1\n"
              "b1 -> b2.a\n"
              "in1 -> b2.b\n"
              "b2.a -> b2\n"
              "b2.b -> b2\n"
              "in0 -> out\n"
              "b1 -> out\n"
              "b2 -> out\n");
}

TEST(Graph, CarriesShapesAndSizesOfACellOfThePlan)
{
    const auto arch = *architectureFromText("pnas:c-1.sep3+c-1.max3/b1.id+c-1.conv17");
    NetworkShape shape;
    shape.repeats = 1;
    shape.filters = 8;
    shape.image = {1, 28, 28};
    const auto plan = *planNetwork(arch, shape);
    const auto text = toText(cellGraph(arch.cell(), &plan, 1)); // the first reduction cell: F = 16
    EXPECT_EQ(text.substr(0, text.find("in1 -> ")),
              "in0 input \"cell k−2\" 24×28×28 416 parameters 301056 multiply-adds\n"
              "in1 input \"cell k−1\" 24×28×28 416 parameters 301056 multiply-adds\n"
              "b1.a operation \"sep 3×3\" 16×14×14 864 parameters 156800 multiply-adds\n"
              "b1.b operation \"max 3×3\" 16×14×14 0 parameters 0 multiply-adds\n"
              "b1 sum \"+\" 16×14×14 0 parameters 0 multiply-adds\n"
              "b2.a operation \"identity\" 16×14×14 0 parameters 0 multiply-adds\n"
              "b2.b operation \"1×7–7×1\" 16×14×14 3616 parameters 1053696 multiply-adds\n"
              "b2 sum \"+\" 16×14×14 0 parameters 0 multiply-adds\n"
              "out output \"concat\" 48×14×14 288 parameters 50176 multiply-adds\n");
    // A plan of another cell, or a cell that is not there, gives no sizes.
    const auto other = *architectureFromText("pnas:c-1.id+c-1.id");
    EXPECT_EQ(cellGraph(other.cell(), &plan).nodes.front().shape, "");
    EXPECT_EQ(cellGraph(arch.cell(), &plan, 99).nodes.front().shape, "");
}

TEST(Graph, PutsOperationsOnEdges)
{
    const auto arch = *architectureFromText("pnas:c-1.sep3+c-1.max3/b1.id+c-1.conv17");
    NetworkShape shape;
    shape.repeats = 1;
    shape.filters = 8;
    shape.image = {1, 28, 28};
    const auto plan = *planNetwork(arch, shape);
    EXPECT_EQ(toText(cellGraph(arch.cell(), &plan, 1, GraphStyle::Edges)),
              "in0 input \"cell k−2\" 24×28×28 416 parameters 301056 multiply-adds\n"
              "in1 input \"cell k−1\" 24×28×28 416 parameters 301056 multiply-adds\n"
              "b1 state \"1\" 16×14×14 864 parameters 156800 multiply-adds\n"
              "b2 state \"2\" 16×14×14 3616 parameters 1053696 multiply-adds\n"
              "out output \"concat\" 48×14×14 288 parameters 50176 multiply-adds\n"
              "in1 -> b1 sep 3×3\n"
              "in1 -> b1 max 3×3\n"
              "b1 -> b2 identity\n"
              "in1 -> b2 1×7–7×1\n"
              "in0 -> out\n"
              "b1 -> out\n"
              "b2 -> out\n");
}

TEST(Graph, SizesAreTheSameInBothCustoms)
{
    Random random(52);
    for (int i = 0; i < 300; ++i) {
        const auto arch = pnasArchitecture(test::randomCell(random, 1 + i % 6).blocks);
        const auto plan = *planNetwork(arch, {});
        const auto boxes = cellGraph(arch.cell(), &plan, i % 6), edges = cellGraph(arch.cell(), &plan, i % 6, GraphStyle::Edges);
        ASSERT_EQ(edges.nodes.size(), 3 + arch.cell().blocks.size());
        std::int64_t parameters = 0, multiplyAdds = 0;
        for (const auto& node : boxes.nodes)
            parameters += node.parameters, multiplyAdds += node.multiplyAdds;
        for (const auto& node : edges.nodes)
            parameters -= node.parameters, multiplyAdds -= node.multiplyAdds;
        ASSERT_EQ(parameters, 0);
        ASSERT_EQ(multiplyAdds, 0);
        std::size_t labelled = 0;
        for (const auto& edge : edges.edges) {
            const auto into = edges.nodes[static_cast<std::size_t>(edge.to)].kind;
            ASSERT_EQ(edge.label.empty(), into == GraphNodeKind::Output);
            ASSERT_EQ(edge.rgb == 0, edge.label.empty());
            labelled += !edge.label.empty();
        }
        ASSERT_EQ(labelled, 2 * arch.cell().blocks.size());
    }
}

TEST(Graph, IsSoundForRandomCells)
{
    Random random(51);
    for (int i = 0; i < 1000; ++i) {
        const auto arch = pnasArchitecture(test::randomCell(random, 1 + i % 6).blocks);
        const auto plan = *planNetwork(arch, {});
        const auto graph = cellGraph(arch.cell(), &plan, i % 6);
        const auto blocks = arch.cell().blocks.size();
        ASSERT_EQ(graph.nodes.size(), 3 + 3 * blocks);
        std::set<std::string> ids;
        std::int64_t parameters = 0, expected = 0;
        for (const auto& node : graph.nodes) {
            ids.insert(node.id);
            parameters += node.parameters;
        }
        for (const auto& node : countNetwork(plan).nodes)
            expected += node.cell == i % 6 ? node.parameters : 0;
        ASSERT_EQ(parameters, expected);
        ASSERT_EQ(ids.size(), graph.nodes.size());
        std::vector<int> in(graph.nodes.size()), out(graph.nodes.size());
        for (const auto& edge : graph.edges) {
            ASSERT_LT(edge.from, edge.to); // drawn in order
            ++out[static_cast<std::size_t>(edge.from)];
            ++in[static_cast<std::size_t>(edge.to)];
        }
        for (std::size_t n = 0; n < graph.nodes.size(); ++n) {
            const auto kind = graph.nodes[n].kind;
            ASSERT_EQ(in[n], kind == GraphNodeKind::Input ? 0 : kind == GraphNodeKind::Operation ? 1 : kind == GraphNodeKind::Sum ? 2 : in[n]);
            ASSERT_GE(out[n], kind == GraphNodeKind::Output ? 0 : 1) << "nothing is left unread";
        }
        const auto& cell = plan.cells[static_cast<std::size_t>(i % 6)];
        ASSERT_EQ(in.back() * cell.filters, cell.output.channels);
    }
}

TEST(Graph, MeetsTheGoldenDotAndEscapesTitles)
{
    const auto arch = *resolveArchitecture("pnasnet-5");
    const auto golden = readFile(CELLWRIGHT_SOURCE_DIR "/tests/golden/pnasnet-5.dot");
    ASSERT_TRUE(golden) << golden.error().message;
    EXPECT_EQ(toDot(cellGraph(arch.cell()), toText(arch)), *golden);
    EXPECT_NE(toDot({}, "a\"b\\c\nd").find("label=\"a\\\"b\\\\c d\";"), std::string::npos);
}

} // namespace
} // namespace cw
