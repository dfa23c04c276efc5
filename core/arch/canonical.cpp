#include "core/arch/canonical.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdio>
#include <limits>
#include <vector>

#include "core/arch/arch_text.h"
#include "core/base/random.h"

namespace cw {
namespace {

// A block as one number whose order is the order of Block: input, operation, input, operation, 4 bits each; then one bit that
// tells whether a list of outputs names it (of blocks that look the same, those outside the list come first).
using Code = std::uint32_t;
constexpr Code kNoCode = std::numeric_limits<Code>::max();
static_assert(kFirstBlock + kMaxBlocks <= 16 && kOpCount <= 15, "a half fits 8 bits and kNoCode is no block");

unsigned halfCode(unsigned input, OpId op) { return input << 4 | static_cast<unsigned>(op); }

Code blockCode(unsigned a, unsigned b, bool listed) { return (a < b ? a << 8 | b : b << 8 | a) << 1 | (listed ? 1U : 0U); }

Half halfOf(unsigned code) { return {static_cast<InputId>(code >> 4), static_cast<OpId>(code & 15)}; }

/// Walks the orders of blocks that the DAG allows. At each position the smallest block that can stand there is forced, so
/// the search branches only where several blocks look the same; of blocks that a mere exchange maps onto each other
/// (with all their readers) one is tried and stands for the others.
class OrderSearch {
public:
    explicit OrderSearch(const Cell& cell)
        : m_count(static_cast<int>(cell.blocks.size()))
        , m_blocks(cell.blocks.data())
    {
        m_best.fill(kNoCode);
        m_label.fill(0);
        m_label[kPrev] = kPrev;
        for (const auto input : cell.listed)
            m_listed[input] = true;
        visit(0, 0, 1);
    }

    const std::array<Code, kMaxBlocks>& best() const { return m_best; }
    /// How many orders give the best sequence: the number of relabellings that leave the cell as it is.
    std::uint64_t automorphisms() const { return m_found; }

private:
    bool placed(InputId input, unsigned done) const { return input < kFirstBlock || (done >> (input - kFirstBlock) & 1U) != 0; }

    bool listed(int block) const { return m_listed[static_cast<std::size_t>(kFirstBlock + block)]; }

    bool exchangeable(int i, int j) const
    {
        const auto exchange = [&](InputId input) {
            return static_cast<unsigned>(input == kFirstBlock + i ? kFirstBlock + j : input == kFirstBlock + j ? kFirstBlock + i : input);
        };
        for (int k = 0; k < m_count; ++k) {
            const auto& old = m_blocks[k == i ? j : k == j ? i : k];
            const auto& now = m_blocks[k];
            if (blockCode(halfCode(exchange(now.a.input), now.a.op), halfCode(exchange(now.b.input), now.b.op), listed(k))
                != blockCode(halfCode(old.a.input, old.a.op), halfCode(old.b.input, old.b.op), listed(k == i ? j : k == j ? i : k)))
                return false;
        }
        return true;
    }

    void visit(int depth, unsigned done, std::uint64_t weight)
    {
        if (depth == m_count) {
            m_found += weight;
            return;
        }
        Code smallest = kNoCode;
        std::array<int, kMaxBlocks> ties;
        int tied = 0;
        for (int i = 0; i < m_count; ++i) {
            const auto& block = m_blocks[i];
            if ((done >> i & 1U) != 0 || !placed(block.a.input, done) || !placed(block.b.input, done))
                continue;
            const auto code = blockCode(halfCode(m_label[block.a.input], block.a.op), halfCode(m_label[block.b.input], block.b.op), listed(i));
            if (code < smallest) {
                smallest = code;
                tied = 0;
            }
            if (code == smallest)
                ties[tied++] = i;
        }
        const auto at = static_cast<std::size_t>(depth);
        if (smallest > m_best[at])
            return;
        if (smallest < m_best[at]) {
            m_best[at] = smallest;
            std::fill(m_best.begin() + depth + 1, m_best.end(), kNoCode);
            m_found = 0;
        }
        for (int t = 0; t < tied; ++t) {
            const int i = ties[t];
            if (i < 0)
                continue;
            std::uint64_t alike = 1;
            for (int u = t + 1; u < tied; ++u)
                if (ties[u] >= 0 && exchangeable(i, ties[u])) {
                    ties[u] = -1;
                    ++alike;
                }
            m_label[kFirstBlock + i] = static_cast<std::uint8_t>(kFirstBlock + depth);
            visit(depth + 1, done | 1U << i, weight * alike);
        }
    }

    int m_count;
    const Block* m_blocks;
    std::array<Code, kMaxBlocks> m_best;
    std::array<std::uint8_t, kFirstBlock + kMaxBlocks> m_label; ///< of inputs: their name in the order being built
    std::array<bool, kFirstBlock + kMaxBlocks> m_listed{};
    std::uint64_t m_found = 0;
};

/// One name for outputs that concatenate the same.
void simplifyOutput(Cell& cell)
{
    const auto parts = concatenated(cell);
    for (const auto rule : {OutputRule::Loose, OutputRule::All})
        if (concatenated({cell.blocks, rule, {}}) == parts) {
            cell.output = rule;
            cell.listed.clear();
            return;
        }
}

} // namespace

Cell canonicalCell(const Cell& cell)
{
    const OrderSearch search(cell);
    Cell result;
    result.output = cell.output;
    result.blocks.reserve(cell.blocks.size());
    for (const auto input : cell.listed)
        if (input < kFirstBlock)
            result.listed.push_back(input);
    for (std::size_t i = 0; i < cell.blocks.size(); ++i) {
        const auto code = search.best()[i];
        result.blocks.push_back({halfOf(code >> 9U), halfOf(code >> 1U & 255U)});
        if ((code & 1U) != 0)
            result.listed.push_back(static_cast<InputId>(kFirstBlock + i));
    }
    return result;
}

Architecture canonical(const Architecture& arch)
{
    Architecture result;
    result.space = arch.space;
    result.cells.reserve(arch.cells.size());
    for (const auto& cell : arch.cells)
        result.cells.push_back(canonicalCell(cell));
    if (arch.space == "micro")
        std::ranges::for_each(result.cells, simplifyOutput);
    result.macro = arch.macro;
    if (!arch.recurrent.nodes.empty())
        result.recurrent = canonicalCell(arch.recurrent);
    return result;
}

std::uint64_t orderings(const Cell& cell)
{
    // All orders the DAG allows, by subsets of blocks already placed; relabellings that change nothing give equal sequences.
    const auto count = cell.blocks.size();
    std::vector<std::uint64_t> ways(std::size_t{1} << count);
    ways[0] = 1;
    for (std::size_t done = 0; done < ways.size(); ++done) {
        if (ways[done] == 0)
            continue;
        for (std::size_t i = 0; i < count; ++i) {
            const auto placed = [&](InputId input) { return input < kFirstBlock || (done >> (input - kFirstBlock) & 1U) != 0; };
            if ((done >> i & 1U) == 0 && placed(cell.blocks[i].a.input) && placed(cell.blocks[i].b.input))
                ways[done | std::size_t{1} << i] += ways[done];
        }
    }
    return ways.back() / OrderSearch(cell).automorphisms();
}

std::uint64_t architectureHash(const Architecture& arch) { return stableHash(toText(canonical(arch))); }

std::string hashText(std::uint64_t hash)
{
    char text[17];
    std::snprintf(text, sizeof text, "%016llx", static_cast<unsigned long long>(hash));
    return text;
}

} // namespace cw
