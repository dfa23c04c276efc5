#include <gtest/gtest.h>

#include "core/arch/arch_text.h"
#include "core/base/random.h"
#include "core/space/decisions.h"
#include "core/space/enas_space.h"

namespace cw {
namespace {

const std::vector<std::string> kCellOps{"sep3", "sep5", "avg3", "max3", "id"}, kLayerOps{"conv3", "sep3", "conv5", "sep5", "avg3", "max3"},
    kActivationNames{"tanh", "relu", "identity", "sigmoid"};

struct Case {
    std::string space;
    int size;
    std::vector<std::string> operations;
};
const std::vector<Case> kCases{
    {"pnas", 1, {"sep7"}},
    {"pnas", 5, {"sep3", "sep5", "sep7", "conv17", "id", "avg3", "max3", "dil3"}},
    {"micro", 5, kCellOps},
    {"micro", kMaxBlocks, {"id", "sep5"}},
    {"macro", 1, kLayerOps},
    {"macro", 12, kLayerOps},
    {"macro", 48, {"max3"}},
    {"recurrent", 1, kActivationNames},
    {"recurrent", 12, kActivationNames},
    {"recurrent", kMaxRecurrentNodes, {"sigmoid", "tanh"}},
};

DecisionSpace spaceOf(const Case& c) { return *DecisionSpace::make(c.space, c.size, c.operations); }

std::vector<int> randomChoices(const DecisionSpace& space, Random& random)
{
    std::vector<int> choices;
    for (const auto& spec : space.decisions())
        choices.push_back(static_cast<int>(random.below(static_cast<std::uint64_t>(spec.options))));
    return choices;
}

TEST(Decisions, EveryRowOfChoicesIsAValidArchitectureAndComesBack)
{
    Random random(7);
    for (const auto& c : kCases) {
        const auto space = spaceOf(c);
        for (int i = 0; i < 100; ++i) {
            const auto choices = randomChoices(space, random);
            const auto arch = space.decode(choices);
            ASSERT_EQ(validityProblem(arch), "") << toText(arch);
            const auto back = space.encode(arch);
            ASSERT_TRUE(back) << back.error().message;
            ASSERT_EQ(*back, choices) << toText(arch);
        }
    }
}

TEST(Decisions, SampledArchitecturesOfEachSpaceComeBack)
{
    Random random(11);
    const auto micro = spaceOf({"micro", 5, kCellOps}), macro = spaceOf({"macro", 12, kLayerOps}),
               recurrent = spaceOf({"recurrent", 12, kActivationNames});
    for (int i = 0; i < 50; ++i) {
        for (const auto& [space, arch] : {std::pair{&micro, sampleMicro(5, random)}, std::pair{&macro, sampleMacro(12, random)},
                                          std::pair{&recurrent, sampleRecurrent(12, random)}}) {
            const auto choices = space->encode(arch);
            ASSERT_TRUE(choices) << choices.error().message;
            ASSERT_EQ(space->decode(*choices), arch);
        }
    }
}

TEST(Decisions, CountAndOrderAreThoseOfThePaper)
{
    EXPECT_EQ(spaceOf({"micro", 5, kCellOps}).decisions().size(), 40u);
    EXPECT_EQ(spaceOf({"pnas", 5, kCellOps}).decisions().size(), 20u);
    EXPECT_EQ(spaceOf({"macro", 12, kLayerOps}).decisions().size(), 12u + 66u);
    EXPECT_EQ(spaceOf({"recurrent", 12, kActivationNames}).decisions().size(), 23u);

    using enum DecisionKind;
    const auto micro = spaceOf({"micro", 2, kCellOps});
    const std::vector<DecisionSpec> firstCell{{Input, 0, 0, 0, 2}, {Input, 0, 0, 1, 2}, {Operation, 0, 0, 0, 5}, {Operation, 0, 0, 1, 5},
                                              {Input, 0, 1, 0, 3}, {Input, 0, 1, 1, 3}, {Operation, 0, 1, 0, 5}, {Operation, 0, 1, 1, 5},
                                              {Input, 1, 0, 0, 2}};
    EXPECT_TRUE(std::equal(firstCell.begin(), firstCell.end(), micro.decisions().begin()));
    const auto macro = spaceOf({"macro", 3, kLayerOps}), recurrent = spaceOf({"recurrent", 3, kActivationNames});
    const std::vector<DecisionSpec> layers{{Operation, 0, 0, 0, 6}, {Operation, 0, 1, 0, 6}, {Skip, 0, 1, 0, 2},
                                           {Operation, 0, 2, 0, 6}, {Skip, 0, 2, 0, 2},      {Skip, 0, 2, 1, 2}};
    EXPECT_TRUE(std::ranges::equal(macro.decisions(), layers));
    const std::vector<DecisionSpec> nodes{{Operation, 0, 0, 0, 4}, {Input, 0, 1, 0, 1}, {Operation, 0, 1, 0, 4}, {Input, 0, 2, 0, 2},
                                          {Operation, 0, 2, 0, 4}};
    EXPECT_TRUE(std::ranges::equal(recurrent.decisions(), nodes));
}

TEST(Decisions, PublishedNumbersAreTheChoices)
{
    const auto cell = architectureFromText("recurrent-paper:0 0 0 1 1 2 1 2 0 2 0 5 1 1 0 6 1 8 1 8 1 8 1");
    ASSERT_TRUE(cell) << cell.error().message;
    const auto recurrent = spaceOf({"recurrent", 12, kActivationNames});
    EXPECT_EQ(*recurrent.encode(*cell), (std::vector<int>{0, 0, 0, 1, 1, 2, 1, 2, 0, 2, 0, 5, 1, 1, 0, 6, 1, 8, 1, 8, 1, 8, 1}));

    const auto network = architectureFromText("macro-released:0|3 0|0 1 0|2 0 0 1");
    ASSERT_TRUE(network) << network.error().message;
    EXPECT_EQ(*spaceOf({"macro", 4, kLayerOps}).encode(*network), (std::vector<int>{0, 3, 0, 0, 1, 0, 2, 0, 0, 1}));

    // Published by halves, decided inputs first.
    const auto cells = architectureFromText("micro-released:0 2 1 0 2 3 0 4;1 0 1 1 2 2 0 3");
    ASSERT_TRUE(cells) << cells.error().message;
    EXPECT_EQ(*spaceOf({"micro", 2, kCellOps}).encode(*cells), (std::vector<int>{0, 1, 2, 0, 2, 0, 3, 4, 1, 1, 0, 1, 2, 0, 2, 3}));
}

TEST(Decisions, ThePublishedEnasArchitecturesAreInTheirSpaces)
{
    for (const auto& [name, c] : {std::pair{"enas-micro", kCases[2]}, std::pair{"enas-macro", Case{"macro", 24, kLayerOps}},
                                  std::pair{"enas-rnn", kCases[8]}, std::pair{"enas-lm", Case{"recurrent", 9, kActivationNames}}}) {
        const auto arch = resolveArchitecture(name);
        ASSERT_TRUE(arch) << name;
        const auto space = spaceOf(c);
        const auto choices = space.encode(*arch);
        ASSERT_TRUE(choices) << choices.error().message;
        EXPECT_EQ(space.decode(*choices), *arch);
    }
}

TEST(Decisions, ForeignArchitecturesAreRefusedInWords)
{
    const auto micro = spaceOf({"micro", 1, {"sep3", "id"}});
    const auto refusal = [&](const DecisionSpace& space, const char* text) {
        const auto arch = architectureFromText(text);
        EXPECT_TRUE(arch) << text;
        const auto choices = space.encode(*arch);
        EXPECT_FALSE(choices) << text;
        return choices ? std::string{} : choices.error().message;
    };
    const std::string begin = "This architecture is not one that this search can make: ";
    EXPECT_EQ(refusal(micro, "pnas:c-2.sep3+c-1.id"), begin + "it is of the space \"pnas\", not \"micro\".");
    EXPECT_EQ(refusal(micro, "micro:c-2.sep3+c-1.id@c-2.sep3+c-1.id/b1.id+b1.id"), begin + "it has 2 nodes where this search has 1.");
    EXPECT_EQ(refusal(micro, "micro:c-2.sep3+c-1.max3@c-2.sep3+c-1.id"), begin + "its operation \"max 3×3\" is none of this search.");
    EXPECT_EQ(refusal(spaceOf({"micro", 2, {"sep3", "id"}}), "micro:c-2.id+c-1.id/b1.id+b1.id=all@c-2.id+c-1.id/b1.id+b1.id"),
              begin + "its output is not what no node reads.");
    EXPECT_EQ(refusal(spaceOf({"recurrent", 3, kActivationNames}), "recurrent:tanh/1.relu/2.relu=rest"),
              begin + "its output is not what no node reads.");
    EXPECT_EQ(refusal(spaceOf({"macro", 2, kLayerOps}), "macro:conv3"), begin + "it has 1 layer where this search has 2.");

    auto invalid = pnasArchitecture({{{7, OpId::Identity}, {0, OpId::Identity}}});
    EXPECT_FALSE(spaceOf({"pnas", 1, {"id"}}).encode(invalid));
    // The same output by another name is the same architecture.
    EXPECT_TRUE(micro.encode(*architectureFromText("micro:c-2.sep3+c-1.id=all@c-2.sep3+c-1.id=b1")));
}

TEST(Decisions, SpacesThatDoNotExistAreRefusedInWords)
{
    const auto refusal = [](const char* space, int size, std::vector<std::string> operations) {
        const auto made = DecisionSpace::make(space, size, operations);
        return made ? std::string("made") : made.error().message;
    };
    EXPECT_EQ(refusal("nano", 2, {"id"}), "There is no space \"nano\"; known: pnas, micro, macro, recurrent.");
    EXPECT_EQ(refusal("macro", 49, {"conv3"}), "The space \"macro\" has 1 to 48 layers, not 49.");
    EXPECT_EQ(refusal("micro", 0, {"id"}), "The space \"micro\" has 1 to 12 nodes, not 0.");
    EXPECT_EQ(refusal("micro", 2, {"id", "sep3", "id"}), "The operation \"id\" is named twice.");
    EXPECT_EQ(refusal("micro", 2, {}), "A search needs at least one operation.");
    EXPECT_NE(refusal("recurrent", 2, {"gelu"}).find("unknown activation \"gelu\""), std::string::npos);
    EXPECT_NE(refusal("macro", 2, {"id"}).find("unknown operation \"id\""), std::string::npos);
    EXPECT_EQ(refusal("micro", 2, {"id"}), "made");
}

TEST(Decisions, NamesAreForPeople)
{
    const auto micro = spaceOf({"micro", 3, kCellOps}), macro = spaceOf({"macro", 3, kLayerOps}), recurrent = spaceOf({"recurrent", 3, kActivationNames}), pnas = spaceOf({"pnas", 2, kCellOps});
    EXPECT_EQ(micro.decisionName(8), "normal cell, node 3: first input");
    EXPECT_EQ(micro.decisionName(15), "reduction cell, node 1: second operation");
    EXPECT_EQ(micro.optionName(8, 0), "cell before the previous");
    EXPECT_EQ(micro.optionName(8, 1), "previous cell");
    EXPECT_EQ(micro.optionName(8, 3), "node 2");
    EXPECT_EQ(micro.optionName(10, 0), "sep 3×3");
    EXPECT_EQ(macro.decisionName(0), "layer 1: operation");
    EXPECT_EQ(macro.decisionName(4), "layer 3: skip from the stem");
    EXPECT_EQ(macro.decisionName(5), "layer 3: skip from layer 1");
    EXPECT_EQ(macro.optionName(5, 0) + ", " + macro.optionName(5, 1), "no skip, skip");
    EXPECT_EQ(recurrent.decisionName(3), "node 3: earlier node");
    EXPECT_EQ(recurrent.decisionName(4), "node 3: activation");
    EXPECT_EQ(recurrent.optionName(3, 1), "node 2");
    EXPECT_EQ(recurrent.optionName(4, 1), "ReLU");
    EXPECT_EQ(pnas.decisionName(4), "block 2: first input");
    EXPECT_EQ(pnas.optionName(4, 2), "block 1");
    EXPECT_EQ(pnas.operationLabel(4), "identity");
}

} // namespace
} // namespace cw
