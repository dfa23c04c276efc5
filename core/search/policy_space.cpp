#include "core/search/policy_space.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

namespace cw {
namespace {

/// The setting that holds the size of a space.
struct Row {
    std::string_view space;
    const char* size;
};
constexpr std::array kRows{Row{"pnas", "blocks"}, Row{"micro", "nodes"}, Row{"macro", "layers"}, Row{"recurrent", "nodes"}};

} // namespace

int spaceSizeSetting(std::string_view space, const Settings& settings)
{
    for (const auto& row : kRows)
        if (row.space == space)
            return static_cast<int>(settings.integer(row.size));
    return 1;
}

Result<DecisionSpace> decisionSpace(std::string_view space, const Settings& settings)
{
    return DecisionSpace::make(std::string(space), spaceSizeSetting(space, settings), settings.list("operations"));
}

std::vector<int> drawUniform(const DecisionSpace& space, Random& random)
{
    std::vector<int> choices;
    for (const auto& decision : space.decisions())
        choices.push_back(static_cast<int>(random.below(static_cast<std::uint64_t>(decision.options))));
    return choices;
}

bool areChoices(const DecisionSpace& space, std::span<const int> choices)
{
    return std::equal(choices.begin(), choices.end(), space.decisions().begin(), space.decisions().end(),
                      [](int choice, const DecisionSpec& decision) { return choice >= 0 && choice < decision.options; });
}

double uniformEntropy(const DecisionSpace& space)
{
    double sum = 0;
    for (const auto& decision : space.decisions())
        sum += std::log(static_cast<double>(decision.options));
    return sum;
}

std::int64_t rowsOfChoices(const DecisionSpace& space, std::int64_t most)
{
    std::int64_t rows = 1;
    for (const auto& decision : space.decisions())
        if (rows > most / decision.options)
            return most;
        else
            rows *= decision.options;
    return rows;
}

} // namespace cw
