#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "core/arch/network_plan.h"

namespace cw {

/// Exact size of one node. Parameters are trainable numbers (weights, BN scale and shift; running statistics are not).
/// Multiply-adds are those of convolutions and the final matrix, for one image; pooling, BN, ReLU and adds count 0.
struct NodeCount {
    std::string name; ///< "stem", "cell 3 / block 1 / half 2: sep 5×5", "cell 0 / input c-1", "classifier"
    int cell = -1;    ///< -1 outside cells
    int block = -1;   ///< -1 outside blocks
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

} // namespace cw
