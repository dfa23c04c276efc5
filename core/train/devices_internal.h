#pragma once
#include <string>

#include <ATen/core/Tensor.h>

#include "core/base/result.h"

namespace cw {

/// "auto" takes the first GPU where one can be used, else the CPU; "cuda" is refused with the reason where there is none.
Result<at::Device> chooseDevice(const std::string& name);

bool cudaBuilt();  ///< this LibTorch has CUDA in it
bool cudaUsable(); ///< and finds a GPU
/// The first GPU's name, or why none can be used.
std::string cudaDescription();

/// Before the first operation of a thread: one thread for each operation (children run beside each other in processes, and
/// the result must not depend on the machine), and only those cuDNN algorithms that repeat exactly.
void prepareThread();

} // namespace cw
