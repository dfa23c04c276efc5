#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace cw {

/// The 8 operations of the PNAS space, in the paper's order (Liu et al. 2018, section 3.1).
/// Written to files: append only, never renumber.
enum class OpId : std::uint8_t { SepConv3, SepConv5, SepConv7, Conv1x7_7x1, Identity, AvgPool3, MaxPool3, DilConv3 };

/// How an operation computes; parameters, multiply-adds and the built module follow from family and kernel.
enum class OpFamily : std::uint8_t { SepConv, FactorizedConv, Identity, AvgPool, MaxPool, DilConv };

struct OpInfo {
    OpId id;
    OpFamily family;
    int kernel;
    int dilation;
    std::string_view key;   ///< stable name in files, e.g. "sep_conv_3x3"
    std::string_view name;  ///< short name on the command line and in string forms, e.g. "sep3"
    std::string_view label; ///< shown in the graph
    std::uint32_t rgb;      ///< colour bar; colour-blind safe, always shown with the label
};

/// The one table. Adding an operation is one row here and one builder row in core/nn/operations.cpp.
inline constexpr std::array kOps{
    OpInfo{OpId::SepConv3, OpFamily::SepConv, 3, 1, "sep_conv_3x3", "sep3", "sep 3×3", 0x56B4E9},
    OpInfo{OpId::SepConv5, OpFamily::SepConv, 5, 1, "sep_conv_5x5", "sep5", "sep 5×5", 0x0072B2},
    OpInfo{OpId::SepConv7, OpFamily::SepConv, 7, 1, "sep_conv_7x7", "sep7", "sep 7×7", 0x5B4FA8},
    OpInfo{OpId::Conv1x7_7x1, OpFamily::FactorizedConv, 7, 1, "conv_1x7_7x1", "conv17", "1×7–7×1", 0xCC79A7},
    OpInfo{OpId::Identity, OpFamily::Identity, 1, 1, "identity", "id", "identity", 0x8B95A3},
    OpInfo{OpId::AvgPool3, OpFamily::AvgPool, 3, 1, "avg_pool_3x3", "avg3", "avg 3×3", 0xD9C400},
    OpInfo{OpId::MaxPool3, OpFamily::MaxPool, 3, 1, "max_pool_3x3", "max3", "max 3×3", 0xE69F00},
    OpInfo{OpId::DilConv3, OpFamily::DilConv, 3, 2, "dil_conv_3x3", "dil3", "dilated 3×3", 0x009E73},
};
inline constexpr int kOpCount = static_cast<int>(kOps.size());

constexpr const OpInfo& info(OpId id) { return kOps[static_cast<std::size_t>(id)]; }

/// By key or short name; nothing when unknown.
constexpr std::optional<OpId> findOp(std::string_view text)
{
    for (const auto& op : kOps)
        if (op.key == text || op.name == text)
            return op.id;
    return std::nullopt;
}

consteval bool opTableIsConsistent()
{
    for (std::size_t i = 0; i < kOps.size(); ++i) {
        if (static_cast<std::size_t>(kOps[i].id) != i)
            return false;
        for (std::size_t j = 0; j < i; ++j)
            if (kOps[j].key == kOps[i].key || kOps[j].name == kOps[i].name)
                return false;
    }
    return true;
}
static_assert(opTableIsConsistent(), "kOps is indexed by OpId and its names are unique");

} // namespace cw
