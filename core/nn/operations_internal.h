#pragma once
#include <string>

#include "core/arch/operation.h"
#include "core/nn/layers_internal.h"

namespace cw::nn {

/// One built operation of a cell, C channels in and out. activated: it begins with a ReLU, so it is given the shared relu(input).
struct Operation {
    bool activated = false;
    Layers layers; ///< none: the output is the input itself
    bool isIdentity() const { return layers.empty(); }
};
/// stride is 1 or 2; height and width become ceil(size / stride).
Operation makeOperation(ParameterList& list, const std::string& name, OpId op, std::int64_t channels, std::int64_t stride);

} // namespace cw::nn
