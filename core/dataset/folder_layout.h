#pragma once
#include <cstdint>
#include <vector>

#include "core/dataset/source.h"

namespace cw {

/// One picture of a class folder, by indices into the tree.
struct FolderImage {
    std::uint32_t folder = 0, file = 0;
    std::int32_t label = 0;
    Split split = Split::Train;
};

/// Which folders are parts, which are classes, and which files belong to them; from names alone. Rules:
/// - folders named train, val, test hold class folders when train does; otherwise the folders themselves are classes;
/// - all files below a class folder, at any depth, belong to the class; text beside them is skipped;
/// - classes are those of the training part, by name (by number where all names are numbers); a validation or test part
///   whose folders match none of them (unlabelled, or labelled by a table) is not used, and said so.
struct FolderLayout {
    std::vector<std::string> classes; ///< for display
    std::vector<FolderImage> images;  ///< by part, class, name
    std::vector<DatasetProblem> problems;
    std::int64_t problemCount = 0;
    std::vector<std::string> notes;
};
Result<FolderLayout> layOutFolders(const FolderTree& tree, std::size_t root);

} // namespace cw
