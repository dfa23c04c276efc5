#pragma once
#include <span>
#include <vector>

namespace cw {

/// One step of an LSTM without bias (Hochreiter, Schmidhuber 1997; forget gate), with what its gradient needs. Vectors of `units` numbers.
struct LstmStep {
    std::vector<double> input, previousState, previousMemory;
    std::vector<double> gates; ///< [4 units] after their functions: input, forget, output gate, candidate
    std::vector<double> memory, state;
};

/// weights: [2 units, 4 units] as in WeightGroup::Lstm. previous: the step before, or nothing (zeros).
LstmStep lstmStep(std::vector<double> input, const LstmStep* previous, const float* weights);

/// Takes the gradient with respect to state and memory of a step to those before it.
/// stateGradient, memoryGradient: [units]; memoryGradient is replaced by that of the memory before. inputGradient and
/// previousStateGradient are added to, and so is weightGradient.
void lstmStepBack(const LstmStep& step, const float* weights, std::span<const double> stateGradient, std::span<double> memoryGradient,
                  std::span<double> inputGradient, std::span<double> previousStateGradient, double* weightGradient);

} // namespace cw
