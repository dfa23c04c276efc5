#include "core/surrogate/kernels.h"

#include <vector>

#if defined(__x86_64__)
#include <immintrin.h>
#elif defined(__aarch64__)
#include <arm_neon.h>
#endif

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

namespace cw {
namespace {

#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC push_options
#pragma GCC optimize("O3") // tiles must stay in registers also where the build asks for less
#endif

namespace plain {
#define CW_TARGET
#if defined(__x86_64__)
#define CW_ROOT(v) _mm_sqrt_ps(v)
#elif defined(__aarch64__)
#define CW_ROOT(v) vsqrtq_f32(v)
#else
#define CW_ROOT(v) V({__builtin_sqrtf(v[0]), __builtin_sqrtf(v[1]), __builtin_sqrtf(v[2]), __builtin_sqrtf(v[3])})
#endif
constexpr int kStep = 4, kTileColumns = 2;
constexpr int tileRows(int) { return 4; }
#include "core/surrogate/kernels_body.inc"
#undef CW_TARGET
#undef CW_ROOT
} // namespace plain

#if CW_X86_VERSIONS
namespace avx2 {
#define CW_TARGET __attribute__((target("avx2,fma")))
#define CW_ROOT(v) _mm256_sqrt_ps(v)
constexpr int kStep = 8, kTileColumns = 3;
constexpr int tileRows(int columns) { return columns == 3 ? 4 : 6; }
#include "core/surrogate/kernels_body.inc"
#undef CW_TARGET
#undef CW_ROOT
} // namespace avx2

namespace avx512 {
#define CW_TARGET __attribute__((target("avx512f,avx512vl,avx512dq,avx512bw,avx2,fma,prefer-vector-width=512")))
#define CW_ROOT(v) _mm512_maskz_sqrt_ps(0xffff, v) // the unmasked form warns in some compilers
constexpr int kStep = 16, kTileColumns = 5;
constexpr int tileRows(int columns) { return columns == 5 ? 5 : columns == 4 ? 6 : 8; }
#include "core/surrogate/kernels_body.inc"
#undef CW_TARGET
#undef CW_ROOT
} // namespace avx512
#endif

#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC pop_options
#endif

#define CW_SET(space)                                                                                                                       \
    {                                                                                                                                      \
        #space, space::multiply, space::addRelu, space::addReluDot, space::dot, space::addScaled, space::reluBackward, space::lstmStep,    \
            space::lstmDot, space::lstmBackward, space::adam                                                                               \
    }

constexpr Kernels kPlain = CW_SET(plain);
#if CW_X86_VERSIONS
constexpr Kernels kAvx2 = CW_SET(avx2);
constexpr Kernels kAvx512 = CW_SET(avx512);
#endif

std::vector<const Kernels*> findUsable()
{
    std::vector<const Kernels*> usable;
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

std::span<const Kernels* const> usableKernels()
{
    static const auto usable = findUsable();
    return usable;
}

const Kernels& kernels() { return *usableKernels().front(); }

} // namespace cw
