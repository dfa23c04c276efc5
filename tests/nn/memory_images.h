#pragma once
#include <algorithm>
#include <cmath>
#include <vector>

#include "core/base/random.h"
#include "core/dataset/dataset.h"

namespace cw::test {

/// Images made in memory, all of the data's training part.
class MemoryImages : public ImageData {
public:
    MemoryImages(ImageShape shape, int classes, std::vector<std::uint8_t> pixels, std::vector<std::int32_t> labels)
        : m_shape(shape)
        , m_pixels(std::move(pixels))
        , m_labels(std::move(labels))
        , m_origins(m_labels.size(), Split::Train)
    {
        for (int c = 0; c < classes; ++c)
            m_info.classes.push_back("class " + std::to_string(c));
        m_info.shape = shape;
        std::array<double, 3> squares{};
        for (std::size_t i = 0; i < m_pixels.size(); ++i) {
            const auto c = i % static_cast<std::size_t>(shape.channels);
            m_mean[c] += m_pixels[i] / 255.0;
            squares[c] += m_pixels[i] / 255.0 * m_pixels[i] / 255.0;
        }
        const auto each = static_cast<double>(m_pixels.size()) / shape.channels;
        for (std::size_t c = 0; c < static_cast<std::size_t>(shape.channels); ++c) {
            m_mean[c] /= each;
            m_deviation[c] = std::sqrt(std::max(0.0, squares[c] / each - m_mean[c] * m_mean[c]));
        }
        for (std::size_t i = 0; i < m_labels.size(); ++i)
            m_hashes.push_back(i);
    }
    const DatasetInfo& info() const override { return m_info; }
    ImageShape shape() const override { return m_shape; }
    std::int64_t size() const override { return static_cast<std::int64_t>(m_labels.size()); }
    const std::uint8_t* pixels(std::int64_t index) const override { return m_pixels.data() + static_cast<std::size_t>(index) * m_pixels.size() / m_labels.size(); }
    std::span<const std::uint8_t> allPixels() const override { return m_pixels; }
    std::span<const std::int32_t> labels() const override { return m_labels; }
    std::span<const std::uint64_t> hashes() const override { return m_hashes; }
    std::span<const Split> origins() const override { return m_origins; }
    std::array<double, 3> mean() const override { return m_mean; }
    std::array<double, 3> deviation() const override { return m_deviation; }
    std::string fingerprint() const override { return "memory" + std::to_string(stableHash({reinterpret_cast<const char*>(m_pixels.data()), m_pixels.size()})); }
    std::filesystem::path cacheFile() const override { return {}; }

private:
    DatasetInfo m_info;
    ImageShape m_shape;
    std::vector<std::uint8_t> m_pixels;
    std::vector<std::int32_t> m_labels;
    std::vector<std::uint64_t> m_hashes;
    std::vector<Split> m_origins;
    std::array<double, 3> m_mean{}, m_deviation{};
};

/// Noise with bright rows for class 0, bright columns for class 1, a bright centre for class 2.
inline std::shared_ptr<const ImageData> separableImages(int count, ImageShape shape = {1, 8, 8})
{
    Random random(5);
    std::vector<std::uint8_t> pixels;
    std::vector<std::int32_t> labels;
    for (int i = 0; i < count; ++i) {
        const int label = i % 3;
        labels.push_back(label);
        for (int y = 0; y < shape.height; ++y)
            for (int x = 0; x < shape.width; ++x) {
                const bool middle = y >= shape.height / 4 && y < 3 * shape.height / 4 && x >= shape.width / 4 && x < 3 * shape.width / 4;
                const bool bright = label == 0 ? y % 3 == 0 : label == 1 ? x % 3 == 0 : middle;
                for (int c = 0; c < shape.channels; ++c)
                    pixels.push_back(static_cast<std::uint8_t>(random.below(100) + (bright ? 120 : 0)));
            }
    }
    return std::make_shared<MemoryImages>(shape, 3, std::move(pixels), std::move(labels));
}

} // namespace cw::test
