#pragma once
#include <span>
#include <string_view>

namespace cw {

inline constexpr int kLanes = 16;  ///< floats a step; rows of all buffers below are padded to a multiple of it
inline constexpr int kWidth = 100; ///< size of embeddings and hidden layers (Liu et al. 2018, supplement)
inline constexpr int kRow = 112;   ///< kWidth padded
inline constexpr int kGates = 4 * kWidth; ///< side by side (input, forget, candidate, output) without gaps; needs no padding

/// The loops in which the surrogates spend their time, one set for each instruction set. All are pure functions of their
/// arguments: no thread, no state. Rows hold kRow floats (states: the padding is zero and stays
/// so) or kGates; kLanes floats after a row of gates are read, whatever they hold.
struct Kernels {
    std::string_view name; ///< "avx512", "avx2", "plain"
    /// c[m][n] (+)= a[m][k] b[k][n]. a is read as a[i * aRow + p * aColumn], so a transposed matrix needs no copy.
    /// Each sum runs over p in ascending order. Writes n rounded up to kLanes columns; b's rows must be as long.
    void (*multiply)(int m, int n, int k, const float* a, int aRow, int aColumn, const float* b, int bRow, float* c, int cRow, bool add);
    /// out = max(x + y, 0), n a multiple of kLanes.
    void (*addRelu)(int n, const float* x, const float* y, float* out);
    /// Sum of max(x + y, 0) * w, n a multiple of kLanes.
    float (*addReluDot)(int n, const float* x, const float* y, const float* w);
    float (*dot)(int n, const float* x, const float* w);
    /// y += factor * x.
    void (*addScaled)(int n, float factor, const float* x, float* y);
    /// gradient = 0 where the output of a ReLU was 0.
    void (*reluBackward)(int n, const float* output, float* gradient);
    /// One row of an LSTM: gates = activations of (pre + token), cell and hidden state, tanh of the cell state. pre and gates may be one.
    void (*lstmStep)(const float* pre, const float* token, const float* cellBefore, float* gates, float* cell, float* tanhCell, float* hidden);
    /// The same row, of which only hidden * w is wanted.
    float (*lstmDot)(const float* pre, const float* token, const float* cellBefore, const float* w);
    /// Gradients of one row. dCell: in, of the cell state; out, of the cell state before. dGates: of pre.
    void (*lstmBackward)(const float* gates, const float* cellBefore, const float* tanhCell, const float* dHidden, float* dCell, float* dGates);
    /// Adam (Kingma, Ba 2015): rate already holds the bias corrections of the first moment, correction is sqrt(1 - beta2^t).
    void (*adam)(int n, float rate, float correction, const float* gradient, float* first, float* second, float* value);
};

/// The fastest set that this processor runs; chosen once.
const Kernels& kernels();
/// All sets that this processor runs, for tests.
std::span<const Kernels* const> usableKernels();

} // namespace cw
