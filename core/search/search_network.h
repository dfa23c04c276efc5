#pragma once
#include "core/arch/search_form.h"
#include "core/search/parameters.h"

namespace cw {

/// The network of shared weights that a search over pictures trains: settings `operations`, `filters` and `nodes`, `repeats`
/// (micro) or `layers` (macro). One place for counts, forecast and engine. Whether it can be built, planSearch() says.
SearchForm searchForm(const std::string& space, const Settings& settings, ImageShape image, int classes);

} // namespace cw
