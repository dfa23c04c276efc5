#include "ui/graph/graph_paint_parts.h"

#include <cmath>

#include <QApplication>

#include "ui/util/theme.h"

namespace cw::ui {

QFont labelFont()
{
    auto font = QApplication::font();
    font.setPixelSize(textPixels());
    font.setWeight(QFont::DemiBold);
    return font;
}

QFont smallFont()
{
    auto font = QApplication::font();
    font.setPixelSize(smallTextPixels());
    return font;
}

QPen penOf(const QColor& colour, double width) { return {colour, width, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin}; }

QColor between(const QColor& one, const QColor& other, double share)
{
    const auto mix = [share](int x, int y) { return static_cast<int>(std::lround(x + (y - x) * share)); };
    return {mix(one.red(), other.red()), mix(one.green(), other.green()), mix(one.blue(), other.blue())};
}

QColor paper(const Theme& theme) { return theme.dark ? theme.raised : theme.surface; }
QColor outline(const Theme& theme) { return between(theme.line, theme.edge, 0.45); }

/// The left part of a rounded box, as a path of its own: some vector formats know no clipping.
QPainterPath barPath(const QRectF& box, double radius)
{
    QPainterPath path(QPointF(box.left() + kBar, box.top()));
    path.lineTo(box.left() + radius, box.top());
    path.quadTo(box.topLeft(), QPointF(box.left(), box.top() + radius));
    path.lineTo(box.left(), box.bottom() - radius);
    path.quadTo(box.bottomLeft(), QPointF(box.left() + radius, box.bottom()));
    path.lineTo(box.left() + kBar, box.bottom());
    path.closeSubpath();
    return path;
}

} // namespace cw::ui
