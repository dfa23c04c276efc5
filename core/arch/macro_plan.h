#pragma once
#include <vector>

#include "core/arch/counts.h"

namespace cw {

/// One layer as it will be built: its operation on what stands right before it; from the second layer on, the selected skips and
/// the operation's output are then concatenated (skips first, ascending) and mapped to the width by a 1x1 convolution.
/// Outputs are numbered as in the skips: 0 is the stem, j the j-th layer (1-based).
struct MacroLayerPlan {
    MacroOp op = MacroOp::Conv3;
    FeatureShape shape;       ///< of its input, of every skip and of its output
    std::vector<int> sources; ///< selected skips, ascending
    bool mapped = false;
    std::vector<int> reduced; ///< where the network is halved before this layer: the outputs that it or a later layer still reads
};

/// A network of the macro space in its final form, trained from scratch (Pham et al. 2018, section 2.3 and released code): one
/// description, read by the counts and the builder. After a third and two thirds of the layers every stored output, that
/// of the stem too, passes a factorized reduction of its own and filters double; those that nothing reads any more are left out.
struct MacroPlan {
    MacroNetwork network;
    NetworkShape shape; ///< filters, image and classes alone matter
    FeatureShape stem;
    std::vector<MacroLayerPlan> layers;
    FeatureShape last; ///< before global average pooling
};

/// True where a network of so many layers is halved after this one (1-based; 0 is the stem): L/3 and 2L/3, rounded down.
bool halvedAfter(int layer, int layers);

/// Refuses, in words, invalid architectures, those of other spaces (ErrorCode::Unsupported) and sizes as planNetwork() does.
Result<MacroPlan> planMacro(const Architecture& arch, const NetworkShape& shape);

/// Names of the nodes: "layer 7 / reduction of layer 3", "layer 7 / 1×1", "layer 7 / sep 5×5", "layer 7 / skips"; NodeCount::block
/// is the layer, 0-based.
NetworkCounts countNetwork(const MacroPlan& plan);

/// An operation of the macro space at so many channels, from the 1x1 convolution's output on, at stride 1.
OpCount countMacroOp(MacroOp op, int channels, int height, int width);

} // namespace cw
