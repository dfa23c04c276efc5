#include <algorithm>
#include <array>
#include <numeric>
#include <vector>

#include "core/space/pnas_space.h"

// Unique cells are the orbits of the relabellings S_B on labelled cells: B blocks without an order, each with an unordered
// pair of halves, acyclic. By Burnside's lemma their number is the mean, over all relabellings, of how many labelled cells
// a relabelling leaves as they are; that depends only on its cycle lengths.
//
// A cell fixed by sigma is known from one representative block per cycle: the others are its images. For a cycle of length
// L the representative's pair of halves must be fixed by tau = sigma^L. With k operations there are, for inputs {i, j}:
//   i = j, tau i = i:            k(k+1)/2 pairs,
//   i != j, both fixed by tau:   k*k pairs,
//   i != j, exchanged by tau:    k pairs (both halves have the same operation),
//   else none.
// Only which blocks are read matters for acyclicity, so choices are summed by that set first.

namespace cw {
namespace {

constexpr int kMaxCounted = 6;
using Mask = unsigned; ///< set of blocks
using Permutation = std::array<int, kMaxCounted>;

/// Ways to choose a block's halves that read exactly the blocks of the set.
struct Choice {
    Mask reads;
    std::uint64_t ways;
};

Mask image(Mask set, const Permutation& sigma)
{
    Mask result = 0;
    for (int i = 0; i < kMaxCounted; ++i)
        if ((set >> i & 1U) != 0)
            result |= 1U << sigma[static_cast<std::size_t>(i)];
    return result;
}

class FixedCells {
public:
    FixedCells(const PnasSpace& space, const std::vector<int>& cycleLengths)
        : m_operations(space.ops().size())
        , m_inputs(space.cellInputs().size())
        , m_cycles(cycleLengths)
    {
        std::iota(m_sigma.begin(), m_sigma.end(), 0);
        for (const int length : cycleLengths) {
            for (int i = 0; i < length; ++i)
                m_sigma[static_cast<std::size_t>(m_blocks + i)] = m_blocks + (i + 1) % length;
            m_blocks += length;
        }
        for (const int length : cycleLengths)
            m_choices.push_back(choices(length));
    }

    std::uint64_t count()
    {
        m_reads.fill(0);
        return countFrom(0, 0);
    }

private:
    std::vector<Choice> choices(int length) const
    {
        Permutation tau{};
        for (int i = 0; i < m_blocks; ++i) {
            int to = i;
            for (int step = 0; step < length; ++step)
                to = m_sigma[static_cast<std::size_t>(to)];
            tau[static_cast<std::size_t>(i)] = to;
        }
        const auto k = static_cast<std::uint64_t>(m_operations);
        const auto cellInputs = static_cast<std::uint64_t>(m_inputs);
        // Both halves read cell inputs, which no relabelling moves.
        std::vector<Choice> result{{0, cellInputs * k * (cellInputs * k + 1) / 2}};
        for (int i = 0; i < m_blocks; ++i) {
            const bool fixed = tau[static_cast<std::size_t>(i)] == i;
            if (fixed) // beside itself, or beside a cell input
                result.push_back({1U << i, k * (k + 1) / 2 + cellInputs * k * k});
            for (int j = i + 1; j < m_blocks; ++j) {
                if (fixed && tau[static_cast<std::size_t>(j)] == j)
                    result.push_back({1U << i | 1U << j, k * k});
                else if (tau[static_cast<std::size_t>(i)] == j && tau[static_cast<std::size_t>(j)] == i)
                    result.push_back({1U << i | 1U << j, k});
            }
        }
        return result;
    }

    std::uint64_t countFrom(std::size_t cycle, int first)
    {
        if (cycle == m_cycles.size())
            return acyclic() ? 1 : 0;
        std::uint64_t total = 0;
        for (const auto& choice : m_choices[cycle]) {
            Mask reads = choice.reads;
            if ((reads >> first & 1U) != 0)
                continue; // reads itself
            for (int i = 0; i < m_cycles[cycle]; ++i, reads = image(reads, m_sigma))
                m_reads[static_cast<std::size_t>(first + i)] = reads;
            total += choice.ways * countFrom(cycle + 1, first + m_cycles[cycle]);
        }
        return total;
    }

    bool acyclic() const
    {
        const Mask all = (1U << m_blocks) - 1;
        Mask done = 0;
        for (Mask before = all; done != before;) {
            before = done;
            for (int i = 0; i < m_blocks; ++i)
                if ((m_reads[static_cast<std::size_t>(i)] & ~done) == 0)
                    done |= 1U << i;
        }
        return done == all;
    }

    std::size_t m_operations, m_inputs;
    std::vector<int> m_cycles;
    std::vector<std::vector<Choice>> m_choices; ///< per cycle
    Permutation m_sigma{};
    std::array<Mask, kMaxCounted> m_reads{};
    int m_blocks = 0;
};

std::uint64_t factorial(int n) { return n < 2 ? 1 : static_cast<std::uint64_t>(n) * factorial(n - 1); }

/// Relabellings with these cycle lengths: B! over the product of (length * repetitions of that length so far).
std::uint64_t permutationsOfType(const std::vector<int>& lengths)
{
    auto result = factorial(std::accumulate(lengths.begin(), lengths.end(), 0));
    int repeated = 0;
    for (std::size_t i = 0; i < lengths.size(); ++i) {
        repeated = i > 0 && lengths[i] == lengths[i - 1] ? repeated + 1 : 1;
        result /= static_cast<std::uint64_t>(lengths[i]) * static_cast<std::uint64_t>(repeated);
    }
    return result;
}

/// Sum over all cycle types with parts at most `largest`, descending.
std::uint64_t sumOverTypes(const PnasSpace& space, int left, int largest, std::vector<int>& lengths)
{
    if (left == 0)
        return permutationsOfType(lengths) * FixedCells(space, lengths).count();
    std::uint64_t sum = 0;
    for (int length = std::min(left, largest); length >= 1; --length) {
        lengths.push_back(length);
        sum += sumOverTypes(space, left - length, length, lengths);
        lengths.pop_back();
    }
    return sum;
}

} // namespace

Result<SpaceCount> countPnasSpace(const PnasSpace& space, int blocks)
{
    if (blocks < 1 || blocks > kMaxCounted)
        return Error{ErrorCode::InvalidArgument,
                     "Exact counts are known for 1 to " + std::to_string(kMaxCounted) + " blocks; " + std::to_string(blocks)
                         + " blocks cannot be counted.",
                     {}};
    SpaceCount count;
    std::uint64_t raw = 1;
    for (int b = 0; b < blocks; ++b) {
        const auto inputs = space.cellInputs().size() + static_cast<std::size_t>(b);
        const std::uint64_t halves = inputs * space.ops().size();
        raw *= halves * halves;
        count.swapFreeBlocks.push_back(halves * (halves + 1) / 2);
        count.paperFormula += (b > 0 ? " × " : "") + std::to_string(inputs) + "^2·" + std::to_string(space.ops().size()) + "^2";
    }
    count.raw = std::to_string(raw);
    count.paperFormula += " = " + count.raw;
    std::vector<int> lengths;
    count.unique = sumOverTypes(space, blocks, blocks, lengths) / factorial(blocks);
    return count;
}

} // namespace cw
