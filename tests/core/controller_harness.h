#pragma once
#include <string>
#include <vector>

#include "core/controller/controller.h"

namespace cw::test {

inline DecisionSpace decisionSpaceOf(const char* space, int size, const std::vector<std::string>& operations)
{
    return *DecisionSpace::make(space, size, operations);
}

/// A space of each kind that is small enough to be counted out.
inline std::vector<DecisionSpace> tinySpaces()
{
    return {decisionSpaceOf("pnas", 1, {"sep3", "id"}), decisionSpaceOf("micro", 1, {"sep3", "id"}), decisionSpaceOf("macro", 3, {"conv3", "max3"}),
            decisionSpaceOf("recurrent", 3, {"tanh", "relu"})};
}

/// Every row of choices of a space.
inline std::vector<std::vector<int>> allChoices(const DecisionSpace& space)
{
    std::vector<std::vector<int>> rows(1);
    for (const auto& spec : space.decisions()) {
        std::vector<std::vector<int>> longer;
        for (const auto& row : rows)
            for (int option = 0; option < spec.options; ++option) {
                longer.push_back(row);
                longer.back().push_back(option);
            }
        rows = std::move(longer);
    }
    return rows;
}

/// Small, and with a policy far from uniform: every treatment of logits is at work.
inline ControllerSettings tinySettings()
{
    ControllerSettings settings;
    settings.units = 5;
    settings.initialRange = 1;
    settings.temperature = 1.5;
    settings.tanhConstant = 2.5;
    settings.operationDivisor = 1.3;
    settings.distancePrior = 1.0 / 6;
    return settings;
}

} // namespace cw::test
