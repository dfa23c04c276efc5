#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/dataset/scan.h"

namespace cw {

std::string lowerCase(std::string_view text);
/// ".jpg"; empty where there is none.
std::string extensionOf(std::string_view name);
/// Tables that often carry labels: CSV, TSV, spreadsheets. Never read, but named to the user.
bool isTableName(std::string_view name);
/// Tables, and other text that lies beside pictures (README.txt, boxes.xml): neither data nor a problem.
bool isTextName(std::string_view name);
bool isArchiveName(std::string_view name);
/// The part that a folder's name stands for: train, val (valid, validation, dev), test.
std::optional<Split> splitOfName(std::string_view name);
/// For each folder of a tree: whether it or a folder below holds a file that is not text.
std::vector<bool> foldersWithData(const FolderTree& tree);

} // namespace cw
