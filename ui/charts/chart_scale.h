#pragma once
#include <vector>

#include <QString>

#include "ui/charts/chart_content.h"

namespace cw::ui {

struct ChartTick {
    double value = 0;
    QString label;
};

/// One axis: from low to high, plain or by powers of ten. Positions run 0..1 from low to high. A plain value.
struct ChartScale {
    double low = 0, high = 1;
    bool log = false;
    ChartUnit unit = ChartUnit::Percent;

    double position(double value) const;
    double value(double position) const;
    /// Round values within the scale, at most so many, written with as many digits as tell them apart.
    std::vector<ChartTick> ticks(int most) const;
    /// The part between two positions; moved back inside 0..1 where it reaches out.
    ChartScale part(double from, double to) const;
    bool operator==(const ChartScale&) const = default;
};

/// Limits around values with a little air; never below 0 where no value is, nor above 100 for percent.
ChartScale scaleAround(double low, double high, bool log, ChartUnit unit);

/// A value with its unit, as tooltips and screen readers get it.
QString valueText(ChartUnit unit, double value);

} // namespace cw::ui
