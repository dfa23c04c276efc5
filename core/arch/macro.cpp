#include "core/arch/macro.h"

#include <bit>

namespace cw {

std::optional<MacroOp> findMacroOp(std::string_view text)
{
    for (const auto& op : kMacroOps)
        if (op.key == text || op.name == text)
            return op.id;
    return std::nullopt;
}

std::string validityProblem(const MacroNetwork& network)
{
    const auto count = network.layers.size();
    if (count < 1 || count > kMaxLayers)
        return "layers: a network has 1 to " + std::to_string(kMaxLayers) + " layers, this one has " + std::to_string(count) + ".";
    for (std::size_t i = 0; i < count; ++i) {
        const auto place = "layers[" + std::to_string(i) + "]";
        if (static_cast<int>(network.layers[i].op) >= kMacroOpCount)
            return place + ".op: operation number " + std::to_string(static_cast<int>(network.layers[i].op)) + " does not exist.";
        if (network.layers[i].skips >> i != 0)
            return place + ".skips: layer " + std::to_string(i + 1)
                   + " may skip only from the stem (0) and from layers before the one it follows.";
    }
    return {};
}

int skipCount(const MacroNetwork& network)
{
    int count = 0;
    for (const auto& layer : network.layers)
        count += std::popcount(layer.skips);
    return count;
}

} // namespace cw
