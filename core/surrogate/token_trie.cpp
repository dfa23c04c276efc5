#include "core/surrogate/token_trie.h"

#include <map>
#include <utility>

namespace cw {

TokenTrie::TokenTrie(std::span<const BlockTokens> blocks)
{
    std::array<std::map<std::pair<int, std::uint8_t>, int>, 3> known;
    leaves.reserve(blocks.size());
    for (const auto& block : blocks) {
        int node = 0;
        for (std::size_t level = 0; level < levels.size(); ++level) {
            const auto [place, isNew] = known[level].try_emplace({node, block[level]}, static_cast<int>(levels[level].size()));
            if (isNew)
                levels[level].push_back({node, block[level]});
            node = place->second;
        }
        leaves.push_back({node, block.back()});
    }
}

} // namespace cw
