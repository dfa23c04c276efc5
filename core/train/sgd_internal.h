#pragma once
#include "core/nn/parameter_list_internal.h"

namespace cw {

struct SgdSettings {
    double momentum = 0.9;
    double weightDecay = 0; ///< on the parameters that decay
    double clip = 0;        ///< greatest L2 norm of the whole gradient, before decay is added; 0: none
};

/// SGD with Nesterov momentum (Sutskever et al. 2013) over the flat buffers of a packed ParameterList, which is borrowed:
/// g += decay * p;  v = momentum * v + g;  p -= rate * (g + momentum * v).
class Sgd {
public:
    Sgd(nn::ParameterList& parameters, SgdSettings settings);
    /// Uses and then clears the gradients.
    void step(double rate);
    const at::Tensor& velocity() const { return m_velocity; }

private:
    nn::ParameterList& m_parameters;
    SgdSettings m_settings;
    at::Tensor m_velocity;
};

} // namespace cw
