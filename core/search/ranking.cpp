#include "core/search/ranking.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <numeric>
#include <unordered_set>
#include <utility>

#include "core/arch/canonical.h"

namespace cw {
namespace {

constexpr std::size_t kCheckEvery = 4096; ///< children between two looks at the control

/// The canonical blocks themselves, 16 bits each: equal exactly when the cells are.
using Key = std::array<std::uint64_t, 3>;
static_assert(kMaxBlocks * 16 <= 3 * 64 && kFirstBlock + kMaxBlocks <= 16 && kOpCount <= 16);

Key keyOf(const Cell& cell)
{
    const auto sorted = canonicalCell(cell);
    Key key{};
    for (std::size_t i = 0; i < sorted.blocks.size(); ++i) {
        const auto half = [](const Half& h) { return static_cast<std::uint64_t>(h.input) << 4U | static_cast<std::uint64_t>(h.op); };
        key[i / 4] |= (half(sorted.blocks[i].a) << 8U | half(sorted.blocks[i].b)) << (i % 4 * 16);
    }
    return key;
}

struct KeyHash {
    std::size_t operator()(const Key& key) const
    {
        std::uint64_t h = 0;
        for (const auto part : key) {
            h = (h ^ part) * 0x9e3779b97f4a7c15ULL;
            h ^= h >> 32;
        }
        return static_cast<std::size_t>(h);
    }
};

class Stopwatch {
public:
    /// Seconds since the last call.
    double lap()
    {
        const auto now = std::chrono::steady_clock::now();
        return std::chrono::duration<double>(now - std::exchange(m_since, now)).count();
    }

private:
    std::chrono::steady_clock::time_point m_since = std::chrono::steady_clock::now();
};

Status checkParents(const PnasSpace& space, std::span<const Architecture> parents)
{
    if (parents.empty())
        return Error{ErrorCode::InvalidArgument, "There are no cells to expand.", {}};
    const int size = parents.front().blockCount();
    for (const auto& parent : parents) {
        if (const auto problem = validityProblem(parent); !problem.empty())
            return Error{ErrorCode::InvalidArgument, problem, {}};
        if (parent.space != "pnas" || parent.blockCount() != size)
            return Error{ErrorCode::InvalidArgument, "All cells to expand must have one cell with the same number of blocks.", {}};
    }
    if (size >= space.blocks)
        return Error{ErrorCode::InvalidArgument,
                     "Cells of " + std::to_string(size) + " blocks cannot be expanded: the space allows " + std::to_string(space.blocks) + ".", {}};
    return {};
}

} // namespace

Architecture ScoredChildren::architecture(std::size_t index) const
{
    const auto& child = unique[index];
    return expand(parents[child.parent], blocks[child.block]);
}

Result<ScoredChildren> scoreAllChildren(const PnasSpace& space, std::span<const Architecture> parents, Surrogate& surrogate, Control& control)
{
    if (auto checked = checkParents(space, parents); !checked)
        return checked.error();
    Stopwatch watch;
    ScoredChildren result;
    result.parents.assign(parents.begin(), parents.end());
    result.blocks = blocksAt(space, parents.front().blockCount());
    result.scored = static_cast<std::int64_t>(parents.size() * result.blocks.size());
    result.expandSeconds = watch.lap();

    auto scores = surrogate.scoreChildren(result.parents, result.blocks, control);
    if (!scores)
        return scores.error();
    result.scoreSeconds = watch.lap();

    std::unordered_set<Key, KeyHash> seen;
    seen.reserve(static_cast<std::size_t>(result.scored));
    result.unique.reserve(static_cast<std::size_t>(result.scored));
    for (std::size_t p = 0; p < parents.size(); ++p) {
        Cell child = parents[p].cell();
        child.blocks.emplace_back();
        for (std::size_t b = 0; b < result.blocks.size(); ++b) {
            if ((p * result.blocks.size() + b) % kCheckEvery == 0)
                control.check();
            child.blocks.back() = result.blocks[b];
            if (seen.insert(keyOf(child)).second)
                result.unique.push_back({static_cast<std::uint32_t>(p), static_cast<std::uint32_t>(b), (*scores)[p][b]});
        }
    }
    result.mergeSeconds = watch.lap();
    return result;
}

std::vector<std::size_t> bestChildren(const ScoredChildren& children, std::size_t k)
{
    std::vector<std::size_t> order(children.unique.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    const auto better = [&](std::size_t a, std::size_t b) {
        const double x = children.unique[a].predicted.mean, y = children.unique[b].predicted.mean;
        return x != y ? x > y : a < b;
    };
    const auto count = std::min(k, order.size());
    std::partial_sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(count), order.end(), better);
    order.resize(count);
    return order;
}

PredictionHistogram predictionHistogram(const ScoredChildren& children, int bins)
{
    PredictionHistogram histogram;
    histogram.bins.assign(static_cast<std::size_t>(std::max(bins, 1)), 0);
    if (children.unique.empty())
        return histogram;
    const auto [low, high] = std::ranges::minmax(children.unique, {}, [](const ScoredChild& c) { return c.predicted.mean; });
    histogram.low = low.predicted.mean;
    histogram.high = high.predicted.mean;
    const double width = histogram.high - histogram.low;
    const auto last = histogram.bins.size() - 1;
    for (const auto& child : children.unique) {
        const double position = width > 0 ? (child.predicted.mean - histogram.low) / width : 0;
        ++histogram.bins[std::min(last, static_cast<std::size_t>(position * static_cast<double>(histogram.bins.size())))];
    }
    return histogram;
}

} // namespace cw
