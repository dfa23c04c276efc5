#include <cstdlib>
#include <dlfcn.h>
#include <vector>

#include "core/base/files.h"
#include "core/base/log.h"
#include "core/search/engine.h"

namespace cw {
namespace {

namespace fs = std::filesystem;
constexpr const char* kModule = "libcw_torch.so";

/// Folder of the library that this code is part of; empty where the system does not say.
fs::path ownLibraryDirectory()
{
    Dl_info self{};
    if (dladdr(reinterpret_cast<const void*>(&loadEngine), &self) == 0 || !self.dli_fname)
        return {};
    std::error_code ec;
    const auto file = fs::canonical(self.dli_fname, ec);
    return ec ? fs::path{} : file.parent_path();
}

/// $CELLWRIGHT_ENGINE (the file, or its folder) alone where it is set; else the build tree and the installed places.
std::vector<fs::path> candidates()
{
    if (const char* chosen = std::getenv("CELLWRIGHT_ENGINE"); chosen && *chosen) {
        std::error_code ec;
        return {fs::is_directory(chosen, ec) ? fs::path(chosen) / kModule : fs::path(chosen)};
    }
    const auto program = programDirectory();
    std::vector<fs::path> files{program / "../lib" / kModule, program / "../lib/cellwright" / kModule, program / kModule};
    if (const auto beside = ownLibraryDirectory(); !beside.empty()) {
        files.push_back(beside / kModule);
        files.push_back(beside / "cellwright" / kModule);
    }
    return files;
}

Result<Engine*> openEngine()
{
    std::string tried;
    for (const auto& file : candidates()) {
        std::error_code ec;
        if (!fs::exists(file, ec)) {
            tried += (tried.empty() ? "" : ", ") + file.lexically_normal().string();
            continue;
        }
        void* library = dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL);
        const char* problem = library ? nullptr : dlerror();
        const auto entry = library ? reinterpret_cast<Engine* (*)()>(dlsym(library, "cellwrightEngine")) : nullptr;
        if (Engine* engine = entry ? entry() : nullptr) {
            log::debug("Opened the training engine " + file.lexically_normal().string() + ".");
            return engine; // the library stays open until the process ends
        }
        return Error{ErrorCode::Engine,
                     "The training engine could not be opened: its library " + file.lexically_normal().string()
                         + " does not fit this program or this system's LibTorch. Architectures and data can be looked at, nothing can be trained. "
                           "Installing cellwright again with its packages mends it.",
                     problem ? problem : "no entry point"};
    }
    return Error{ErrorCode::Engine,
                 "The training engine was not found: this installation was built without LibTorch, or its library is missing. "
                 "Architectures and data can be looked at, nothing can be trained.",
                 "looked for " + tried};
}

} // namespace

Result<Engine*> loadEngine()
{
    static const auto engine = openEngine(); // once, however many threads ask
    return engine;
}

} // namespace cw
