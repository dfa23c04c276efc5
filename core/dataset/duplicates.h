#pragma once
#include <cstdint>

#include "core/dataset/dataset.h"

namespace cw {

/// Images with the same content, after scaling, found by hash. Counts in images.
struct DuplicateCounts {
    std::int64_t extra = 0;        ///< images that repeat an earlier one, in any part
    std::int64_t inValidation = 0; ///< images of the data's own validation part whose content stands in the training part too
    std::int64_t inTest = 0;       ///< the same for the test part
    std::int64_t conflicting = 0;  ///< images of the training part that repeat one of another class
};
DuplicateCounts countDuplicates(const ImageData& data);

} // namespace cw
