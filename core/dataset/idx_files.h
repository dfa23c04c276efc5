#pragma once
#include <array>
#include <string>
#include <vector>

#include "core/dataset/scan.h"

namespace cw {

/// Finds the IDX files of one data set by the names that MNIST and its kin use: [PREFIX-]{train|t10k|test|val}-images-idx3-ubyte
/// with a matching …-labels-idx1-ubyte, dotted (…-images.idx3-ubyte) or gzipped (.gz) as well.
struct IdxPart {
    Split split = Split::Train;
    std::string set;            ///< what stands before "train-"; several sets may share a folder (EMNIST)
    std::string images, labels; ///< file names; labels empty when missing
};
std::vector<IdxPart> findIdxParts(const ScannedFolder& folder);

} // namespace cw
