#include "core/controller/lstm_step.h"

#include <cmath>
#include <utility>

#include "core/controller/dense.h"

namespace cw {
namespace {

double sigmoid(double x) { return 1 / (1 + std::exp(-x)); }

} // namespace

LstmStep lstmStep(std::vector<double> input, const LstmStep* previous, const float* weights)
{
    const auto n = input.size();
    LstmStep step;
    step.input = std::move(input);
    step.previousState = previous ? previous->state : std::vector<double>(n);
    step.previousMemory = previous ? previous->memory : std::vector<double>(n);
    step.gates.resize(4 * n);
    step.memory.resize(n);
    step.state.resize(n);
    addProduct(step.input, weights, step.gates);
    addProduct(step.previousState, weights + 4 * n * n, step.gates);
    for (std::size_t k = 0; k < 3 * n; ++k)
        step.gates[k] = sigmoid(step.gates[k]);
    for (std::size_t k = 0; k < n; ++k) {
        auto& candidate = step.gates[3 * n + k];
        candidate = std::tanh(candidate);
        step.memory[k] = step.gates[k] * candidate + step.gates[n + k] * step.previousMemory[k];
        step.state[k] = step.gates[2 * n + k] * std::tanh(step.memory[k]);
    }
    return step;
}

void lstmStepBack(const LstmStep& step, const float* weights, std::span<const double> stateGradient, std::span<double> memoryGradient,
                  std::span<double> inputGradient, std::span<double> previousStateGradient, double* weightGradient)
{
    const auto n = step.state.size();
    std::vector<double> sums(4 * n); // gradient before the gates' functions
    for (std::size_t k = 0; k < n; ++k) {
        const double in = step.gates[k], forget = step.gates[n + k], out = step.gates[2 * n + k], candidate = step.gates[3 * n + k];
        const double shown = std::tanh(step.memory[k]);
        const double memory = memoryGradient[k] + stateGradient[k] * out * (1 - shown * shown);
        sums[k] = memory * candidate * in * (1 - in);
        sums[n + k] = memory * step.previousMemory[k] * forget * (1 - forget);
        sums[2 * n + k] = stateGradient[k] * shown * out * (1 - out);
        sums[3 * n + k] = memory * in * (1 - candidate * candidate);
        memoryGradient[k] = memory * forget;
    }
    const auto half = 4 * n * n;
    addBackProduct(inputGradient, weights, sums);
    addBackProduct(previousStateGradient, weights + half, sums);
    addOuterProduct(step.input, sums, weightGradient);
    addOuterProduct(step.previousState, sums, weightGradient + half);
}

} // namespace cw
