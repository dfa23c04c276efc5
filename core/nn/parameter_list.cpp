#include "core/nn/parameter_list_internal.h"

#include <algorithm>

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

namespace cw::nn {
namespace {

/// A piece of a flat buffer in the given shape; images' weights with channels innermost.
at::Tensor view(const at::Tensor& flat, std::int64_t offset, at::IntArrayRef shape)
{
    const auto piece = flat.narrow(0, offset, c10::multiply_integers(shape));
    if (shape.size() != 4)
        return piece.view(shape);
    return piece.view({shape[0], shape[2], shape[3], shape[1]}).permute({0, 3, 1, 2});
}

NamedBuffer plain(const at::Tensor& tensor)
{
    const auto host = tensor.detach().to(at::kCPU).contiguous();
    NamedBuffer buffer;
    buffer.shape = host.sizes().vec();
    buffer.data.assign(host.data_ptr<float>(), host.data_ptr<float>() + host.numel());
    return buffer;
}

Status fill(const std::string& name, at::Tensor tensor, const NamedBuffers& buffers)
{
    const auto found = buffers.find(name);
    if (found == buffers.end())
        return Error{ErrorCode::Corrupt, "The weights do not fit this network: \"" + name + "\" is missing.", {}};
    const auto& buffer = found->second;
    if (at::IntArrayRef(buffer.shape) != tensor.sizes() || static_cast<std::int64_t>(buffer.data.size()) != tensor.numel())
        return Error{ErrorCode::Corrupt, "The weights do not fit this network: \"" + name + "\" has another shape.", {}};
    const at::NoGradGuard guard;
    tensor.copy_(at::from_blob(const_cast<float*>(buffer.data.data()), tensor.sizes(), at::kFloat));
    return {};
}

} // namespace

ParameterList::ParameterList(std::uint64_t seed)
    : m_random(seed)
{
}

at::Tensor ParameterList::addNormal(std::string name, at::IntArrayRef shape, double deviation, bool decays)
{
    auto tensor = at::zeros(shape, at::kFloat);
    if (deviation > 0)
        for (auto *p = tensor.data_ptr<float>(), *end = p + tensor.numel(); p != end; ++p)
            *p = static_cast<float>(deviation * m_random.normal());
    m_parameters.push_back({std::move(name), tensor, decays});
    return tensor;
}

at::Tensor ParameterList::addConstant(std::string name, at::IntArrayRef shape, float value)
{
    auto tensor = at::full(shape, value, at::kFloat);
    m_parameters.push_back({std::move(name), tensor, false});
    return tensor;
}

at::Tensor ParameterList::addStatistic(std::string name, std::int64_t channels, float value)
{
    auto tensor = at::full({channels}, value, at::kFloat);
    m_statistics.push_back({std::move(name), tensor, value});
    return tensor;
}

std::int64_t ParameterList::count() const
{
    std::int64_t total = 0;
    for (const auto& p : m_parameters)
        total += p.tensor.numel();
    return total;
}

void ParameterList::pack(const at::Device& device, bool trainable)
{
    std::stable_partition(m_parameters.begin(), m_parameters.end(), [](const Parameter& p) { return p.decays; });
    const auto options = at::TensorOptions().dtype(at::kFloat).device(device);
    m_values = at::empty({count()}, options);
    if (trainable)
        m_gradients = at::zeros({count()}, options);
    std::int64_t offset = 0;
    for (auto& p : m_parameters) {
        auto home = view(m_values, offset, p.tensor.sizes());
        home.copy_(p.tensor);
        p.tensor.set_data(home);
        if (trainable) {
            p.tensor.set_requires_grad(true);
            p.tensor.mutable_grad() = view(m_gradients, offset, p.tensor.sizes());
        }
        offset += p.tensor.numel();
        if (p.decays)
            m_decayed = offset;
    }
    std::int64_t statistics = 0;
    for (const auto& s : m_statistics)
        statistics += s.tensor.numel();
    m_flatStatistics = at::empty({statistics}, options);
    offset = 0;
    for (auto& s : m_statistics) {
        s.tensor.set_data(view(m_flatStatistics, offset, s.tensor.sizes()));
        offset += s.tensor.numel();
    }
    resetStatistics();
}

void ParameterList::resetStatistics()
{
    for (auto& s : m_statistics)
        s.tensor.fill_(s.start);
}

NamedBuffers ParameterList::save() const
{
    NamedBuffers buffers;
    for (const auto& p : m_parameters)
        buffers.emplace(p.name, plain(p.tensor));
    for (const auto& s : m_statistics)
        buffers.emplace(s.name, plain(s.tensor));
    return buffers;
}

Status ParameterList::restore(const NamedBuffers& buffers)
{
    for (const auto& p : m_parameters)
        if (auto status = fill(p.name, p.tensor, buffers); !status)
            return status;
    for (const auto& s : m_statistics)
        if (auto status = fill(s.name, s.tensor, buffers); !status)
            return status;
    return {};
}

} // namespace cw::nn
