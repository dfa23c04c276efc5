#pragma once
#include <array>
#include <span>
#include <vector>

#include "core/surrogate/network.h"

namespace cw {

/// The tokens of many blocks as a tree: blocks that begin alike share the nodes of their common tokens.
struct TokenTrie {
    struct Node {
        int parent = 0; ///< index in the level above; 0 at the first level
        std::uint8_t token = 0;
    };
    explicit TokenTrie(std::span<const BlockTokens> blocks);

    std::array<std::vector<Node>, 3> levels; ///< I1, I2, O1
    std::vector<Node> leaves;                ///< O2; one a block, in the blocks' order
};

} // namespace cw
