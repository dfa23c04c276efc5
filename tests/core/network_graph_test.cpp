#include <gtest/gtest.h>

#include <set>

#include "core/arch/arch_text.h"
#include "core/arch/architecture_graph.h"
#include "core/arch/cell_graph.h"
#include "core/arch/counts.h"
#include "core/arch/network_graph.h"
#include "tests/core/random_cells.h"

namespace cw {
namespace {

NetworkPlan planOf(const char* text, int repeats, int filters, CellLayout layout = CellLayout::Released)
{
    NetworkShape shape;
    shape.repeats = repeats;
    shape.filters = filters;
    shape.layout = layout;
    return *planNetwork(*resolveArchitecture(text), shape);
}

std::pair<std::int64_t, std::int64_t> totals(const Graph& graph)
{
    std::pair<std::int64_t, std::int64_t> sum;
    for (const auto& node : graph.nodes)
        sum.first += node.parameters, sum.second += node.multiplyAdds;
    return sum;
}

TEST(NetworkGraph, IsTheNetworkAsText)
{
    EXPECT_EQ(toText(networkGraph(planOf("pnas:c-2.sep3+c-1.max3", 1, 8), false)),
              "image input \"image\" 3×32×32 0 parameters 0 multiply-adds\n"
              "stem layer \"stem\" F=24 24×32×32 696 parameters 663552 multiply-adds\n"
              "cell1 layer \"cell 1\" F=8 8×32×32 720 parameters 671744 multiply-adds\n"
              "cell2 reduction \"reduction 2\" F=16 16×16×16 1440 parameters 729088 multiply-adds\n"
              "cell3 reduction \"reduction 3\" F=32 32×8×8 3648 parameters 364544 multiply-adds\n"
              "pool layer \"average pool\" 32×1×1 0 parameters 0 multiply-adds\n"
              "classes output \"classifier\" 10 classes 330 parameters 320 multiply-adds\n"
              "image -> stem\n"
              "stem -> cell1\n"
              "cell1 -> cell2\n"
              "stem -> cell2 skip\n"
              "cell2 -> cell3\n"
              "cell1 -> cell3 skip\n"
              "cell3 -> pool\n"
              "pool -> classes\n");
}

TEST(NetworkGraph, FoldsRowsOfEqualNormalCells)
{
    const auto graph = networkGraph(planOf("pnasnet-5", 3, 48), true);
    std::string text;
    for (const auto& node : graph.nodes)
        text += node.id + " \"" + node.label + "\" ×" + std::to_string(node.repeats) + " " + node.shape + "\n";
    for (const auto& edge : graph.edges)
        text += graph.nodes[static_cast<std::size_t>(edge.from)].id + " -> " + graph.nodes[static_cast<std::size_t>(edge.to)].id + (edge.skip ? " skip\n" : "\n");
    EXPECT_EQ(text, "image \"image\" ×1 3×32×32\n"
                    "stem \"stem\" ×1 144×32×32\n"
                    "cells1-3 \"normal cell\" ×3 240×32×32\n"
                    "cell4 \"reduction 4\" ×1 480×16×16\n"
                    "cells5-6 \"normal cell\" ×2 480×16×16\n"
                    "cell7 \"reduction 7\" ×1 960×8×8\n"
                    "cells8-9 \"normal cell\" ×2 960×8×8\n"
                    "pool \"average pool\" ×1 960×1×1\n"
                    "classes \"classifier\" ×1 10 classes\n"
                    "image -> stem\n"
                    "stem -> cells1-3\n"
                    "cells1-3 -> cell4\n"
                    "cell4 -> cells5-6\n"
                    "cells1-3 -> cells5-6 skip\n"
                    "cells5-6 -> cell7\n"
                    "cell7 -> cells8-9\n"
                    "cells5-6 -> cells8-9 skip\n"
                    "cells8-9 -> pool\n"
                    "pool -> classes\n");
    EXPECT_EQ(toText(graph).find("cells1-3 layer \"normal cell\" ×3 F=48 240×32×32 "), toText(graph).find("cells1-3"));
    EXPECT_NE(toDot(graph, {}).find("\"cells1-3\" [label=\"normal cell ×3\\n240×32×32\""), std::string::npos);
    EXPECT_NE(toDot(graph, {}).find("\"cells1-3\" -> \"cells5-6\" [style=dashed]"), std::string::npos);
}

TEST(NetworkGraph, HoldsTheSizesOfTheNetwork)
{
    const auto plan = planOf("pnasnet-5", 3, 48);
    EXPECT_EQ(totals(networkGraph(plan, false)).first, 3'176'602);
    Random random(53);
    for (int i = 0; i < 200; ++i) {
        NetworkShape shape;
        shape.repeats = 1 + i % 4;
        shape.filters = 4 + i % 7;
        shape.layout = i % 2 ? CellLayout::Drawn : CellLayout::Released;
        shape.stem = i % 3 ? Stem::Cifar : Stem::ImageNet;
        const auto network = *planNetwork(pnasArchitecture(test::randomCell(random, 1 + i % 5).blocks), shape);
        const auto counts = countNetwork(network);
        const std::pair expected{counts.parameters, counts.multiplyAdds};
        for (const bool folded : {false, true}) {
            const auto graph = networkGraph(network, folded);
            ASSERT_EQ(totals(graph), expected);
            // Every cell stands in exactly one node, in order; edges lead forward, and nothing is read twice by the same node.
            int next = 0;
            std::set<std::pair<int, int>> seen;
            for (const auto& node : graph.nodes)
                for (const int cell : cellsOf(node.id))
                    ASSERT_EQ(cell, next++);
            ASSERT_EQ(next, static_cast<int>(network.cells.size()));
            std::vector<int> in(graph.nodes.size()), out(graph.nodes.size());
            for (const auto& edge : graph.edges) {
                ASSERT_LT(edge.from, edge.to);
                ASSERT_EQ(edge.skip, edge.to != edge.from + 1);
                ASSERT_TRUE(seen.emplace(edge.from, edge.to).second);
                ++in[static_cast<std::size_t>(edge.to)], ++out[static_cast<std::size_t>(edge.from)];
            }
            for (std::size_t n = 0; n < graph.nodes.size(); ++n) {
                ASSERT_EQ(in[n] == 0, n == 0);
                ASSERT_LE(in[n], 2);
                ASSERT_EQ(out[n] == 0, n + 1 == graph.nodes.size());
            }
        }
    }
}

TEST(NetworkGraph, OfMicroShowsTheCellThatStandsThere)
{
    const auto plan = planOf("enas-micro", 2, 8);
    const auto graph = networkGraph(plan, true);
    EXPECT_EQ(totals(graph).first, countNetwork(plan).parameters);
    EXPECT_EQ(graph.nodes[3].id, "cell3");
    EXPECT_EQ(graph.nodes[3].kind, GraphNodeKind::Reduction);
    for (const int place : {1, 2}) {
        const auto& cell = plan.arch.cells[static_cast<std::size_t>(place - 1)];
        EXPECT_EQ(toText(networkCellGraph(plan, place)), toText(cellGraph(cell, &plan, place))) << "cell 2 is normal, cell 3 a reduction";
        std::int64_t parameters = 0;
        for (const auto& node : countNetwork(plan).nodes)
            if (node.cell == place)
                parameters += node.parameters;
        EXPECT_EQ(totals(networkCellGraph(plan, place)).first, parameters);
    }
    const auto both = architectureGraph(plan.arch, &plan);
    EXPECT_EQ(totals(both).first, totals(networkCellGraph(plan, 0)).first + totals(networkCellGraph(plan, 2)).first);
}

TEST(NetworkGraph, OfMacroHoldsTheSizesOfTheNetwork)
{
    const auto plan = *planMacro(*resolveArchitecture("macro:conv3/sep5/avg3+0"), {.filters = 8, .image = {}});
    const auto counts = countNetwork(plan);
    const auto graph = networkGraph(plan);
    EXPECT_EQ(totals(graph), (std::pair{counts.parameters, counts.multiplyAdds}));
    ASSERT_EQ(graph.nodes.size(), 5U);
    EXPECT_EQ(graph.nodes[0].shape, "8×32×32");
    EXPECT_EQ(graph.nodes[2].shape, "16×16×16");
    EXPECT_EQ(graph.nodes[3].filters, 32);
    EXPECT_EQ(graph.nodes[4].shape, "10 classes");
    EXPECT_EQ(graph.nodes[0].parameters, counts.nodes.front().parameters);
    EXPECT_EQ(graph.nodes[4].parameters, counts.nodes.back().parameters);
}

TEST(NetworkGraph, KnowsTheCellsOfANode)
{
    EXPECT_EQ(cellsOf("cell4"), std::vector<int>{3});
    EXPECT_EQ(cellsOf("cells10-12"), (std::vector<int>{9, 10, 11}));
    for (const char* id : {"", "stem", "cell", "cell0", "cells", "cells4-", "cells4-2", "cell4x", "cell-1", "cells1-2-3", "b1.a"})
        EXPECT_TRUE(cellsOf(id).empty()) << id;
}

TEST(ArchitectureGraph, DrawsBySpace)
{
    const auto plan = planOf("pnas:c-2.sep3+c-1.max3", 2, 8);
    const auto& arch = plan.arch;
    for (const auto style : {GraphStyle::Boxes, GraphStyle::Edges}) {
        EXPECT_EQ(toText(architectureGraph(arch, &plan, style)), toText(cellGraph(arch.cell(), &plan, 0, style)));
        EXPECT_EQ(toText(networkCellGraph(plan, 2, style)), toText(cellGraph(arch.cell(), &plan, 2, style)));
    }
    EXPECT_EQ(networkCellGraph(plan, 2).nodes.back().shape, "16×16×16");
    EXPECT_TRUE(networkCellGraph(plan, 6).nodes.empty());
    EXPECT_TRUE(networkCellGraph(plan, -1).nodes.empty());
    EXPECT_TRUE(architectureGraph({}).nodes.empty());
    auto unknown = arch;
    unknown.space = "elsewhere";
    EXPECT_TRUE(architectureGraph(unknown).nodes.empty());
}

} // namespace
} // namespace cw
