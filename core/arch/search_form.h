#pragma once
#include <string>
#include <vector>

#include "core/arch/counts.h"

namespace cw {

/// What a network of search form is made for: the one in which ENAS trains shared weights (Pham et al. 2018, sections 2.2 to 2.4;
/// its released code for CIFAR-10 where the paper says nothing). The other form, which is trained from scratch, has true strides,
/// plain concatenation and running statistics.
struct SearchForm {
    std::string space = "micro"; ///< "micro" or "macro"
    int size = 5;                ///< micro: nodes of a cell that choose; macro: layers
    int repeats = 2;             ///< micro: N; 3N + 2 cells
    int filters = 20;            ///< micro: of the first cells, doubled by each reduction; macro: of every layer
    std::vector<int> operations; ///< values of OpId or MacroOp, no doubles
    ImageShape image;
    int classes = 10;
};
/// The released settings: 5 nodes, N = 2, 20 filters, 5 operations; 12 layers, 36 filters, 6 operations.
SearchForm releasedMicroForm();
SearchForm releasedMacroForm();

/// How an input of a cell is brought to the cell's width and size: ReLU, 1x1 convolution, BN; or ReLU, factorized reduction.
enum class InputFit { AsIs, Width, Reduction };

struct SearchCell {
    bool reduction = false;
    int filters = 0;
    FeatureShape before;     ///< reduction: the previous cell's output, which a factorized reduction makes input 1 of
    FeatureShape arrives[2]; ///< inputs 0 and 1 as they come
    InputFit fit[2] = {InputFit::AsIs, InputFit::AsIs};
    FeatureShape inside; ///< of every node and of the output
};

/// Second classifier of the micro space, in training only: ReLU, average pooling of `window` every 3 pixels without padding,
/// 1x1 to 128, BN, ReLU, `kernel` without padding to 768, BN, ReLU, mean, linear without bias.
struct AuxiliaryPlan {
    int after = -1; ///< cell whose output it reads: the first after the second reduction; -1: none
    FeatureShape input;
    int window[2] = {5, 5}, pooled[2] = {0, 0}, kernel[2] = {2, 2}; ///< height, width
};
inline constexpr int kAuxiliaryWidths[] = {128, 768};

/// The network as it will be built: read by the counts here and by the builder.
struct SearchPlan {
    SearchForm form;
    FeatureShape stem;             ///< micro: 3F, macro: F channels; 3x3, BN
    std::vector<SearchCell> cells; ///< micro
    AuxiliaryPlan auxiliary;       ///< micro
    /// macro: all that is stored is halved by factorized reductions after this many layers (L/3 and 2L/3, rounded down).
    std::vector<int> halvings;
    std::vector<FeatureShape> levels; ///< macro: before, between and after the halvings
    FeatureShape last;                ///< before global average pooling

    int cellOf(int cell) const { return cells[static_cast<std::size_t>(cell)].reduction ? 1 : 0; } ///< index in Architecture::cells
    /// macro: level at which a source is made (0 the stem, j the j-th layer), and at which the j-th layer reads.
    int levelOf(int source) const;
};
/// Refuses, in words, other spaces, unknown operations and sizes that cannot be built.
Result<SearchPlan> planSearch(const SearchForm& form);
/// Why this network holds no such child; empty when it does.
std::string searchProblem(const SearchPlan& plan, const Architecture& child);

/// Exact sizes. Multiply-adds as in counts.h: of one image.
struct SearchCount {
    OpCount operations; ///< of nodes or layers
    OpCount joins;      ///< micro: loose-end maps; macro: BN of the sums
    OpCount rest;       ///< stem, fitting of inputs, reductions, classifier
    OpCount auxiliary;  ///< not part of parameters(): training alone has it
    std::int64_t parameters() const { return operations.parameters + joins.parameters + rest.parameters; }
    std::int64_t multiplyAdds() const { return operations.multiplyAdds + joins.multiplyAdds + rest.multiplyAdds; }
};
/// All weights that are shared. multiplyAdds: as if every operation ran.
SearchCount countShared(const SearchPlan& plan);
/// What one child uses of them: the stand-alone network of search form. Requires a child without searchProblem().
SearchCount countChild(const SearchPlan& plan, const Architecture& child);

/// macro: the factorized reductions that a child needs, as [halving][source].
std::vector<std::vector<bool>> reductionsUsed(const SearchPlan& plan, const MacroNetwork& child);

} // namespace cw
