#include "core/space/enas_space.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "core/space/big_number.h"
#include "core/space/pnas_space.h"

namespace cw {
namespace {

constexpr std::array kMicroOps{OpId::SepConv3, OpId::SepConv5, OpId::AvgPool3, OpId::MaxPool3, OpId::Identity};

Error outOfBounds(const std::string& what, int most, int size)
{
    return {ErrorCode::InvalidArgument, what + " 1 to " + std::to_string(most) + "; " + std::to_string(size) + " cannot be counted.", {}};
}

BigNumber factorial(int n)
{
    BigNumber result(1);
    for (int i = 2; i <= n; ++i)
        result *= static_cast<std::uint32_t>(i);
    return result;
}

/// Rooted trees of n nodes without numbers, each node in one of `colours`. By the recurrence of Cayley's trees:
/// e(n) = (1/n) sum over i of (sum over d | i of d t(d)) e(n - i), t(n + 1) = colours e(n).
BigNumber colouredTrees(int nodes, std::uint32_t colours)
{
    std::vector<BigNumber> trees(static_cast<std::size_t>(nodes) + 1), forests(1, BigNumber(1));
    trees[1] = BigNumber(colours);
    for (int n = 1; n < nodes; ++n) {
        BigNumber sum;
        for (int i = 1; i <= n; ++i) {
            BigNumber divisors;
            for (int d = 1; d <= i; ++d)
                if (i % d == 0) {
                    auto term = trees[static_cast<std::size_t>(d)];
                    divisors += term *= static_cast<std::uint32_t>(d);
                }
            divisors *= forests[static_cast<std::size_t>(n - i)];
            sum += divisors;
        }
        forests.push_back(sum /= static_cast<std::uint32_t>(n));
        trees[static_cast<std::size_t>(n) + 1] = forests.back();
        trees[static_cast<std::size_t>(n) + 1] *= colours;
    }
    return trees[static_cast<std::size_t>(nodes)];
}

Cell randomCell(int nodes, Random& random)
{
    Cell cell;
    cell.output = OutputRule::Loose;
    const auto half = [&](std::uint64_t inputs) {
        const auto input = static_cast<InputId>(random.below(inputs));
        return Half{input, kMicroOps[random.below(kMicroOps.size())]};
    };
    for (int b = 0; b < nodes; ++b) {
        const auto inputs = static_cast<std::uint64_t>(kFirstBlock + b);
        Block block;
        block.a = half(inputs);
        block.b = half(inputs);
        cell.blocks.push_back(block);
    }
    return cell;
}

} // namespace

Architecture sampleMicro(int nodes, Random& random)
{
    auto normal = randomCell(nodes, random);
    return microArchitecture(std::move(normal), randomCell(nodes, random));
}

Architecture sampleMacro(int layers, Random& random, double skipProbability)
{
    std::vector<MacroLayer> result;
    for (int i = 0; i < layers; ++i) {
        MacroLayer layer;
        layer.op = static_cast<MacroOp>(random.below(kMacroOpCount));
        for (int source = 0; source < i; ++source)
            if (random.uniform() < skipProbability)
                layer.skips |= std::uint64_t{1} << source;
        result.push_back(layer);
    }
    return macroArchitecture(std::move(result));
}

Architecture sampleRecurrent(int nodes, Random& random)
{
    RecurrentCell cell;
    for (int i = 0; i < nodes; ++i) {
        RecurrentNode node;
        if (i > 0)
            node.previous = static_cast<std::uint8_t>(random.below(static_cast<std::uint64_t>(i)));
        node.activation = static_cast<Activation>(random.below(kActivationCount));
        cell.nodes.push_back(node);
    }
    return recurrentArchitecture(std::move(cell));
}

Result<EnasCount> countMicroSpace(int nodes)
{
    if (nodes < 1 || nodes > kMaxBlocks)
        return outOfBounds("Nodes that choose in a micro cell:", kMaxBlocks, nodes);
    EnasCount count;
    BigNumber raw(1);
    for (int b = 0; b < nodes; ++b) {
        const auto halves = static_cast<std::uint32_t>((kFirstBlock + b) * static_cast<int>(kMicroOps.size()));
        raw *= halves * halves;
    }
    auto both = raw;
    count.raw = (both *= raw).digits();

    // The loose ends follow from the nodes, so different cells are counted as those of the PNAS space with these operations.
    PnasSpace space;
    space.operations.assign(kMicroOps.begin(), kMicroOps.end());
    std::ranges::sort(space.operations);
    if (const auto cells = countPnasSpace(space, nodes)) {
        BigNumber unique = BigNumber::of(cells->unique), pairs = unique;
        count.unique = (pairs *= unique).digits();
        count.uniqueMeans = "pairs of cells up to swapped halves and the order of nodes";
    } else {
        count.uniqueMeans = "not known exactly for this many nodes";
    }

    auto paper = factorial(nodes); // B in the paper counts the two inputs as nodes
    paper *= static_cast<std::uint32_t>(kMicroOps.size());
    auto square = paper;
    square *= paper;
    auto fourth = square;
    fourth *= square;
    count.paperFormula = "(5 × (" + std::to_string(nodes + kFirstBlock) + "−2)!)^4 = " + fourth.digits();
    return count;
}

Result<EnasCount> countMacroSpace(int layers)
{
    if (layers < 1 || layers > kMaxLayers)
        return outOfBounds("Layers of a macro network:", kMaxLayers, layers);
    auto all = power(kMacroOpCount, layers);
    all *= power(2, layers * (layers - 1) / 2);
    EnasCount count;
    count.raw = count.unique = all.digits();
    count.uniqueMeans = "no two strings are the same network";
    count.paperFormula = "6^" + std::to_string(layers) + " × 2^" + std::to_string(layers * (layers - 1) / 2) + " = " + count.raw;
    return count;
}

Result<EnasCount> countRecurrentSpace(int nodes)
{
    if (nodes < 1 || nodes > kMaxRecurrentNodes)
        return outOfBounds("Nodes of a recurrent cell:", kMaxRecurrentNodes, nodes);
    auto raw = power(kActivationCount, nodes), paper = raw;
    raw *= factorial(nodes - 1);
    paper *= factorial(nodes);
    EnasCount count;
    count.raw = raw.digits();
    count.unique = colouredTrees(nodes, kActivationCount).digits();
    count.uniqueMeans = "up to the numbers of the nodes";
    count.paperFormula = "4^" + std::to_string(nodes) + " × " + std::to_string(nodes) + "! = " + paper.digits();
    return count;
}

} // namespace cw
