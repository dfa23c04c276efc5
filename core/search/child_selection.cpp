#include "core/search/child_selection.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "core/base/random.h"
#include "core/search/ranking.h"

namespace cw {
namespace {

/// `count` different numbers of 0..n-1 that are not taken, uniformly, in order of drawing.
std::vector<std::size_t> drawUntaken(std::size_t n, const std::vector<std::size_t>& taken, std::size_t count, Random& random)
{
    std::vector<bool> out(n, false);
    for (const auto index : taken)
        out[index] = true;
    std::vector<std::size_t> left;
    for (std::size_t i = 0; i < n; ++i)
        if (!out[i])
            left.push_back(i);
    count = std::min(count, left.size());
    for (std::size_t i = 0; i < count; ++i)
        std::swap(left[i], left[i + static_cast<std::size_t>(random.below(left.size() - i))]);
    left.resize(count);
    return left;
}

} // namespace

Result<Selection> selectChildren(std::span<const Candidate> parents, const PnasSpace& space, int level, SelectionSize size,
                                 Surrogate& surrogate, std::uint64_t seed, Control& control)
{
    std::vector<Architecture> cells;
    for (const auto& parent : parents)
        cells.push_back(parent.arch);
    const auto scored = scoreAllChildren(space, cells, surrogate, control);
    if (!scored)
        return scored.error();
    if (!std::ranges::all_of(scored->unique, [](const auto& child) { return std::isfinite(child.predicted.mean); }))
        return Error{ErrorCode::Engine,
                     "The predictor gave predictions that are not numbers. What was measured is kept; try a lower predictor learning rate.", {}};

    Selection selection;
    const auto histogram = predictionHistogram(*scored);
    selection.scored = {level, static_cast<std::int64_t>(cells.size()), scored->scored, static_cast<std::int64_t>(scored->unique.size()),
                        scored->expandSeconds + scored->scoreSeconds + scored->mergeSeconds, histogram.low, histogram.high, histogram.bins};
    const auto add = [&](std::size_t index, CandidateRole role) {
        Candidate child;
        child.arch = scored->architecture(index);
        child.parent = parents[scored->unique[index].parent].id;
        child.role = role;
        child.predicted = scored->unique[index].predicted;
        selection.children.push_back(std::move(child));
    };
    const auto chosen = bestChildren(*scored, static_cast<std::size_t>(size.chosen));
    Random random(deriveSeed(deriveSeed(seed, "sampled-children"), static_cast<std::uint64_t>(level)));
    for (const auto index : chosen)
        add(index, CandidateRole::Beam);
    for (const auto index : drawUntaken(scored->unique.size(), chosen, static_cast<std::size_t>(size.sampled), random))
        add(index, CandidateRole::Sampled);
    return selection;
}

} // namespace cw
