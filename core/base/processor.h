#pragma once

namespace cw {

/// Instruction sets for which kernels are compiled beside the plain ones. Any thread; false on other processors than x86-64.
inline bool processorHasAvx2()
{
#if defined(__x86_64__)
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
#else
    return false;
#endif
}

inline bool processorHasAvx512()
{
#if defined(__x86_64__)
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq")
           && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("fma");
#else
    return false;
#endif
}

} // namespace cw
