#include "core/batch/image_batches_internal.h"

#include <algorithm>

#include <ATen/ATen.h>

namespace cw {
namespace {

/// A copy, as later work on the device may outlive the host's numbers.
at::Tensor indexTensor(std::span<const std::int64_t> numbers, at::IntArrayRef shape, const at::Device& device)
{
    auto host = at::empty(shape, at::kLong);
    std::copy(numbers.begin(), numbers.end(), host.data_ptr<std::int64_t>());
    return host.to(device);
}

} // namespace

ImageBatches::ImageBatches(std::shared_ptr<const ImageData> data, const at::Device& device)
    : m_data(std::move(data))
    , m_device(device)
{
    const auto shape = m_data->shape();
    const auto bytes = const_cast<std::uint8_t*>(m_data->allPixels().data()); // from_blob takes no const; nothing writes to it
    m_pixels = at::from_blob(bytes, {m_data->size(), shape.height, shape.width, shape.channels}, at::kByte).to(device);
    const auto labels = m_data->labels();
    m_labels = at::from_blob(const_cast<std::int32_t*>(labels.data()), {m_data->size()}, at::kInt).to(device, at::kLong);
    m_scale = at::empty({shape.channels}, at::kFloat);
    m_bias = at::empty({shape.channels}, at::kFloat);
    for (int c = 0; c < shape.channels; ++c) {
        const auto channel = static_cast<std::size_t>(std::min(c, 2));
        const double deviation = std::max(1e-3, m_data->deviation()[channel]); // images of one colour have none
        m_scale.data_ptr<float>()[c] = static_cast<float>(1 / (255 * deviation));
        m_bias.data_ptr<float>()[c] = static_cast<float>(-m_data->mean()[channel] / deviation);
    }
    m_scale = m_scale.to(device);
    m_bias = m_bias.to(device);
}

ImageBatch ImageBatches::batch(std::span<const std::int64_t> images, std::span<const Augmentation> augmentations) const
{
    const auto indices = indexTensor(images, {static_cast<std::int64_t>(images.size())}, m_device);
    auto bytes = augmentations.empty() ? m_pixels.index_select(0, indices) : shifted(indices, augmentations);
    auto pixels = bytes.to(at::kFloat).mul_(m_scale).add_(m_bias);
    return {pixels.permute({0, 3, 1, 2}), m_labels.index_select(0, indices)};
}

at::Tensor ImageBatches::shifted(const at::Tensor& indices, std::span<const Augmentation> augmentations) const
{
    const auto height = m_pixels.size(1), width = m_pixels.size(2), channels = m_pixels.size(3);
    const auto count = static_cast<std::int64_t>(augmentations.size());
    std::vector<std::int64_t> rows, columns; // clamped; where they were outside, the pixel is made black
    std::vector<std::int64_t> rowsInside, columnsInside;
    for (const auto& a : augmentations) {
        for (std::int64_t y = 0; y < height; ++y) {
            rows.push_back(std::clamp<std::int64_t>(y + a.dy, 0, height - 1));
            rowsInside.push_back(rows.back() == y + a.dy);
        }
        for (std::int64_t i = 0; i < width; ++i) {
            const auto x = (a.mirror ? width - 1 - i : i) + a.dx;
            columns.push_back(std::clamp<std::int64_t>(x, 0, width - 1));
            columnsInside.push_back(columns.back() == x);
        }
    }
    const auto y = indexTensor(rows, {count, height, 1}, m_device);
    const auto x = indexTensor(columns, {count, 1, width}, m_device);
    const auto places = ((indices.view({count, 1, 1}) * height + y) * width + x).view(-1);
    auto bytes = m_pixels.view({-1, channels}).index_select(0, places).view({count, height, width, channels});
    const bool moved = std::any_of(augmentations.begin(), augmentations.end(), [](const Augmentation& a) { return a.dx != 0 || a.dy != 0; });
    if (moved) {
        const auto inside = indexTensor(rowsInside, {count, height, 1}, m_device) * indexTensor(columnsInside, {count, 1, width}, m_device);
        bytes.mul_(inside.to(at::kByte).unsqueeze(3));
    }
    return bytes;
}

} // namespace cw
