#pragma once
#include <cstdint>
#include <memory>

#include "core/arch/network_plan.h"
#include "core/base/result.h"
#include "core/nn/layers_internal.h"

namespace cw::nn {

/// A network of final form over pictures, whatever its space: what training and scoring need of it, and the head that all share
/// (global average pooling, in training dropout, a linear classifier with bias). Not thread-safe.
class ImageNetwork {
public:
    virtual ~ImageNetwork() = default;
    ImageNetwork(const ImageNetwork&) = delete;
    ImageNetwork& operator=(const ImageNetwork&) = delete;

    /// What is dropped before the classifier: a part of the pooled values, drawn from `seed`.
    struct Dropout {
        double fraction = 0; ///< 0: nothing is dropped
        std::uint64_t seed = 0;
    };
    /// [N, C, H, W] float, channels_last -> logits [N, classes].
    at::Tensor forward(const at::Tensor& images, const Mode& mode) const { return forward(images, mode, Dropout{}); }
    at::Tensor forward(const at::Tensor& images, const Mode& mode, const Dropout& dropout) const;
    /// Features before global average pooling, [N, C, H, W].
    virtual at::Tensor features(const at::Tensor& images, const Mode& mode) const = 0;

    ParameterList& parameters() { return m_list; }
    const ParameterList& parameters() const { return m_list; }

protected:
    /// Weights are drawn from `seed`.
    explicit ImageNetwork(std::uint64_t seed);
    /// Last, once everything else is declared: the classifier, then the flat buffers. trainable: with gradients.
    void finish(std::int64_t channels, std::int64_t classes, const at::Device& device, bool trainable);

    ParameterList m_list;

private:
    at::Tensor m_weight, m_bias;
};

/// x with a part of its values, drawn from `seed` on the host, set to zero and the others scaled up by as much: the same on every device.
at::Tensor dropOut(const at::Tensor& x, const ImageNetwork::Dropout& dropout);

/// The network of an architecture of the spaces pnas, micro and macro. Refuses, in words, what has no plan.
Result<std::unique_ptr<ImageNetwork>> makeImageNetwork(const Architecture& arch, const NetworkShape& shape, std::uint64_t seed, const at::Device& device,
                                                       bool trainable = true);

} // namespace cw::nn
