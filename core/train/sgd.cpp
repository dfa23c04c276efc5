#include "core/train/sgd_internal.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

namespace cw {

Sgd::Sgd(nn::ParameterList& parameters, SgdSettings settings)
    : m_parameters(parameters)
    , m_settings(settings)
    , m_velocity(at::zeros_like(parameters.flatValues()))
{
}

void Sgd::step(double rate)
{
    const at::NoGradGuard guard;
    auto values = m_parameters.flatValues();
    auto gradients = m_parameters.flatGradients();
    if (m_settings.clip > 0) // as a tensor, so that nothing is read back from the device
        gradients.mul_((m_settings.clip / (gradients.norm() + 1e-6)).clamp_max_(1));
    if (m_settings.weightDecay > 0)
        gradients.narrow(0, 0, m_parameters.decayed()).add_(values.narrow(0, 0, m_parameters.decayed()), m_settings.weightDecay);
    m_velocity.mul_(m_settings.momentum).add_(gradients);
    values.add_(gradients, -rate).add_(m_velocity, -rate * m_settings.momentum);
    gradients.zero_();
}

} // namespace cw
