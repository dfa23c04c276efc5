#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "core/arch/network_plan.h"

namespace cw {

/// Exact size of one node. Parameters are trainable numbers (weights, BN scale and shift; running statistics are not).
/// Multiply-adds are those of convolutions and the final matrix, for one image; pooling, BN, ReLU and adds count 0.
struct NodeCount {
    std::string name; ///< "stem", "cell 3 / block 1 / half 2: sep 5×5" (micro: "node 1"), "cell 0 / input c-1", "classifier"
    int cell = -1;    ///< -1 outside cells
    int block = -1;   ///< of the cell, or the layer of a macro network or the node of a recurrent cell; 0-based, -1 outside
    int half = -1;    ///< 0 or 1
    std::int64_t parameters = 0;
    std::int64_t multiplyAdds = 0;
    FeatureShape output;
};
struct NetworkCounts {
    std::int64_t parameters = 0;
    std::int64_t multiplyAdds = 0;
    std::vector<NodeCount> nodes;
};
NetworkCounts countNetwork(const NetworkPlan& plan);

/// One operation at C channels, from an input of height x width, with stride 1 or 2: the row every count comes from.
struct OpCount {
    std::int64_t parameters = 0, multiplyAdds = 0;
};
OpCount countOp(OpId op, int channels, int height, int width, int stride);
/// A convolution of so many weights, without bias, and the BN behind it (scale and shift).
OpCount countConvolution(std::int64_t weights, std::int64_t outputArea, std::int64_t channels);

} // namespace cw
