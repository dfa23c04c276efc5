#pragma once
#include <QFont>
#include <QPainterPath>
#include <QPen>

namespace cw::ui {

struct Theme;

/// What nodes and edges are painted with: for graph_paint*.cpp alone. Sizes are pixels.
inline constexpr double kRadius = 6, kBar = 6;
inline constexpr double kReadable = 10; ///< on the screen: nothing is written smaller

QFont labelFont();
QFont smallFont();
QPen penOf(const QColor& colour, double width);
/// share 0: the one, 1: the other.
QColor between(const QColor& one, const QColor& other, double share);
/// Fill of a box that has no colour of its own, and its outline.
QColor paper(const Theme& theme);
QColor outline(const Theme& theme);
/// The left part of a rounded box, as a path of its own: some vector formats know no clipping.
QPainterPath barPath(const QRectF& box, double radius);

} // namespace cw::ui
