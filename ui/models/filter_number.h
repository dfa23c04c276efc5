#pragma once
#include <optional>

#include <QString>

#include "ui/models/candidate_filter.h"

namespace cw::ui {

/// "3", "2..4", ">90", "<=85.5 %", "200k", "5M"; nothing when it is none of these.
std::optional<FilterRange> parseRange(const QString& text);
/// The shortest text that reads back as the same range.
QString rangeText(const FilterRange& range);

} // namespace cw::ui
