#include "core/dataset/resize.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <vector>

namespace cw {
namespace {

constexpr int kWeightBits = 14;
constexpr std::int32_t kOne = 1 << kWeightBits;

/// What one output position takes from the source: weights of consecutive positions, which sum to kOne exactly.
struct Tap {
    int first = 0;
    std::vector<std::int32_t> weights;
};

void normalise(Tap& tap, const std::vector<double>& shares)
{
    double total = 0;
    for (const double share : shares)
        total += share;
    std::int32_t given = 0;
    for (const double share : shares) {
        tap.weights.push_back(static_cast<std::int32_t>(std::lround(share / total * kOne)));
        given += tap.weights.back();
    }
    *std::max_element(tap.weights.begin(), tap.weights.end()) += kOne - given;
}

/// Taps for bringing `length` source positions starting at `start` (may be fractional) to `count` positions.
std::vector<Tap> makeTaps(double start, double length, int limit, int count)
{
    std::vector<Tap> taps(static_cast<std::size_t>(count));
    const double step = length / count;
    for (int i = 0; i < count; ++i) {
        auto& tap = taps[static_cast<std::size_t>(i)];
        std::vector<double> shares;
        if (step >= 1) { // covered area
            const double from = start + i * step, to = from + step;
            tap.first = std::clamp(static_cast<int>(std::floor(from)), 0, limit - 1);
            for (int x = tap.first; x < limit && x < to; ++x)
                shares.push_back(std::max(1e-9, std::min(to, x + 1.0) - std::max(from, static_cast<double>(x))));
        } else { // between the two nearest centres
            const double centre = std::clamp(start + (i + 0.5) * step - 0.5, 0.0, limit - 1.0);
            tap.first = std::min(static_cast<int>(centre), std::max(0, limit - 2));
            const double part = centre - tap.first;
            shares = limit > 1 ? std::vector<double>{1 - part, part} : std::vector<double>{1.0};
        }
        normalise(tap, shares);
    }
    return taps;
}

void scale(const PictureView& in, int width, int height, std::vector<std::uint8_t>& out)
{
    // The largest centred area of the target's proportions.
    const double factor = std::min(static_cast<double>(in.width) / width, static_cast<double>(in.height) / height);
    const double cropWidth = factor * width, cropHeight = factor * height;
    const auto across = makeTaps((in.width - cropWidth) / 2, cropWidth, in.width, width);
    const auto down = makeTaps((in.height - cropHeight) / 2, cropHeight, in.height, height);
    const auto c = static_cast<std::size_t>(in.channels), rowOut = static_cast<std::size_t>(width) * c;
    // Source rows are reduced across once each and kept with 6 extra bits; the sums fit 32 bits.
    const int firstRow = down.front().first;
    const int lastRow = down.back().first + static_cast<int>(down.back().weights.size());
    std::vector<std::uint16_t> rows(static_cast<std::size_t>(lastRow - firstRow) * rowOut);
    for (int y = firstRow; y < lastRow; ++y) {
        const auto* line = in.pixels + static_cast<std::size_t>(y) * static_cast<std::size_t>(in.width) * c;
        auto* target = rows.data() + static_cast<std::size_t>(y - firstRow) * rowOut;
        for (const auto& tap : across) {
            const auto* p = line + static_cast<std::size_t>(tap.first) * c;
            for (std::size_t k = 0; k < c; ++k) {
                std::int32_t sum = 1 << (kWeightBits - 7);
                for (std::size_t j = 0; j < tap.weights.size(); ++j)
                    sum += tap.weights[j] * p[j * c + k];
                *target++ = static_cast<std::uint16_t>(sum >> (kWeightBits - 6));
            }
        }
    }
    out.resize(static_cast<std::size_t>(height) * rowOut);
    auto* target = out.data();
    for (const auto& tap : down) {
        const auto* top = rows.data() + static_cast<std::size_t>(tap.first - firstRow) * rowOut;
        for (std::size_t x = 0; x < rowOut; ++x) {
            std::int32_t sum = 1 << (kWeightBits + 5);
            for (std::size_t j = 0; j < tap.weights.size(); ++j)
                sum += tap.weights[j] * top[j * rowOut + x];
            *target++ = static_cast<std::uint8_t>(std::min(255, sum >> (kWeightBits + 6)));
        }
    }
}

} // namespace

void fitPicture(const PictureView& source, const ImageShape& shape, std::span<std::uint8_t> out)
{
    PictureView view = source;
    std::vector<std::uint8_t> scaled;
    if (source.width != shape.width || source.height != shape.height) {
        scale(source, shape.width, shape.height, scaled);
        view = {shape.width, shape.height, source.channels, scaled.data()};
    }
    const auto count = static_cast<std::size_t>(shape.width) * static_cast<std::size_t>(shape.height);
    if (view.channels == shape.channels) {
        std::memcpy(out.data(), view.pixels, out.size());
    } else if (shape.channels == 1) {
        for (std::size_t i = 0; i < count; ++i) {
            const auto* p = view.pixels + 3 * i;
            out[i] = static_cast<std::uint8_t>((19595 * p[0] + 38470 * p[1] + 7471 * p[2] + 32768) >> 16);
        }
    } else {
        for (std::size_t i = 0; i < count; ++i)
            out[3 * i] = out[3 * i + 1] = out[3 * i + 2] = view.pixels[i];
    }
}

} // namespace cw
