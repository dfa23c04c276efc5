#pragma once
#include <array>
#include <vector>

#include "core/arch/counts.h"

namespace cw {

/// One layer as it will be built: its operation on what stands right before it; from the second layer on, the selected skips and
/// the operation's output are then concatenated (skips first, ascending) and mapped to the width by a 1x1 convolution.
struct MacroLayerPlan {
    MacroOp op = MacroOp::Conv3;
    FeatureShape shape;       ///< of its input, of every skip and of its output
    std::vector<int> sources; ///< selected skips: 0 is the stem, j the j-th layer (1-based)
    bool mapped = false;
};

/// A network of the macro space in its final form, trained from scratch (Pham et al. 2018, section 2.3 and released code): one
/// description, read by the counts and the builder. After a third and two thirds of the layers every stored output, that
/// of the stem too, passes a factorized reduction of its own and filters double.
struct MacroPlan {
    MacroNetwork network;
    NetworkShape shape; ///< filters, image and classes alone matter
    FeatureShape stem;
    std::vector<MacroLayerPlan> layers;
    FeatureShape last; ///< before global average pooling
};

/// Numbers of the layers (1-based) after which a network of so many layers is reduced: L/3 and twice that, rounded down; 0: nowhere.
std::array<int, 2> macroReductions(int layers);
bool reducesAfter(int layer, int layers);

/// Refuses, in words, invalid architectures, those of other spaces (ErrorCode::Unsupported) and sizes as planNetwork() does.
Result<MacroPlan> planMacro(const Architecture& arch, const NetworkShape& shape);

/// Names of the nodes: "layer 7 / 1×1", "layer 7 / sep 5×5", "layer 7 / skips", "layer 8 / reduction of layer 3"; NodeCount::block
/// is the layer, 0-based.
NetworkCounts countNetwork(const MacroPlan& plan);

/// An operation of the macro space at so many channels, from the 1x1 convolution's output on, at stride 1.
OpCount countMacroOp(MacroOp op, int channels, int height, int width);

} // namespace cw
