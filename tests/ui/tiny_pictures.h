#pragma once
#include <QDir>
#include <QImage>
#include <QPainter>

namespace cw::test {

/// A folder of class folders with small pictures that differ by class: shapes that even a tiny network tells apart.
inline bool writeTinyPictures(const QString& folder, int classes, int each, int side = 16)
{
    static const char* const names[] = {"ball", "cross", "stripes", "frame", "dots"};
    for (int c = 0; c < classes; ++c) {
        const auto at = QStringLiteral("%1/%2").arg(folder, QString::fromLatin1(names[c % 5]));
        if (!QDir().mkpath(at))
            return false;
        for (int i = 0; i < each; ++i) {
            QImage image(side, side, QImage::Format_RGB32);
            image.fill(QColor::fromHsv((i * 37) % 360, 40, 60 + (i * 13) % 60));
            QPainter p(&image);
            const auto colour = QColor::fromHsv((c * 120 + i * 5) % 360, 200, 230);
            p.setPen(QPen(colour, 2));
            p.setBrush(colour);
            const double u = side / 8.0, d = (i % 3) - 1;
            switch (c % 5) {
            case 0: p.drawEllipse(QPointF(4 * u + d, 4 * u), 2 * u, 2 * u); break;
            case 1:
                p.drawLine(QPointF(2 * u, 2 * u + d), QPointF(6 * u, 6 * u));
                p.drawLine(QPointF(6 * u, 2 * u + d), QPointF(2 * u, 6 * u));
                break;
            case 2:
                for (int s = 1; s < 8; s += 2)
                    p.drawLine(QPointF(0, s * u + d), QPointF(side, s * u + d));
                break;
            default: p.setBrush(Qt::NoBrush); p.drawRect(QRectF(u, u + d, 6 * u, 5 * u)); break;
            }
            p.end();
            if (!image.save(QStringLiteral("%1/%2.%3").arg(at).arg(i).arg(i % 2 ? QStringLiteral("png") : QStringLiteral("bmp"))))
                return false;
        }
    }
    return true;
}

} // namespace cw::test
