#pragma once
#include <QByteArray>
#include <QCache>
#include <QPixmap>
#include <QRectF>

#include "core/arch/architecture.h"
#include "ui/util/theme.h"

class QPainter;

namespace cw::ui {

/// A cell as a stamp: a small frame with one coloured square an operation, the two of a block one above the other, in columns
/// by depth (what reads only the cell's inputs stands left). Several cells stand beside each other. A network of layers: a row of
/// squares with its skips as arcs; a recurrent cell: discs by depth. No layout program:
/// some tens of microseconds. Colours say only what the labels beside the stamp say too.
void paintThumbnail(QPainter& painter, const QRectF& box, const Architecture& arch, const Theme& theme);

/// Stamps drawn before, by architecture, size, theme and pixel ratio. Owned by the view that paints them; UI thread only.
class ThumbnailCache {
public:
    /// size in device-independent pixels. Drawn now where it was not before.
    QPixmap get(const Architecture& arch, const QSize& size, const Theme& theme, double pixelRatio);
    int drawn() const { return m_drawn; } ///< how many were not there yet

private:
    QCache<QByteArray, QPixmap> m_pixmaps{4000};
    int m_drawn = 0;
};

} // namespace cw::ui
