#pragma once
#include <vector>

#include "core/arch/architecture.h"
#include "core/base/result.h"

namespace cw {

struct ImageShape {
    int channels = 3, height = 32, width = 32;
    auto operator<=>(const ImageShape&) const = default;
};
enum class Stem { Cifar, ImageNet };
/// Released: N counts the reduction cells, 3N in all (reductions at N and 2N). Drawn: as the paper's figure, 3N + 2.
enum class CellLayout { Released, Drawn };

/// How a cell becomes a network.
struct NetworkShape {
    int repeats = 2;  ///< N
    int filters = 24; ///< F of the first cells; doubles at each reduction
    CellLayout layout = CellLayout::Released;
    Stem stem = Stem::Cifar;
    int stemFilters = 0; ///< 0: 3F for CIFAR, 32 for ImageNet (mobile); 96 for the large setting
    ImageShape image;
    int classes = 10;
};

/// A tensor between cells, without the batch: C x H x W.
struct FeatureShape {
    int channels = 0, height = 0, width = 0;
    auto operator<=>(const FeatureShape&) const = default;
};

/// One cell as it will be built. Both inputs are mapped to `filters` channels at the size of prev; in a reduction cell
/// the operations that read them have stride 2.
struct CellPlan {
    int filters = 0;
    bool reduction = false;
    bool stemCell = false;
    FeatureShape prevPrev, prev; ///< as they arrive
    bool factorizedPrevPrev = false; ///< prevPrev is larger than prev: factorized reduction in place of a 1x1 convolution
    FeatureShape inside;         ///< of mapped inputs: filters x prev's size
    FeatureShape output;         ///< of the concatenation
    bool concatPrevPrev = false, concatPrev = false; ///< unread inputs, concatenated too (factorized reduction at stride 2)
};

/// The whole network, shared by the counts (core/arch/counts.h) and the builder (core/nn): one description, two readers.
struct NetworkPlan {
    Architecture arch;
    NetworkShape shape;
    FeatureShape stem; ///< after the stem convolution
    int stemStride = 1;
    std::vector<CellPlan> cells;
    FeatureShape last; ///< before global average pooling
};

/// Every stride 2 gives ceil(size / 2), so any image of at least 1x1 can be built; a factorized reduction to an odd number
/// of filters has halves of F/2 and F - F/2. The two ImageNet stem cells have F/4 and F/2 filters, rounded up to even; after
/// them F must be at least 2.
/// Refuses, in words, invalid architectures, those of other spaces than PNAS (ErrorCode::Unsupported) and sizes below 1 or beyond what counts in 64 bits can hold.
Result<NetworkPlan> planNetwork(const Architecture& arch, const NetworkShape& shape);

} // namespace cw
