#pragma once
#include <cstdint>
#include <span>

namespace cw::nn {

/// A batch of pictures as dense floats [N, H, W, C]: what a channels_last tensor is in memory.
struct PictureShape {
    std::int64_t count = 0, height = 0, width = 0, channels = 0;
};
/// Of batch normalization; [C] each.
struct NormView {
    const float *scale = nullptr, *shift = nullptr, *mean = nullptr, *inverse = nullptr; ///< inverse: 1 / sqrt(variance + epsilon)
    bool rectified = false; ///< a ReLU follows
};

/// What the library computes slowly, for one instruction set: depthwise convolutions, 3x3 pools, and batch normalization of channels that
/// fill no register. A row of a picture is read as W * C floats, so no lane is empty whatever the number of channels.
/// On the calling thread; the same numbers give the same bits. Nothing overlaps.
struct PictureKernels {
    const char* name;
    /// K x K of 3, 5 or 7, stride 1, padded by K / 2. weights: [C, K, K].
    void (*depthwise)(const PictureShape& shape, int kernel, const float* x, const float* weights, float* y);
    void (*depthwiseBackward)(const PictureShape& shape, int kernel, const float* x, const float* weights, const float* dy, float* dx, float* dWeights);
    /// 3x3, stride 1, padded by 1; ties go to the first in reading order, as in the library.
    void (*maximum)(const PictureShape& shape, const float* x, float* y);
    void (*maximumBackward)(const PictureShape& shape, const float* x, const float* dy, float* dx);
    /// The same; does not count the padding.
    void (*average)(const PictureShape& shape, const float* x, float* y);
    void (*averageBackward)(const PictureShape& shape, const float* dy, float* dx);
    /// Mean and (biased) variance of each channel, [C].
    void (*statistics)(const PictureShape& shape, const float* x, float* mean, float* variance);
    void (*normalize)(const PictureShape& shape, const float* x, const NormView& norm, float* y);
    /// dScale, dShift: [C].
    void (*normalizeBackward)(const PictureShape& shape, const float* x, const NormView& norm, const float* dy, float* dx, float* dScale, float* dShift);
};

/// Those that this processor can run, quickest first; never empty.
std::span<const PictureKernels* const> usablePictureKernels();
const PictureKernels& pictureKernels();

} // namespace cw::nn
