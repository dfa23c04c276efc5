#include "core/train/devices_internal.h"

#include <dlfcn.h>

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <ATen/Version.h>

namespace cw {
namespace {

/// The driver's own name of GPU 0: its C interface is stable, and ATen without CUDA's headers has no question for it.
std::string driverDeviceName()
{
    void* driver = dlopen("libcuda.so.1", RTLD_NOW | RTLD_LOCAL);
    if (!driver)
        return {};
    const auto init = reinterpret_cast<int (*)(unsigned)>(dlsym(driver, "cuInit"));
    const auto get = reinterpret_cast<int (*)(int*, int)>(dlsym(driver, "cuDeviceGet"));
    const auto nameOf = reinterpret_cast<int (*)(char*, int, int)>(dlsym(driver, "cuDeviceGetName"));
    int device = 0;
    char name[256] = "";
    const bool ok = init && get && nameOf && init(0) == 0 && get(&device, 0) == 0 && nameOf(name, sizeof name, device) == 0;
    return ok ? name : ""; // the driver stays loaded: it does not like to be closed
}

} // namespace

bool cudaBuilt()
{
    static const bool built = at::show_config().find("CUDA Runtime") != std::string::npos || at::hasCUDA();
    return built;
}

bool cudaUsable() { return at::hasCUDA(); }

std::string cudaDescription()
{
    const auto name = driverDeviceName();
    if (cudaUsable())
        return name.empty() ? "CUDA GPU" : name;
    if (!cudaBuilt())
        return name.empty() ? "This LibTorch was built without CUDA." : "This LibTorch was built without CUDA, so " + name + " cannot be used.";
    return name.empty() ? "No NVIDIA driver with a GPU was found." : "LibTorch could not open " + name + ".";
}

Result<at::Device> chooseDevice(const std::string& name)
{
    if (name == "cpu" || (name == "auto" && !cudaUsable()))
        return at::Device(at::kCPU);
    if (name != "auto" && name != "cuda")
        return Error{ErrorCode::InvalidArgument, "There is no device \"" + name + "\": it is auto, cpu or cuda.", {}};
    if (!cudaUsable())
        return Error{ErrorCode::Unsupported, "Training on a GPU is not possible here: " + cudaDescription() + " Choose the device auto or cpu.", {}};
    return at::Device(at::kCUDA, 0);
}

void prepareThread()
{
    at::set_num_threads(1);
    at::globalContext().setDeterministicCuDNN(true);
    at::globalContext().setBenchmarkCuDNN(false);
}

} // namespace cw
