#pragma once
#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cw {

/// The 6 operations of a layer in the macro space, in the order of the released code (Pham et al. 2018, section 2.3).
/// Written to files: append only, never renumber.
enum class MacroOp : std::uint8_t { Conv3, SepConv3, Conv5, SepConv5, AvgPool3, MaxPool3 };

struct MacroOpInfo {
    MacroOp id;
    std::string_view key;   ///< stable name in files
    std::string_view name;  ///< short name on the command line
    std::string_view label; ///< shown in the graph
    std::uint32_t rgb;      ///< that of the same operation in a cell, where there is one
};
inline constexpr std::array kMacroOps{
    MacroOpInfo{MacroOp::Conv3, "conv_3x3", "conv3", "conv 3×3", 0xD55E00},
    MacroOpInfo{MacroOp::SepConv3, "sep_conv_3x3", "sep3", "sep 3×3", 0x56B4E9},
    MacroOpInfo{MacroOp::Conv5, "conv_5x5", "conv5", "conv 5×5", 0x9A3D00},
    MacroOpInfo{MacroOp::SepConv5, "sep_conv_5x5", "sep5", "sep 5×5", 0x0072B2},
    MacroOpInfo{MacroOp::AvgPool3, "avg_pool_3x3", "avg3", "avg 3×3", 0xD9C400},
    MacroOpInfo{MacroOp::MaxPool3, "max_pool_3x3", "max3", "max 3×3", 0xE69F00},
};
inline constexpr int kMacroOpCount = static_cast<int>(kMacroOps.size());
inline constexpr int kMaxLayers = 48;

constexpr const MacroOpInfo& info(MacroOp op) { return kMacroOps[static_cast<std::size_t>(op)]; }
/// By key or short name; nothing when unknown.
std::optional<MacroOp> findMacroOp(std::string_view text);

/// One layer. It always reads what stands right before it; skips add earlier outputs: bit 0 is the stem, bit j the j-th layer
/// (1-based). Layer i (1-based) has i - 1 such bits, as in the released code.
struct MacroLayer {
    MacroOp op = MacroOp::Conv3;
    std::uint64_t skips = 0;
    auto operator<=>(const MacroLayer&) const = default;

    bool skipsFrom(int source) const { return (skips >> source & 1U) != 0; }
};

/// A whole network, layer after layer; no two of these values stand for the same network.
struct MacroNetwork {
    std::vector<MacroLayer> layers;
    auto operator<=>(const MacroNetwork&) const = default;
};

/// Empty when valid; otherwise a sentence with the place.
std::string validityProblem(const MacroNetwork& network);
/// How many skips are on.
int skipCount(const MacroNetwork& network);

} // namespace cw
