#pragma once
#include <cstdint>

#include "core/arch/counts.h"
#include "core/arch/recurrent.h"

namespace cw {

/// A language model with one recurrent cell, as it will be built (Pham et al. 2018, section 2.1, with the highway connections of its
/// appendix A): node 1 has two matrix pairs (of x_t and of h_{t-1}), every other node one pair for the node it reads; a pair is
/// hidden x hidden for the value and as much for the gate, without bias. The classifier's matrix is the embedding, and has a bias.
struct RecurrentPlan {
    RecurrentCell cell; ///< valid
    std::int64_t hidden = 200; ///< units of the state and of the word vectors
    std::int64_t words = 10000; ///< size of the vocabulary
};

/// Of the stand-alone network: rows "embedding", each node (block is its 0-based number), "classifier" (its bias; the multiply-adds of
/// the tied matrix). Multiply-adds of one word.
NetworkCounts countRecurrent(const RecurrentPlan& plan);
/// Trainable numbers of the network that holds the weights of every cell of so many nodes: a pair for every (node, earlier node).
std::int64_t countSharedRecurrent(std::int64_t nodes, std::int64_t hidden, std::int64_t words);

} // namespace cw
