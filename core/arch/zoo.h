#pragma once
#include <optional>
#include <span>
#include <string_view>

#include "core/arch/architecture.h"

namespace cw {

/// A published architecture. The row is the data; the text is the string form of arch_text.h.
struct ZooEntry {
    std::string_view name;   ///< "pnasnet-5"
    std::string_view title;  ///< "PNASNet-5"
    std::string_view source; ///< where it was published
    std::string_view text;   ///< "pnas:…", "micro-released:…", …
    int repeats;             ///< N of the published CIFAR-10 model; 0: it has none
    int filters;             ///< F of the published CIFAR-10 model; 0: it is no network for pictures
};
std::span<const ZooEntry> zoo();
const ZooEntry* findInZoo(std::string_view name);

} // namespace cw
