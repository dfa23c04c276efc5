#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include <nlohmann/json.hpp>

#include "core/arch/counts.h"

namespace cw::cli {

/// What the command line says of the network around an architecture; what it does not say is as usual in the space.
struct NetworkOptions {
    std::optional<int> repeats, cells, filters, stemFilters, classes;
    std::optional<std::string> layout, stem, image; ///< "released" or "drawn", "cifar" or "imagenet", "3x32x32"
    std::optional<std::int64_t> hidden, words;      ///< of a recurrent cell
};

/// The network of final form made from an architecture of any space, ready to be shown.
struct ShownNetwork {
    NetworkCounts counts;
    nlohmann::json network, shapes; ///< what it was made with; cells or layers one by one
    nlohmann::json searchForm;      ///< sizes of the child of search form; null where there is none
    std::string title, table;       ///< for people
};
/// Refuses, in words, what the space does not know and what cannot be built (ErrorCode::InvalidArgument).
Result<ShownNetwork> networkOf(const Architecture& arch, const NetworkOptions& options);

/// 3176602 as "3,176,602".
std::string grouped(std::int64_t value);
/// "3x32x32".
std::string plainShape(const FeatureShape& shape);

} // namespace cw::cli
