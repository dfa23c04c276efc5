#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <functional>
#include <set>
#include <vector>

#include "core/arch/canonical.h"
#include "core/space/big_number.h"
#include "core/space/enas_space.h"

namespace cw {
namespace {

TEST(BigNumber, ComputesExactly)
{
    EXPECT_EQ(BigNumber().digits(), "0");
    EXPECT_EQ(BigNumber(4294967295U).digits(), "4294967295");
    EXPECT_EQ(BigNumber::of(18446744073709551615ULL).digits(), "18446744073709551615");
    EXPECT_EQ(power(2, 100).digits(), "1267650600228229401496703205376");
    auto number = power(10, 30);
    number += BigNumber(7);
    EXPECT_EQ(number.digits(), "1000000000000000000000000000007");
    EXPECT_EQ((number /= 1000).digits(), "1000000000000000000000000000");
    auto product = power(3, 40);
    product *= power(3, 41);
    EXPECT_EQ(product.digits(), power(3, 81).digits());
}

TEST(EnasSpace, MeetsTheFormulas)
{
    const auto macro = *countMacroSpace(12);
    EXPECT_EQ(macro.raw, "160618186625454535808756219904"); // 1.6e29
    EXPECT_EQ(macro.unique, macro.raw);
    const auto recurrent = *countRecurrentSpace(12);
    EXPECT_EQ(recurrent.raw, "669692775628800"); // 4^12 x 11!
    EXPECT_EQ(recurrent.paperFormula, "4^12 × 12! = 8036313307545600");
    const auto micro = *countMicroSpace(5);
    EXPECT_EQ(micro.paperFormula, "(5 × (7−2)!)^4 = 129600000000"); // 1.3e11
    EXPECT_EQ(countMicroSpace(1)->unique, "3025"); // 55 swap-free blocks, twice
    EXPECT_EQ(countMicroSpace(1)->raw, "10000");
    EXPECT_EQ(countMicroSpace(7)->unique, "");
    for (const int size : {-1, 0, 1000}) {
        EXPECT_FALSE(countMicroSpace(size));
        EXPECT_FALSE(countMacroSpace(size));
        EXPECT_FALSE(countRecurrentSpace(size));
    }
}

TEST(EnasSpace, UniqueRecurrentCellsAreThoseOfAListing)
{
    for (int nodes = 1; nodes <= 5; ++nodes) {
        std::set<RecurrentCell> seen;
        std::size_t all = 0;
        RecurrentCell cell;
        const std::function<void()> extend = [&] {
            if (static_cast<int>(cell.nodes.size()) == nodes) {
                seen.insert(canonicalCell(cell));
                ++all;
                return;
            }
            const auto previous = std::max<std::size_t>(cell.nodes.size(), 1);
            for (std::size_t p = 0; p < previous; ++p)
                for (int a = 0; a < kActivationCount; ++a) {
                    cell.nodes.push_back({static_cast<std::uint8_t>(p), static_cast<Activation>(a)});
                    extend();
                    cell.nodes.pop_back();
                }
        };
        extend();
        const auto count = *countRecurrentSpace(nodes);
        EXPECT_EQ(count.raw, std::to_string(all));
        EXPECT_EQ(count.unique, std::to_string(seen.size())) << nodes;
    }
}

TEST(EnasSpace, SamplesUniformly)
{
    Random random(81);
    std::array<int, kActivationCount> activations{};
    std::array<int, kMacroOpCount> operations{};
    std::array<int, 4> inputs{};
    int skips = 0;
    constexpr int kDraws = 12'000;
    for (int i = 0; i < kDraws; ++i) {
        const auto recurrent = sampleRecurrent(3, random);
        ASSERT_EQ(validityProblem(recurrent), "");
        ++activations[static_cast<std::size_t>(recurrent.recurrent.nodes[2].activation)];
        const auto macro = sampleMacro(2, random, 0.25);
        ASSERT_EQ(validityProblem(macro), "");
        ++operations[static_cast<std::size_t>(macro.macro.layers[1].op)];
        skips += skipCount(macro.macro);
        const auto micro = sampleMicro(3, random);
        ASSERT_EQ(validityProblem(micro), "");
        ++inputs[micro.cells[1].blocks[2].b.input];
    }
    for (const int n : activations)
        EXPECT_NEAR(n, kDraws / 4, 200);
    for (const int n : operations)
        EXPECT_NEAR(n, kDraws / 6, 170);
    for (const int n : inputs)
        EXPECT_NEAR(n, kDraws / 4, 200);
    EXPECT_NEAR(skips, kDraws / 4, 200);
}

} // namespace
} // namespace cw
