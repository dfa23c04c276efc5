#pragma once
#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "core/base/control.h"
#include "core/base/random.h"
#include "core/surrogate/matrix.h"

namespace cw {

/// A block as a network reads it: I1, I2, O1, O2.
using BlockTokens = std::array<std::uint8_t, 4>;
using EncodedCell = std::vector<BlockTokens>;

/// One trainable matrix and where it goes in files. Weights are [inputs][outputs].
struct Parameter {
    std::string_view name;
    Matrix value;
    Matrix gradient;
    float range = 0; ///< starts uniform in -range..range
};

/// One member of an ensemble: cells in, accuracies out. One thread; deterministic. Callers have checked that every input of a
/// cell is below `inputs` and that no cell is empty.
class Network {
public:
    virtual ~Network() = default;
    std::vector<Parameter>& parameters() { return m_parameters; }
    const std::vector<Parameter>& parameters() const { return m_parameters; }

    /// Draws all weights; the last bias becomes logit(mean), so that training starts at the mean of the data.
    void initialise(Random& random, double mean);
    /// Mean absolute error over the batch; parameters' gradients are set to its derivatives.
    virtual double gradients(std::span<const EncodedCell* const> cells, std::span<const float> targets) = 0;
    /// Full forward pass of every cell.
    virtual void predict(std::span<const EncodedCell* const> cells, float* out) = 0;
    /// The same numbers for parent + block, computing what children share once: out[parent * blocks + block].
    /// All parents have the same length. Throws Cancelled.
    virtual void scoreChildren(std::span<const EncodedCell* const> parents, std::span<const BlockTokens> blocks, Control& control, float* out) = 0;

protected:
    /// Returns the index of the parameter.
    std::size_t addParameter(std::string_view name, int rows, int columns, float range);
    const Matrix& value(std::size_t index) const { return m_parameters[index].value; }
    Matrix& gradient(std::size_t index) { return m_parameters[index].gradient; }
    void clearGradients();

private:
    std::vector<Parameter> m_parameters; ///< the last one is the last bias
};

/// inputs: size of the table of block inputs.
std::unique_ptr<Network> makeMlp(int inputs);
std::unique_ptr<Network> makeLstm(int inputs);

float logistic(float x);
/// Derivative of the mean absolute error by what goes into the last sigmoid.
float outputGradient(float prediction, float target, std::size_t batch);

} // namespace cw
