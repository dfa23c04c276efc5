#pragma once
#include <memory>
#include <span>

#include <ATen/core/Tensor.h>

#include "core/batch/data_order.h"
#include "core/dataset/dataset.h"

namespace cw {

struct ImageBatch {
    at::Tensor images; ///< [N, C, H, W] float, channels_last, normalized by the data's mean and deviation
    at::Tensor labels; ///< [N] int64
};

/// The images of a data set as tensors on one device: borrowed from the mapping on the CPU, copied once to other devices.
/// Batches are cut out, augmented and normalized there. Not thread-safe.
class ImageBatches {
public:
    ImageBatches(std::shared_ptr<const ImageData> data, const at::Device& device);
    /// augmentations: one an image, or none. Pixels outside an image are black (0 before normalizing).
    ImageBatch batch(std::span<const std::int64_t> images, std::span<const Augmentation> augmentations = {}) const;
    const at::Device& device() const { return m_device; }

private:
    at::Tensor shifted(const at::Tensor& indices, std::span<const Augmentation> augmentations) const;

    std::shared_ptr<const ImageData> m_data;
    at::Device m_device;
    at::Tensor m_pixels;        ///< [N, H, W, C] uint8
    at::Tensor m_labels;        ///< [N] int64
    at::Tensor m_scale, m_bias; ///< [C]: normalized = byte * scale + bias
};

} // namespace cw
