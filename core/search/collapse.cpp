#include "core/search/collapse.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/space/decisions.h"

namespace cw {
namespace {

constexpr double kMostShare = 0.75;   ///< of the choices of operations by one of them
constexpr double kMostSkips = 0.9;    ///< of the skips that could be on
constexpr double kLeastEntropy = 0.05; ///< of the greatest

std::string percent(double fraction) { return std::to_string(static_cast<int>(std::lround(100 * fraction))) + " %"; }

constexpr const char* kAdvice = " What it finds may be no better than chance; a larger entropy weight or a smaller controller rate may help.";

template<class Condition>
bool always(std::span<const PolicyUpdated> events, Condition condition)
{
    return std::all_of(events.begin(), events.end(), condition);
}

std::string nameOf(std::size_t operation, std::span<const std::string> labels)
{
    return operation < labels.size() ? labels[operation] : "operation " + std::to_string(operation + 1);
}

std::optional<std::string> oneOperation(std::span<const PolicyUpdated> events, std::span<const std::string> labels)
{
    const auto& last = events.back();
    if (last.operationShares.size() < 2)
        return std::nullopt; // there is nothing to choose
    const auto top = static_cast<std::size_t>(std::max_element(last.operationShares.begin(), last.operationShares.end()) - last.operationShares.begin());
    if (!always(events, [=](const PolicyUpdated& e) { return top < e.operationShares.size() && e.operationShares[top] >= kMostShare; }))
        return std::nullopt;
    return "Nearly all choices are one operation (" + nameOf(top, labels) + ", " + percent(last.operationShares[top]) + "): the controller has collapsed." + kAdvice;
}

std::optional<std::string> skips(std::span<const PolicyUpdated> events, std::span<const std::string>)
{
    if (!always(events, [](const PolicyUpdated& e) { return e.child.space == "macro" && e.skipShare >= kMostSkips; }))
        return std::nullopt;
    return "Nearly all skips are on (" + percent(events.back().skipShare) + "): the controller has collapsed." + kAdvice;
}

std::optional<std::string> identity(std::span<const PolicyUpdated> events, std::span<const std::string>)
{
    if (!always(events, [](const PolicyUpdated& e) { return e.child.space != "macro" && e.operationShares.size() > 1 && e.skipShare >= kMostShare; }))
        return std::nullopt;
    return "Most operations are the identity (" + percent(events.back().skipShare) + "), which computes nothing: the controller has collapsed." + kAdvice;
}

std::optional<std::string> certainty(std::span<const PolicyUpdated> events, std::span<const std::string>)
{
    if (!always(events, [](const PolicyUpdated& e) { return e.uniformEntropy > 0 && e.entropy <= kLeastEntropy * e.uniformEntropy; }))
        return std::nullopt;
    return "The controller samples nearly the same architecture every time (its entropy is " + percent(events.back().entropy / events.back().uniformEntropy)
           + " of the greatest): it has settled or collapsed." + kAdvice;
}

/// The first row that finds something speaks; a new kind of collapse is a row here.
constexpr std::array kRows{identity, oneOperation, skips, certainty};

} // namespace

std::vector<std::string> operationLabels(std::string_view space, std::span<const std::string> operations)
{
    const auto decisions = DecisionSpace::make(std::string(space), 1, operations);
    std::vector<std::string> labels(operations.begin(), operations.end());
    for (std::size_t i = 0; decisions && i < labels.size(); ++i)
        labels[i] = decisions->operationLabel(static_cast<int>(i));
    return labels;
}

std::optional<std::string> collapseAlarm(std::span<const PolicyUpdated> newest, std::span<const std::string> labels)
{
    if (newest.size() < kCollapseEvents)
        return std::nullopt;
    const auto last = newest.last(kCollapseEvents);
    for (const auto row : kRows)
        if (auto words = row(last, labels))
            return words;
    return std::nullopt;
}

} // namespace cw
