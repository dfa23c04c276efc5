#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include <ATen/core/Tensor.h>

#include "core/base/random.h"
#include "core/base/result.h"
#include "core/search/surrogate.h"

namespace cw::nn {

/// A trainable tensor under a stable name ("cell2.block1.a.0.weight"). Weights decay; scales, shifts and biases do not.
struct Parameter {
    std::string name;
    at::Tensor tensor;
    bool decays = false;
};
/// A running mean or variance of batch normalization; not trained.
struct Statistic {
    std::string name;
    at::Tensor tensor;
    float start = 0;
};

/// All numbers of one network. Layers declare them, each drawn at once from one generator in order of declaration; pack() then
/// moves them into flat buffers (those that decay first), so that clipping, decay and momentum are a handful of vector operations.
/// Tensor handles given out before pack() stay valid. Four-dimensional weights lie in channels_last order within the buffer.
/// Not thread-safe.
class ParameterList {
public:
    explicit ParameterList(std::uint64_t seed);

    /// Normal with the given deviation (0: all zero).
    at::Tensor addNormal(std::string name, at::IntArrayRef shape, double deviation, bool decays);
    at::Tensor addConstant(std::string name, at::IntArrayRef shape, float value);
    at::Tensor addStatistic(std::string name, std::int64_t channels, float value);

    /// Once, after the last declaration. Allocates gradients too if the network is to be trained.
    void pack(const at::Device& device, bool trainable);
    void resetStatistics();

    const std::vector<Parameter>& parameters() const { return m_parameters; }
    const std::vector<Statistic>& statistics() const { return m_statistics; }
    std::int64_t count() const;
    /// Flat buffers after pack(): [parameters], [parameters], [statistics]. The first decayed() parameters are those that decay.
    const at::Tensor& flatValues() const { return m_values; }
    const at::Tensor& flatGradients() const { return m_gradients; }
    const at::Tensor& flatStatistics() const { return m_flatStatistics; }
    std::int64_t decayed() const { return m_decayed; }

    /// Parameters and statistics by name, row-major [out, in, height, width].
    NamedBuffers save() const;
    /// Refuses missing names and other shapes; unknown names are ignored.
    Status restore(const NamedBuffers& buffers);

private:
    Random m_random;
    std::vector<Parameter> m_parameters;
    std::vector<Statistic> m_statistics;
    at::Tensor m_values, m_gradients, m_flatStatistics;
    std::int64_t m_decayed = 0;
};

} // namespace cw::nn
