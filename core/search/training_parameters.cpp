#include "core/search/strategy.h"

namespace cw {
namespace {

using K = ParameterKind;
using G = ParameterGroup;

// Network, data and training of a child. Unstated in the paper ([?] in the literature): child optimizer, batch and weight decay;
// the defaults are the nearest public ones (batch 32, clip 5, weight decay 5e-4).
constexpr ParameterSpec kTraining[] = {
    {"image_size", "Picture size", "pixels", K::Integer, 0, 512, "32", "", "Pictures are scaled to this square before training; 0 keeps the size of the data.", G::Data},
    {"repeats", "Cell repeats N", "cells", K::Integer, 1, 20, "2", "", "Cells between reductions; a released-layout network has 3N cells.", G::Network},
    {"filters", "Filters F", "channels", K::Integer, 1, 1024, "24", "", "Channels of the first cells; they double at each reduction.", G::Network},
    {"layout", "Cell layout", "", K::Choice, 0, 0, "released", "released|drawn", "Released counts the reduction cells within N (3N cells); drawn adds them (3N + 2), as the paper's figure does.", G::Network, true},
    {"stem", "Stem", "", K::Choice, 0, 0, "cifar", "cifar|imagenet", "CIFAR: one 3x3 convolution. ImageNet: a stride-2 convolution and two stride-2 cells.", G::Network, true},
    {"epochs", "Epochs per child", "epochs", K::Integer, 1, 2000, "20", "", "Passes over the training part for each child; ignored when a number of steps is set.", G::Training},
    {"steps", "Steps per child", "mini-batches", K::Integer, 0, 10000000, "0", "", "A fixed number of mini-batches for each child; 0 uses epochs.", G::Training},
    {"batch", "Batch size", "images", K::Integer, 1, 4096, "32", "", "Images in one mini-batch.", G::Training},
    {"learning_rate", "Learning rate", "", K::Real, 1e-6, 10, "0.01", "", "Initial rate of SGD with Nesterov momentum.", G::Training},
    {"schedule", "Schedule", "", K::Choice, 0, 0, "cosine", "cosine|constant", "Cosine falls to zero over the budget of the child, step by step.", G::Training, true},
    {"momentum", "Momentum", "", K::Real, 0, 0.999, "0.9", "", "Nesterov momentum.", G::Training, true},
    {"weight_decay", "Weight decay", "", K::Real, 0, 1, "0.0005", "", "L2 on all weights of convolutions and of the classifier.", G::Training, true},
    {"clip", "Gradient clip", "norm", K::Real, 0, 1000, "5", "", "Gradients longer than this are scaled down; 0 turns clipping off.", G::Training, true},
    {"flip", "Random flip", "", K::Boolean, 0, 1, "true", "", "Training pictures are mirrored left to right half of the time.", G::Training, true},
    {"crop_padding", "Random crop", "pixels", K::Integer, 0, 64, "4", "", "Training pictures are padded by this much on each side and cropped at random; 0 turns it off.", G::Training, true},
    {"recalibrate_batches", "Statistics batches", "mini-batches", K::Integer, 0, 10000, "0", "", "Batch-norm statistics are measured anew over this many training batches before scoring; short trainings need it.", G::Training, true},
    {"validation_fraction", "Validation part", "fraction", K::Real, 0.01, 0.9, "0.1", "", "Part of the training data held back to measure children, where the data brings no validation part.", G::Data, true},
    {"train_limit", "Training pictures", "images", K::Integer, 0, 100000000, "0", "", "Uses a stratified sample of this many training pictures; 0 uses all.", G::Data},
    {"validation_limit", "Validation pictures", "images", K::Integer, 0, 100000000, "0", "", "Uses a stratified sample of this many validation pictures; 0 uses all.", G::Data, true},
};

constexpr ParameterSpec kPnasSpace[] = {
    {"blocks", "Blocks B", "blocks", K::Integer, 1, 6, "5", "", "Blocks of the final cells: the number of levels of the search."},
    {"operations", "Operations", "", K::List, 0, 0, "sep3,sep5,sep7,conv17,id,avg3,max3,dil3", "sep3|sep5|sep7|conv17|id|avg3|max3|dil3", "Operations a block may use."},
    {"inputs", "Cell inputs", "", K::List, 0, 0, "c-2,c-1", "c-2|c-1", "Outputs of earlier cells a block may read; earlier blocks are always allowed.", G::Search, true},
};

} // namespace

std::span<const ParameterSpec> trainingParameters() { return kTraining; }

std::span<const ParameterSpec> spaceParameters(std::string_view space)
{
    if (space == "pnas")
        return kPnasSpace;
    return {};
}

} // namespace cw
