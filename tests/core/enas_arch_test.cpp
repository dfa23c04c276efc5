#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/arch/arch_text.h"
#include "core/arch/architecture_graph.h"
#include "core/arch/canonical.h"
#include "core/arch/network_plan.h"
#include "core/arch/published_text.h"
#include "core/base/files.h"
#include "core/export/cell_export.h"
#include "core/space/enas_space.h"
#include "tests/core/random_cells.h"

namespace cw {
namespace {

using nlohmann::json;

using Ends = std::vector<int>;

Ends ends(const Cell& cell)
{
    const auto parts = concatenated(cell);
    return {parts.begin(), parts.end()};
}

Architecture named(const char* name) { return *resolveArchitecture(name); }

std::vector<Architecture> samples(int count)
{
    Random random(71);
    std::vector<Architecture> result;
    for (int i = 0; i < count; ++i) {
        result.push_back(sampleMicro(1 + i % 7, random));
        result.push_back(sampleMacro(1 + i % kMaxLayers, random));
        result.push_back(sampleRecurrent(1 + i % kMaxRecurrentNodes, random));
    }
    return result;
}

TEST(Enas, PublishedCellsHaveThePublishedLooseEnds)
{
    const auto micro = named("enas-micro");
    ASSERT_EQ(micro.cells.size(), 2u);
    EXPECT_EQ(ends(micro.cells[0]), (Ends{2, 3, 4, 5, 6}));
    EXPECT_EQ(ends(micro.cells[1]), (Ends{2, 4, 5, 6}));
    EXPECT_EQ(looseEnds(named("enas-rnn").recurrent), (Ends{3, 4, 7, 9, 10, 11}));

    EXPECT_EQ(ends(named("nasnet-a").cells[0]), (Ends{2, 3, 4, 5, 6}));
    EXPECT_EQ(ends(named("nasnet-a").cells[1]), (Ends{4, 5, 6}));
    EXPECT_EQ(ends(named("amoebanet-a").cells[0]), (Ends{4, 5, 6}));
    EXPECT_EQ(ends(named("amoebanet-a").cells[1]), (Ends{3, 4, 6}));
    for (const char* name : {"darts-v1", "darts-v2"})
        for (const auto& cell : named(name).cells)
            EXPECT_EQ(ends(cell), (Ends{2, 3, 4, 5})) << name;
    for (const char* name : {"darts-rnn-v1", "darts-rnn"})
        EXPECT_EQ(outputNodes(named(name).recurrent), (Ends{1, 2, 3, 4, 5, 6, 7, 8})) << name;
}

TEST(Enas, PublishedStringsDecodeToWhatThePapersDraw)
{
    EXPECT_EQ(toText(named("enas-micro")),
              "micro:c-2.avg3+c-2.sep3/c-2.id+c-2.sep5/c-2.id+c-1.sep5/c-1.sep3+c-2.sep5/c-2.avg3+c-1.sep5"
              "@c-1.sep3+c-1.sep3/c-2.max3+c-2.avg3/c-1.sep5+b2.sep5/c-1.sep3+c-2.id/c-2.max3+c-1.sep5");
    const auto macro = named("enas-macro").macro;
    ASSERT_EQ(macro.layers.size(), 24u);
    EXPECT_EQ(skipCount(macro), 98);
    EXPECT_EQ(macro.layers[3], (MacroLayer{MacroOp::Conv5, 0b100}));
    EXPECT_EQ(toText(named("enas-rnn")),
              "recurrent:tanh/1.tanh/2.relu/3.relu/3.tanh/3.tanh/6.relu/2.tanh/7.relu/9.relu/9.relu/9.relu");
    EXPECT_EQ(toText(named("enas-lm")), "recurrent:tanh/1.sigmoid/2.tanh/3.relu/3.sigmoid/5.tanh/6.tanh/4.sigmoid/7.sigmoid");
}

TEST(Enas, TheTwoNumberingsOfActivationsDiffer)
{
    const auto paper = *architectureFromText("recurrent-paper:0 0 2 1 3");
    const auto released = *architectureFromText("recurrent-released:0 2 1 3");
    EXPECT_EQ(toText(paper), "recurrent:tanh/1.identity/2.sigmoid");
    EXPECT_EQ(toText(released), "recurrent:tanh/1.sigmoid/2.identity");
    EXPECT_EQ(*publishedText(paper, "recurrent-released"), "recurrent-released:0 3 1 2");
    EXPECT_EQ(*publishedText(released, "recurrent-paper"), "recurrent-paper:0 0 3 1 2");
    EXPECT_FALSE(publishedText(*architectureFromText("recurrent:relu/1.tanh"), "recurrent-released")); // node 0 is tanh there
    EXPECT_FALSE(publishedText(named("darts-rnn"), "recurrent-paper"));
    EXPECT_FALSE(publishedText(named("nasnet-a"), "micro-released")); // sep 7x7
    EXPECT_FALSE(publishedText(named("pnasnet-5"), "micro-released"));
    EXPECT_FALSE(publishedText(named("pnasnet-5"), "none"));
}

TEST(Enas, WorkedExamplesOfThePaper)
{
    const auto recurrent = *architectureFromText("recurrent-paper:0 0 1 1 1 0 0");
    EXPECT_EQ(toText(recurrent), "recurrent:tanh/1.relu/2.relu/1.tanh");
    EXPECT_EQ(looseEnds(recurrent.recurrent), (Ends{2, 3})); // nodes 3 and 4
    EXPECT_EQ(toText(architectureGraph(recurrent)),
              "x input \"x(t)\"\n"
              "h input \"h(t−1)\"\n"
              "node1 operation \"tanh\"\n"
              "node2 operation \"ReLU\"\n"
              "node3 operation \"ReLU\"\n"
              "node4 operation \"tanh\"\n"
              "out output \"h(t) = mean of nodes 3, 4\"\n"
              "x -> node1\n"
              "h -> node1\n"
              "node1 -> node2\n"
              "node2 -> node3\n"
              "node1 -> node4\n"
              "node3 -> out\n"
              "node4 -> out\n");

    const auto cell = *architectureFromText("micro-released:1 1 1 4 2 2 0 0; 1 1 1 4 2 2 0 0");
    EXPECT_EQ(toText(cell), "micro:c-1.sep5+c-1.id/b1.avg3+c-2.sep3@c-1.sep5+c-1.id/b1.avg3+c-2.sep3");
    EXPECT_EQ(ends(cell.cells[0]), (Ends{3})); // node 4 alone
}

TEST(Enas, MicroGraphHasBothCells)
{
    EXPECT_EQ(toText(architectureGraph(*architectureFromText("micro:c-1.sep5+c-1.id@c-2.max3+c-1.avg3"))),
              "n.in0 input \"cell k−2\"\n"
              "n.in1 input \"cell k−1\"\n"
              "n.b1.a operation \"sep 5×5\"\n"
              "n.b1.b operation \"identity\"\n"
              "n.b1 sum \"+\"\n"
              "n.out output \"concat (normal cell)\"\n"
              "r.in0 input \"cell k−2\"\n"
              "r.in1 input \"cell k−1\"\n"
              "r.b1.a operation \"max 3×3\"\n"
              "r.b1.b operation \"avg 3×3\"\n"
              "r.b1 sum \"+\"\n"
              "r.out output \"concat (reduction cell)\"\n"
              "n.in1 -> n.b1.a\n"
              "n.in1 -> n.b1.b\n"
              "n.b1.a -> n.b1\n"
              "n.b1.b -> n.b1\n"
              "n.in0 -> n.out\n"
              "n.b1 -> n.out\n"
              "r.in0 -> r.b1.a\n"
              "r.in1 -> r.b1.b\n"
              "r.b1.a -> r.b1\n"
              "r.b1.b -> r.b1\n"
              "r.b1 -> r.out\n");
}

TEST(Enas, MacroGraphHasSkipEdges)
{
    const auto graph = architectureGraph(*architectureFromText("macro-released:0 | 3 1 | 4 0 1"));
    std::vector<std::string> ids, edges;
    for (const auto& node : graph.nodes)
        ids.push_back(node.id + " " + node.label);
    for (const auto& edge : graph.edges)
        edges.push_back(graph.nodes[static_cast<std::size_t>(edge.from)].id + (edge.skip ? " ~> " : " -> ") + graph.nodes[static_cast<std::size_t>(edge.to)].id);
    EXPECT_EQ(ids, (std::vector<std::string>{"stem stem", "layer1 conv 3×3", "layer2 sep 5×5", "layer3 avg 3×3", "out classes"}));
    EXPECT_EQ(edges, (std::vector<std::string>{"stem -> layer1", "layer1 -> layer2", "stem ~> layer2", "layer2 -> layer3", "layer1 ~> layer3",
                                               "layer3 -> out"}));
    int skips = 0;
    for (const auto& edge : architectureGraph(named("enas-macro")).edges)
        skips += edge.skip;
    EXPECT_EQ(skips, 98);
}

TEST(Enas, ReadsBackWhatItWritesInEveryForm)
{
    for (const auto& arch : samples(400)) {
        ASSERT_EQ(validityProblem(arch), "");
        const auto text = architectureFromText(toText(arch));
        ASSERT_TRUE(text) << text.error().message;
        ASSERT_EQ(*text, arch);
        const auto value = architectureFromJson(json::parse(toJson(arch).dump()));
        ASSERT_TRUE(value) << value.error().message;
        ASSERT_EQ(*value, arch);
        for (const auto& form : publishedForms())
            if (const auto published = publishedText(arch, form.name)) {
                const auto back = architectureFromText(*published);
                ASSERT_TRUE(back) << *published << "\n" << back.error().message;
                ASSERT_EQ(*back, arch) << *published;
            }
    }
    // Without dividers, as the released scripts pass them.
    EXPECT_EQ(*architectureFromText("macro-released:0 3 1 4 0 1"), *architectureFromText("macro-released:0 | 3 1 | 4 0 1"));
    EXPECT_EQ(*architectureFromText("micro-released:1 1 1 4 2 2 0 0 1 1 1 4 2 2 0 0"), *architectureFromText("micro-released:1 1 1 4 2 2 0 0; 1 1 1 4 2 2 0 0"));
}

TEST(Enas, CanonicalFormsKnowTheSameArchitecture)
{
    const auto form = [](const char* text) { return toText(canonical(*architectureFromText(text))); };
    EXPECT_EQ(form("recurrent:tanh/1.relu/1.tanh/2.relu"), form("recurrent:tanh/1.tanh/1.relu/3.relu"));
    EXPECT_NE(form("recurrent:tanh/1.relu/1.tanh/2.relu"), form("recurrent:tanh/1.relu/1.tanh/3.relu"));
    EXPECT_EQ(form("recurrent:tanh/1.relu/1.tanh=rest"), form("recurrent:tanh/1.relu/1.tanh")); // the same mean
    EXPECT_EQ(form("micro:c-1.id+c-2.id/c-2.sep3+c-1.id@c-1.id+c-2.id=b1"), form("micro:c-2.sep3+c-1.id/c-1.id+c-2.id=all@c-2.id+c-1.id"));
    // A list follows its blocks when they change places.
    EXPECT_EQ(form("micro:c-1.id+c-2.id/c-1.sep3+c-2.id=b2@c-1.id+c-1.id"), form("micro:c-1.sep3+c-2.id/c-1.id+c-2.id=b1@c-1.id+c-1.id"));
    EXPECT_NE(form("micro:c-1.id+c-2.id/c-1.sep3+c-2.id=b1@c-1.id+c-1.id"), form("micro:c-1.sep3+c-2.id/c-1.id+c-2.id=b1@c-1.id+c-1.id"));
    EXPECT_NE(architectureHash(*architectureFromText("micro:c-1.id+c-1.id@c-2.id+c-1.id")),
              architectureHash(*architectureFromText("micro:c-2.id+c-1.id@c-1.id+c-1.id"))); // normal and reduction
    for (const auto& arch : samples(200)) {
        const auto normal = canonical(arch);
        ASSERT_EQ(validityProblem(normal), "");
        ASSERT_EQ(canonical(normal), normal) << toText(arch);
    }
}

TEST(Enas, CanonicalFormOfListedOutputsDoesNotDependOnTheOrder)
{
    Random random(73);
    for (int i = 0; i < 2000; ++i) {
        auto cell = test::randomCell(random, 2 + i % 4, 2);
        // The list is told apart by what it names: mark blocks by their own order before and after.
        std::vector<int> order;
        for (std::size_t b = 0; b < cell.blocks.size(); ++b) {
            const auto free = test::placeable(cell, order);
            order.push_back(free[random.below(free.size())]);
        }
        auto other = test::reordered(cell, order);
        cell.output = other.output = OutputRule::Listed;
        for (int b = 0; b < static_cast<int>(order.size()); ++b)
            if (random.below(2) == 0 || b == 0) {
                other.listed.push_back(static_cast<InputId>(kFirstBlock + b));
                cell.listed.push_back(static_cast<InputId>(kFirstBlock + order[static_cast<std::size_t>(b)]));
            }
        std::sort(cell.listed.begin(), cell.listed.end());
        ASSERT_EQ(canonical(microArchitecture(cell, cell)), canonical(microArchitecture(other, other)))
            << toText(microArchitecture(cell, cell)) << "\n" << toText(microArchitecture(other, other));
    }
}

TEST(Enas, RefusesWrongTextInWords)
{
    const std::array<std::pair<std::string, const char*>, 25> cases{{
        {"micro:c-1.id+c-1.id", "two cells"},
        {"micro:c-1.id+c-1.id@c-1.id+c-1.id@c-1.id+c-1.id", "two cells"},
        {"micro:@", "normal cell, block 1"},
        {"micro:c-1.id+c-1.id@c-1.foo+c-1.id", "reduction cell, block 1: unknown operation"},
        {"micro:c-1.id+c-1.id=b2@c-1.id+c-1.id", "cells[0].output"},
        {"micro:c-1.id+c-1.id=b1,b1@c-1.id+c-1.id", "ascending order"},
        {"micro:c-1.id+c-1.id=@c-1.id+c-1.id", "names at least one"},
        {"micro:c-1.id+c-1.id=b1,@c-1.id+c-1.id", "nothing follows"},
        {"macro:", "unknown operation"},
        {"macro:conv3+0", "layer 1 may skip only"},
        {"macro:conv3/conv3+1", "layer 2 may skip only"},
        {"macro:conv3/sep3+0+0", "twice"},
        {"macro:conv3/sep3+", "nothing follows"},
        {"macro:conv3/sep3+99", "not the number of a layer"},
        {"recurrent:", "unknown activation"},
        {"recurrent:tanh/2.relu", "node 2"},
        {"recurrent:tanh=all", "output"},
        {"recurrent:tanh=rest", "needs a second node"},
        {"micro-released:0 0 0", "4 numbers a node"},
        {"micro-released:2 0 0 0; 0 0 0 0", "does not stand before it"},
        {"macro-released:0 | 3", "layer 2 must have 2 numbers"},
        {"macro-released:0|", "nothing follows the last \"|\""},
        {"macro-released:0 3 2", "a skip bit is 0 or 1"},
        {"recurrent-paper:0 0", "expected pairs"},
        {"recurrent-released:0 4", "activation 4 does not exist"},
    }};
    for (const auto& [text, reason] : cases) {
        const auto arch = architectureFromText(text);
        ASSERT_FALSE(arch) << text;
        EXPECT_NE(arch.error().message.find(reason), std::string::npos) << arch.error().message;
    }
    for (const auto& form : publishedForms()) {
        std::string many = std::string(form.name) + ":";
        for (int i = 0; i < 100'000; ++i)
            many += "0 ";
        EXPECT_FALSE(architectureFromText(many)) << form.name;
        EXPECT_FALSE(architectureFromText(std::string(form.name) + ":")) << form.name;
        EXPECT_FALSE(architectureFromText(std::string(form.name) + ":0 x")) << form.name;
    }
}

TEST(Enas, SurvivesDamagedStringsAndDocuments)
{
    Random random(72);
    for (const char* name : {"enas-micro", "enas-macro", "enas-rnn", "enas-lm", "darts-v1", "darts-rnn"}) {
        const auto arch = named(name);
        std::vector<std::string> good{toText(arch), toJson(arch).dump()};
        for (const auto& form : publishedForms())
            if (const auto text = publishedText(arch, form.name))
                good.push_back(*text);
        for (const auto& original : good)
            for (int i = 0; i < 1000; ++i) {
                auto text = original;
                for (auto changes = 1 + random.below(3); changes > 0; --changes)
                    text[random.below(text.size())] = "0123459 |;@=/+.,b{}[]\"-x"[random.below(24)];
                const auto value = text.front() == '{' ? parseJson(text, "test") : Result<json>(Error{});
                const auto read = value ? architectureFromJson(*value) : architectureFromText(text);
                if (read) {
                    ASSERT_EQ(validityProblem(*read), "") << text;
                }
            }
    }
}

TEST(Enas, RefusesWrongDocumentsInWords)
{
    const std::array<std::array<const char*, 3>, 12> cases{{
        {"enas-micro", R"([{"op":"remove","path":"/cells/1"}])", "has 1 cells"},
        {"enas-micro", R"([{"op":"remove","path":"/cells/1/output"}])", "cells[1].output is missing"},
        {"enas-micro", R"([{"op":"replace","path":"/cells/0/output","value":["b3","b1"]}])", "ascending order"},
        {"enas-macro", R"([{"op":"remove","path":"/layers"}])", "layers is missing"},
        {"enas-macro", R"([{"op":"replace","path":"/layers","value":[]}])", "1 to 48 layers"},
        {"enas-macro", R"([{"op":"replace","path":"/layers/0/skips","value":[0]}])", "layers[0].skips"},
        {"enas-macro", R"([{"op":"replace","path":"/layers/4/skips","value":[-1]}])", "layers[4].skips"},
        {"enas-macro", R"([{"op":"replace","path":"/layers/4/skips","value":[2,2]}])", "layers[4].skips"},
        {"enas-macro", R"([{"op":"replace","path":"/layers/4/op","value":"id"}])", "layers[4].op: unknown operation"},
        {"enas-rnn", R"([{"op":"replace","path":"/nodes/2/previous","value":3}])", "nodes[2].previous"},
        {"enas-rnn", R"([{"op":"replace","path":"/nodes/2/activation","value":"elu"}])", "unknown activation"},
        {"enas-rnn", R"([{"op":"replace","path":"/output","value":"all"}])", "output: expected"},
    }};
    for (const auto& [name, patch, reason] : cases) {
        const auto arch = architectureFromJson(toJson(named(name)).patch(json::parse(patch)));
        ASSERT_FALSE(arch) << patch;
        EXPECT_NE(arch.error().message.find(reason), std::string::npos) << arch.error().message;
    }
}

TEST(Enas, ValidityRefusesStrangersAndNetworksOfCellsNeedCells)
{
    auto arch = named("enas-macro");
    arch.cells.emplace_back();
    EXPECT_NE(validityProblem(arch).find("nothing of another space"), std::string::npos);
    for (const char* name : {"enas-micro", "enas-macro", "enas-rnn"}) {
        const auto plan = planNetwork(named(name), {});
        ASSERT_EQ(static_cast<bool>(plan), name == std::string_view("enas-micro")) << name;
        if (!plan) {
            EXPECT_EQ(plan.error().code, ErrorCode::Unsupported);
        }
        const auto dot = architectureContent(named(name), "dot");
        ASSERT_TRUE(dot);
        EXPECT_NE(dot->find("digraph"), std::string::npos);
    }
}

} // namespace
} // namespace cw
