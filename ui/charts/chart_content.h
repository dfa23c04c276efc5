#pragma once
#include <vector>

#include <QColor>
#include <QString>

#include "core/search/evaluation.h"

namespace cw::ui {

/// How the values of an axis are written: "91.3 %" (values 0..100), "1.12 M", "20 min", "112.4".
enum class ChartUnit { Percent, Count, Seconds, Number };

/// One point of a chart. Most are candidates; others have id 0 and cannot be selected.
struct ChartPoint {
    CandidateId id = 0;
    double x = 0, y = 0;
    double low = 0, high = 0; ///< Band: its edges at x. Points with bars: the error bar along barsAlongX ? x : y.
    bool emphasised = false;  ///< larger than its neighbours
};
/// What is drawn with one colour and one name in the legend.
struct ChartSeries {
    enum class Kind { Points, Line, Steps, Band }; ///< Steps: a value holds until the next x
    enum class Marker { Circle, Square, Diamond, Triangle, Downward };
    Kind kind = Kind::Points;
    QString name = {}; ///< empty: not in the legend
    QColor colour = {};
    Marker marker = Marker::Circle;
    bool bars = false, barsAlongX = false, dashed = false;
    bool quiet = false; ///< Points: small and faint, a background to what matters
    std::vector<ChartPoint> points = {};
};
/// A border across the chart, with its words.
struct ChartMark {
    double x = 0;
    QString text;
};
/// All that a chart shows: a plain value. Pure functions make it from the models, tests read it as text.
struct ChartContent {
    QString xTitle, yTitle;       ///< what it is, and its unit
    QString xName, yName;         ///< one word each, for points read aloud: "predicted", "measured"
    ChartUnit xUnit = ChartUnit::Percent, yUnit = ChartUnit::Percent;
    std::vector<ChartSeries> series;
    std::vector<ChartMark> marks; ///< level borders
    bool diagonal = false;        ///< x = y, both axes of one scale
    bool logX = false;            ///< all x above 0
    bool logY = false;            ///< all y above 0
    QString empty;                ///< why there is nothing to show; empty when there is

    QString toText() const;
};

/// Shape that goes with levelColour(), so that levels are told apart without colours.
ChartSeries::Marker levelMarker(int level);
/// "#143: predicted 90.9 %, measured 91.3 %".
QString pointName(const ChartContent& content, const ChartPoint& point);

} // namespace cw::ui
