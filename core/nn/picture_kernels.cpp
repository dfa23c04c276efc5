#include "core/nn/picture_kernels.h"

#include <algorithm>
#include <cstring>
#include <limits>
#include <numeric>
#include <vector>

#include "core/base/processor.h"

#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic ignored "-Wpsabi" // 64-byte vectors never cross a translation unit
#endif

// The repository is built for any processor of its kind; these loops are compiled for several and chosen when first used.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#define CW_X86_VERSIONS 1
#else
#define CW_X86_VERSIONS 0
#endif

namespace cw::nn {
namespace {

/// Registers after which channels and lanes fall together again.
std::int64_t patternsOf(std::int64_t channels, int step) { return channels / std::gcd<std::int64_t>(channels, step); }
/// Floats of whole patterns; the rest is less than one pattern.
std::int64_t wholePatterns(std::int64_t floats, std::int64_t channels, int step) { return floats - floats % (patternsOf(channels, step) * step); }

/// [C] repeated over one pattern.
std::vector<float> tileChannels(const float* values, std::int64_t channels, int step)
{
    std::vector<float> tiled(static_cast<std::size_t>(patternsOf(channels, step) * step));
    for (std::size_t i = 0; i < tiled.size(); ++i)
        tiled[i] = values[static_cast<std::int64_t>(i) % channels];
    return tiled;
}

/// [C, K, K] as [pattern, ky, kx] registers; flipped: turned by half a turn.
std::vector<float> tileWeights(const float* weights, std::int64_t channels, int kernel, int step, bool flipped)
{
    const int taps = kernel * kernel;
    const auto patterns = patternsOf(channels, step);
    std::vector<float> tiled(static_cast<std::size_t>(patterns * taps * step));
    auto* to = tiled.data();
    for (std::int64_t p = 0; p < patterns; ++p)
        for (int t = 0; t < taps; ++t)
            for (int lane = 0; lane < step; ++lane)
                *to++ = weights[(p * step + lane) % channels * taps + (flipped ? taps - 1 - t : t)];
    return tiled;
}

/// The other way: sums laid out as [pattern, kx, ky] registers to [C, K, K].
void foldWeights(const std::vector<double>& sums, std::int64_t channels, int kernel, int step, float* weights)
{
    const int taps = kernel * kernel;
    std::vector<double> total(static_cast<std::size_t>(channels * taps), 0);
    const auto* from = sums.data();
    for (std::int64_t p = 0; p < patternsOf(channels, step); ++p)
        for (int kx = 0; kx < kernel; ++kx)
            for (int ky = 0; ky < kernel; ++ky)
                for (int lane = 0; lane < step; ++lane)
                    total[static_cast<std::size_t>((p * step + lane) % channels * taps + ky * kernel + kx)] += *from++;
    std::transform(total.begin(), total.end(), weights, [](double v) { return static_cast<float>(v); });
}

/// One picture with a border, and a register's width beyond each row, all of one value.
struct PaddedPicture {
    std::int64_t height, length, inset, border, stride;
    std::vector<float> floats;

    PaddedPicture(const PictureShape& s, int padding, int step, float value)
        : height(s.height)
        , length(s.width * s.channels)
        , inset(padding * s.channels)
        , border(padding)
        , stride(length + 2 * inset + step)
        , floats(static_cast<std::size_t>((s.height + 2 * padding) * stride), value)
    {
    }
    void fill(const float* picture)
    {
        for (std::int64_t y = 0; y < height; ++y)
            std::memcpy(row(y + border) + inset, picture + y * length, static_cast<std::size_t>(length) * sizeof(float));
    }
    float* row(std::int64_t y) { return floats.data() + y * stride; }
    const float* row(std::int64_t y) const { return floats.data() + y * stride; }
};

/// 1 / pixels of the picture among the three rows and the three columns around each.
struct AverageFactors {
    std::vector<float> rows, columns;
    AverageFactors(const PictureShape& s, int step)
    {
        const auto inside = [](std::int64_t at, std::int64_t size) { return static_cast<float>(1 + (at > 0) + (at + 1 < size)); };
        for (std::int64_t y = 0; y < s.height; ++y)
            rows.push_back(1 / inside(y, s.height));
        for (std::int64_t x = 0; x < s.width; ++x)
            columns.insert(columns.end(), static_cast<std::size_t>(s.channels), 1 / inside(x, s.width));
        columns.resize(columns.size() + static_cast<std::size_t>(step), 0);
    }
};

/// Normalization as x * factor + offset, over one pattern.
struct Affine {
    std::vector<float> factor, offset;
    Affine(const NormView& norm, std::int64_t channels, int step)
    {
        std::vector<float> a(static_cast<std::size_t>(channels)), b(a.size());
        for (std::int64_t c = 0; c < channels; ++c) {
            const auto i = static_cast<std::size_t>(c);
            a[i] = norm.scale[c] * norm.inverse[c];
            b[i] = norm.shift[c] - norm.mean[c] * a[i];
        }
        factor = tileChannels(a.data(), channels, step);
        offset = tileChannels(b.data(), channels, step);
    }
};

#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC push_options
#pragma GCC optimize("O3") // sums must stay in registers also where the build asks for less
#endif

namespace plain {
#define CW_TARGET
constexpr int kStep = 4;
#include "core/nn/picture_kernels_body.inc"
#undef CW_TARGET
} // namespace plain

#if CW_X86_VERSIONS
namespace avx2 {
#define CW_TARGET __attribute__((target("avx2,fma")))
constexpr int kStep = 8;
#include "core/nn/picture_kernels_body.inc"
#undef CW_TARGET
} // namespace avx2

namespace avx512 {
#define CW_TARGET __attribute__((target("avx512f,avx512vl,avx512dq,avx512bw,avx2,fma,prefer-vector-width=512")))
constexpr int kStep = 16;
#include "core/nn/picture_kernels_body.inc"
#undef CW_TARGET
} // namespace avx512
#endif

#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC pop_options
#endif

#define CW_SET(space)                                                                                                                       \
    {                                                                                                                                      \
        #space, space::depthwise, space::depthwiseBackward, space::maximum, space::maximumBackward, space::average, space::averageBackward, \
            space::statistics, space::normalize, space::normalizeBackward                                                                  \
    }

constexpr PictureKernels kPlain = CW_SET(plain);
#if CW_X86_VERSIONS
constexpr PictureKernels kAvx2 = CW_SET(avx2);
constexpr PictureKernels kAvx512 = CW_SET(avx512);
#endif

std::vector<const PictureKernels*> findUsable()
{
    std::vector<const PictureKernels*> usable;
#if CW_X86_VERSIONS
    if (processorHasAvx512())
        usable.push_back(&kAvx512);
    if (processorHasAvx2())
        usable.push_back(&kAvx2);
#endif
    usable.push_back(&kPlain);
    return usable;
}

} // namespace

std::span<const PictureKernels* const> usablePictureKernels()
{
    static const auto usable = findUsable();
    return usable;
}

const PictureKernels& pictureKernels() { return *usablePictureKernels().front(); }

} // namespace cw::nn
