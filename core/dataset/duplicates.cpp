#include "core/dataset/duplicates.h"

#include <unordered_map>
#include <unordered_set>

namespace cw {

DuplicateCounts countDuplicates(const ImageData& data)
{
    DuplicateCounts counts;
    std::unordered_set<std::uint64_t> seen;
    std::unordered_map<std::uint64_t, std::int32_t> trained; // label of the first image with that content
    const auto hashes = data.hashes();
    const auto origins = data.origins();
    for (std::size_t i = 0; i < hashes.size(); ++i) {
        counts.extra += !seen.insert(hashes[i]).second;
        if (origins[i] == Split::Train)
            counts.conflicting += trained.emplace(hashes[i], data.labels()[i]).first->second != data.labels()[i];
    }
    for (std::size_t i = 0; i < hashes.size(); ++i)
        if (origins[i] != Split::Train && trained.contains(hashes[i]))
            ++(origins[i] == Split::Validation ? counts.inValidation : counts.inTest);
    return counts;
}

} // namespace cw
