#include "core/space/pnas_space.h"

#include <algorithm>

#include "core/arch/arch_text.h"
#include "core/arch/canonical.h"
#include "core/arch/words.h"

namespace cw {
namespace {

const std::vector<OpId>& allOperations()
{
    static const auto all = [] {
        std::vector<OpId> ids;
        for (const auto& op : kOps)
            ids.push_back(op.id);
        return ids;
    }();
    return all;
}

const std::vector<InputId>& bothInputs()
{
    static const std::vector<InputId> both{kPrevPrev, kPrev};
    return both;
}

template<class T>
void sortOnce(std::vector<T>& items)
{
    std::sort(items.begin(), items.end());
    items.erase(std::unique(items.begin(), items.end()), items.end());
}

/// Every operation on every input that stands before the position, ascending.
std::vector<Half> halvesAt(const PnasSpace& space, int position)
{
    auto inputs = space.cellInputs();
    for (int b = 0; b < position; ++b)
        inputs.push_back(static_cast<InputId>(kFirstBlock + b));
    std::vector<Half> halves;
    halves.reserve(inputs.size() * space.ops().size());
    for (const auto input : inputs)
        for (const auto op : space.ops())
            halves.push_back({input, op});
    return halves;
}

} // namespace

const std::vector<OpId>& PnasSpace::ops() const { return operations.empty() ? allOperations() : operations; }
const std::vector<InputId>& PnasSpace::cellInputs() const { return inputs.empty() ? bothInputs() : inputs; }

Result<PnasSpace> makePnasSpace(const std::vector<std::string>& operations, const std::vector<std::string>& inputs, int blocks)
{
    if (blocks < 1 || blocks > kMaxBlocks)
        return Error{ErrorCode::InvalidArgument,
                     "A cell has 1 to " + std::to_string(kMaxBlocks) + " blocks; " + std::to_string(blocks) + " cannot be used.", {}};
    PnasSpace space;
    space.blocks = blocks;
    for (const auto& name : operations) {
        const auto op = findOp(name);
        if (!op)
            return Error{ErrorCode::InvalidArgument, "The search space cannot be made: " + unknownOperation(name), {}};
        space.operations.push_back(*op);
    }
    for (const auto& name : inputs) {
        const int input = inputFromName(name);
        if (input != kPrevPrev && input != kPrev)
            return Error{ErrorCode::InvalidArgument,
                         "The search space cannot be made: unknown cell input " + inQuotes(name) + "; known: c-2, c-1.", {}};
        space.inputs.push_back(static_cast<InputId>(input));
    }
    sortOnce(space.operations);
    sortOnce(space.inputs);
    return space;
}

std::vector<Block> blocksAt(const PnasSpace& space, int position)
{
    const auto halves = halvesAt(space, position);
    std::vector<Block> blocks;
    blocks.reserve(halves.size() * (halves.size() + 1) / 2);
    for (std::size_t i = 0; i < halves.size(); ++i)
        for (std::size_t j = i; j < halves.size(); ++j)
            blocks.push_back({halves[i], halves[j]});
    return blocks;
}

std::vector<Architecture> oneBlockCells(const PnasSpace& space)
{
    std::vector<Architecture> cells;
    for (const auto& block : blocksAt(space, 0))
        cells.push_back(pnasArchitecture({block}));
    return cells;
}

Architecture expand(const Architecture& parent, const Block& block)
{
    auto child = parent;
    child.cells.front().blocks.push_back(block);
    return child;
}

Architecture sampleUniform(const PnasSpace& space, int blocks, Random& random)
{
    // Sequences of swap-free blocks are drawn uniformly; a unique cell stands for orderings() of them, so one in as many
    // is kept.
    std::vector<std::vector<Half>> halves;
    for (int b = 0; b < blocks; ++b)
        halves.push_back(halvesAt(space, b));
    Cell cell;
    do {
        cell.blocks.clear();
        for (const auto& choices : halves) {
            const auto n = choices.size();
            // n x (n + 1) equal draws: every pair of different halves comes up twice, and so does every pair of equal ones.
            const auto first = random.below(n);
            const auto second = random.below(n + 1);
            const auto& a = choices[first];
            const auto& b = choices[second == n ? first : second];
            cell.blocks.push_back({std::min(a, b), std::max(a, b)});
        }
    } while (random.below(orderings(cell)) != 0);
    return pnasArchitecture(canonicalCell(cell).blocks);
}

} // namespace cw
