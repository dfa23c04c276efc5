#pragma once
#include <cstdint>
#include <string>
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

/// How an input becomes what the cell reads: 1x1 convolution and BN, factorized reduction, both after a ReLU; or as it is (micro).
enum class InputMap : std::uint8_t { Mapped, Reduced, Passed };

/// One cell as it will be built. Its inputs are brought to `filters` channels at the size of prev; in a reduction cell
/// the operations that read them have stride 2.
struct CellPlan {
    int cell = 0; ///< which of the architecture's cells
    int filters = 0;
    bool reduction = false;
    bool stemCell = false;
    FeatureShape prevPrev, prev; ///< as they arrive
    InputMap maps[2]{};          ///< of prevPrev and prev
    FeatureShape inside;         ///< of mapped inputs: filters x prev's size
    FeatureShape output;         ///< of the concatenation
    std::vector<InputId> parts;  ///< what is concatenated, in this order; inputs by a factorized reduction at stride 2
    bool factorizedIdentity = false; ///< identity at stride 2 is a factorized reduction (micro) or a 1x1 convolution (PNAS)
    bool passedOn = false;       ///< a later cell takes the output as it is, without a ReLU

    bool joins(InputId input) const; ///< is one of the parts
};

/// The whole network, shared by the counts (core/arch/counts.h) and the builder (core/nn): one description, two readers.
struct NetworkPlan {
    Architecture arch;
    NetworkShape shape;
    FeatureShape stem; ///< after the stem convolution
    int stemStride = 1;
    bool stemPassedOn = false; ///< a cell takes the stem's output as it is, without a ReLU
    std::vector<CellPlan> cells;
    FeatureShape last; ///< before global average pooling
};

/// Every stride 2 gives ceil(size / 2), so any image of at least 1x1 can be built; a factorized reduction to an odd number
/// of filters has halves of F/2 and F - F/2. The two ImageNet stem cells have F/4 and F/2 filters, rounded up to even; after
/// them F must be at least 2.
/// PNAS: both inputs are always mapped. micro (ENAS in its final form, facts of the released code): the layout is Drawn whatever the
/// shape says; an input is mapped where its width differs, reduced where its size does, and passed where both fit. F is at least 2.
/// Refuses, in words, invalid architectures, those of spaces without cells (ErrorCode::Unsupported) and sizes below 1 or beyond
/// what counts in 64 bits can hold.
Result<NetworkPlan> planNetwork(const Architecture& arch, const NetworkShape& shape);

/// Empty when a network of this shape can be built; otherwise the sentence that refuses it.
std::string shapeProblem(const NetworkShape& shape, int leastFilters);

} // namespace cw
