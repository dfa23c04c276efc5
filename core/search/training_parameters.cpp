#include <algorithm>
#include <array>

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

// ENAS on pictures. Learning rate, schedule and the rest as in the released code (Pham et al. 2018, appendix C).
constexpr ParameterSpec kCellsCommon[] = {
    {"image_size", "Picture size", "pixels", K::Integer, 0, 512, "32", "", "Pictures are scaled to this square before training; 0 keeps the size of the data.", G::Data},
    {"repeats", "Cell repeats N", "cells", K::Integer, 1, 20, "2", "", "Normal cells before, between and after the two reduction cells: 3N + 2 cells in all.", G::Network},
    {"filters", "Filters F", "channels", K::Integer, 2, 1024, "20", "", "Channels of the first cells; they double at each reduction.", G::Network},
};
constexpr ParameterSpec kLayersCommon[] = {
    {"image_size", "Picture size", "pixels", K::Integer, 0, 512, "32", "", "Pictures are scaled to this square before training; 0 keeps the size of the data.", G::Data},
    {"filters", "Filters F", "channels", K::Integer, 2, 1024, "36", "", "Channels of every layer of the shared network; of a network trained from scratch they double at each reduction.", G::Network},
};
#define CELLWRIGHT_PICTURE_TRAINING(BATCH, RATE, DECAY)                                                                                                  \
    {"batch", "Batch size", "images", K::Integer, 1, 4096, BATCH, "", "Images in one mini-batch.", G::Training},                                         \
    {"learning_rate", "Learning rate", "", K::Real, 1e-6, 10, RATE, "", "Highest rate of SGD with Nesterov momentum.", G::Training},                      \
    {"momentum", "Momentum", "", K::Real, 0, 0.999, "0.9", "", "Nesterov momentum.", G::Training, true},                                                 \
    {"weight_decay", "Weight decay", "", K::Real, 0, 1, DECAY, "", "L2 on all weights of convolutions and of the classifier.", G::Training, true},        \
    {"clip", "Gradient clip", "norm", K::Real, 0, 1000, "5", "", "Gradients longer than this are scaled down; 0 turns clipping off.", G::Training, true}, \
    {"dropout", "Dropout", "fraction", K::Real, 0, 0.95, "0.1", "", "Part of the values before the classifier that is dropped in training.", G::Training, true}, \
    {"flip", "Random flip", "", K::Boolean, 0, 1, "true", "", "Training pictures are mirrored left to right half of the time.", G::Training, true},      \
    {"crop_padding", "Random crop", "pixels", K::Integer, 0, 64, "4", "", "Training pictures are padded by this much on each side and cropped at random; 0 turns it off.", G::Training, true}, \
    {"validation_fraction", "Validation part", "fraction", K::Real, 0.01, 0.9, "0.1", "", "Part of the training data held back to measure children, where the data brings no validation part.", G::Data, true}, \
    {"train_limit", "Training pictures", "images", K::Integer, 0, 100000000, "0", "", "Uses a stratified sample of this many training pictures; 0 uses all.", G::Data}, \
    {"validation_limit", "Validation pictures", "images", K::Integer, 0, 100000000, "0", "", "Uses a stratified sample of this many validation pictures; 0 uses all.", G::Data, true}
constexpr ParameterSpec kCellsTraining[] = {CELLWRIGHT_PICTURE_TRAINING("160", "0.05", "0.0002")};
constexpr ParameterSpec kLayersTraining[] = {CELLWRIGHT_PICTURE_TRAINING("128", "0.05", "0.0005")};
#undef CELLWRIGHT_PICTURE_TRAINING

constexpr ParameterSpec kPictureScratch[] = {
    {"epochs", "Epochs per child", "epochs", K::Integer, 1, 2000, "20", "", "Passes over the training part for each child trained from scratch; ignored when a number of steps is set.", G::Training},
    {"steps", "Steps per child", "mini-batches", K::Integer, 0, 10000000, "0", "", "A fixed number of mini-batches for each child trained from scratch; 0 uses epochs.", G::Training},
    {"schedule", "Schedule", "", K::Choice, 0, 0, "cosine", "cosine|constant", "Of a child trained from scratch: cosine falls to zero over its budget, step by step.", G::Training, true},
    {"recalibrate_batches", "Statistics batches", "mini-batches", K::Integer, 0, 10000, "0", "", "Batch-norm statistics of a child trained from scratch are measured anew over this many training batches before scoring.", G::Training, true},
};
#define CELLWRIGHT_ROUNDS                                                                                                                                 \
    {"rounds", "Rounds", "rounds", K::Integer, 1, 10000, "150", "", "Each round trains the shared weights, then the policy, then derives candidates.", G::Search}, \
    {"round_steps", "Steps per round", "mini-batches", K::Integer, 0, 10000000, "0", "", "Mini-batches on which the shared weights are trained in a round; 0 is one pass over the training part.", G::Search}
#define CELLWRIGHT_RESTARTS                                                                                                                               \
    {"min_learning_rate", "Lowest rate", "", K::Real, 0, 10, "0.0005", "", "The rate falls to this by a cosine, then begins again.", G::Training, true},   \
    {"restart_period", "First period", "rounds", K::Integer, 1, 10000, "10", "", "Rounds until the rate first begins again.", G::Training, true},          \
    {"restart_factor", "Period factor", "", K::Integer, 1, 10, "2", "", "Each period is this many times the one before.", G::Training, true}
constexpr ParameterSpec kCellsShared[] = {
    CELLWRIGHT_ROUNDS,
    CELLWRIGHT_RESTARTS,
    {"aux_weight", "Auxiliary head", "weight", K::Real, 0, 1, "0.4", "", "Weight of the loss of a second classifier at two thirds of the network, in training; 0 leaves it out.", G::Training, true},
};
constexpr ParameterSpec kLayersShared[] = {CELLWRIGHT_ROUNDS, CELLWRIGHT_RESTARTS};

// Language models. Defaults as in the corrected released code.
constexpr ParameterSpec kTextCommon[] = {
    {"vocabulary", "Vocabulary", "words", K::Integer, 16, 1000000, "10000", "", "The most frequent words of the training part; all others read as unknown.", G::Data},
    {"hidden", "Hidden size", "units", K::Integer, 1, 8192, "200", "", "Units of the cell's state and of the word vectors.", G::Network},
    {"batch", "Batch size", "rows of text", K::Integer, 1, 4096, "128", "", "Rows of text read side by side.", G::Training},
    {"bptt", "Steps back", "words", K::Integer, 1, 1024, "35", "", "Words of a mini-batch in each row: how far the gradient reaches back.", G::Training},
    {"learning_rate", "Learning rate", "", K::Real, 1e-6, 1000, "20", "", "Rate of plain SGD.", G::Training},
    {"rate_decay", "Rate decay", "", K::Real, 0.01, 1, "0.96", "", "The rate is multiplied by this after each pass (or round) from the one below on.", G::Training, true},
    {"decay_from", "Decay from", "pass", K::Integer, 1, 10000, "15", "", "First pass (or round) after which the rate falls.", G::Training, true},
    {"weight_decay", "Weight decay", "", K::Real, 0, 1, "0.0000002", "", "L2 on all matrices.", G::Training, true},
    {"clip", "Gradient clip", "norm", K::Real, 0, 1000, "0.25", "", "Gradients longer than this are scaled down; 0 turns clipping off.", G::Training, true},
    {"dropout_words", "Dropout of words", "fraction", K::Real, 0, 0.95, "0.1", "", "Words of the vocabulary whose vector is dropped, the same ones throughout a mini-batch.", G::Training, true},
    {"dropout_input", "Dropout of inputs", "fraction", K::Real, 0, 0.95, "0.25", "", "Units of x dropped, the same ones at every word of a mini-batch.", G::Training, true},
    {"dropout_state", "Dropout of the state", "fraction", K::Real, 0, 0.95, "0.25", "", "Units of h dropped, the same ones at every word of a mini-batch.", G::Training, true},
    {"dropout_output", "Dropout of outputs", "fraction", K::Real, 0, 0.95, "0.4", "", "Units dropped before the classifier, the same ones at every word of a mini-batch.", G::Training, true},
    {"validation_fraction", "Validation part", "fraction", K::Real, 0.01, 0.9, "0.1", "", "Part of the text held back to measure, where the data brings no validation part.", G::Data, true},
    {"train_limit", "Training words", "words", K::Integer, 0, 2000000000, "0", "", "Uses only the first words of the training part; 0 uses all.", G::Data},
    {"validation_limit", "Validation words", "words", K::Integer, 0, 2000000000, "0", "", "Uses only the first words of the validation part; 0 uses all.", G::Data, true},
};
constexpr ParameterSpec kTextScratch[] = {
    {"epochs", "Epochs per child", "epochs", K::Integer, 1, 2000, "20", "", "Passes over the training part for each child trained from scratch; ignored when a number of steps is set.", G::Training},
    {"steps", "Steps per child", "mini-batches", K::Integer, 0, 10000000, "0", "", "A fixed number of mini-batches for each child trained from scratch; 0 uses epochs.", G::Training},
};
constexpr ParameterSpec kTextShared[] = {CELLWRIGHT_ROUNDS};
#undef CELLWRIGHT_ROUNDS
#undef CELLWRIGHT_RESTARTS

constexpr ParameterSpec kPnasSpace[] = {
    {"blocks", "Blocks B", "blocks", K::Integer, 1, 6, "5", "", "Blocks of the final cells: the number of levels of the search."},
    {"operations", "Operations", "", K::List, 0, 0, "sep3,sep5,sep7,conv17,id,avg3,max3,dil3", "sep3|sep5|sep7|conv17|id|avg3|max3|dil3", "Operations a block may use."},
    {"inputs", "Cell inputs", "", K::List, 0, 0, "c-2,c-1", "c-2|c-1", "Outputs of earlier cells a block may read; earlier blocks are always allowed.", G::Search, true},
};

constexpr ParameterSpec kMicroSpace[] = {
    {"nodes", "Nodes", "nodes", K::Integer, 1, 10, "5", "", "Nodes of each cell that choose two inputs and two operations."},
    {"operations", "Operations", "", K::List, 0, 0, "sep3,sep5,avg3,max3,id", "sep3|sep5|avg3|max3|id", "Operations a node may use."},
};
constexpr ParameterSpec kMacroSpace[] = {
    {"layers", "Layers L", "layers", K::Integer, 2, 24, "12", "", "Layers of the network; pictures are halved after a third and after two thirds of them."},
    {"operations", "Operations", "", K::List, 0, 0, "conv3,sep3,conv5,sep5,avg3,max3", "conv3|sep3|conv5|sep5|avg3|max3", "Operations a layer may use."},
};
constexpr ParameterSpec kRecurrentSpace[] = {
    {"nodes", "Nodes N", "nodes", K::Integer, 1, 16, "12", "", "Nodes of the recurrent cell."},
    {"operations", "Activations", "", K::List, 0, 0, "tanh,relu,identity,sigmoid", "tanh|relu|identity|sigmoid", "Activations a node may use."},
};

/// A new space is a row here.
struct Row {
    std::string_view space;
    std::span<const ParameterSpec> ofSpace, network, training, scratch, shared;
};
constexpr std::array kRows{
    Row{"pnas", kPnasSpace, {}, kTraining, {}, {}},
    Row{"micro", kMicroSpace, kCellsCommon, kCellsTraining, kPictureScratch, kCellsShared},
    Row{"macro", kMacroSpace, kLayersCommon, kLayersTraining, kPictureScratch, kLayersShared},
    Row{"recurrent", kRecurrentSpace, {}, kTextCommon, kTextScratch, kTextShared},
};

} // namespace

namespace {

const Row& row(std::string_view space)
{
    const auto found = std::find_if(kRows.begin(), kRows.end(), [&](const Row& r) { return r.space == space; });
    return found == kRows.end() ? kRows.front() : *found;
}

} // namespace

TrainingSpecs trainingParameters(std::string_view space)
{
    const auto& r = row(space);
    return {r.network, r.training, r.scratch, r.shared};
}

bool learnsFromText(std::string_view space) { return space == "recurrent"; }

std::vector<ParameterSpec> childParameters(std::string_view space)
{
    const auto& r = row(space);
    std::vector<ParameterSpec> all;
    for (const auto part : {r.network, r.training, r.scratch})
        all.insert(all.end(), part.begin(), part.end());
    return all;
}

std::span<const ParameterSpec> spaceParameters(std::string_view space) { return row(space).ofSpace; }

} // namespace cw
