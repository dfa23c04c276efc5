#pragma once

namespace cw::ui {

/// Makes charts tell screen readers their points: name, place, and whether chosen; pressing one selects it. Call once or more.
void installChartAccessibility();

} // namespace cw::ui
