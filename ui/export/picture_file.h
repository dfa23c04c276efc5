#pragma once
#include <functional>
#include <span>

#include <QByteArray>
#include <QColor>
#include <QImage>
#include <QSizeF>
#include <QString>

#include "core/base/result.h"

class QPainter;

namespace cw::ui {

/// Something to take away as a picture: painted from (0, 0) to size, in pixels at 100 % (96 a inch).
struct Picture {
    QString title; ///< for readers of the file
    QSizeF size;
    QColor background;
    std::function<void(QPainter&)> paint;
};
/// SVG and PDF are vectors with real text; PNG has scale pixels for each pixel of the picture.
struct PictureFormat {
    const char* key;   ///< "svg"
    const char* title; ///< translated in "Pictures"
    bool scaled;       ///< a scale means something
};
std::span<const PictureFormat> pictureFormats();
bool isPictureFormat(const QString& key);

inline constexpr double kDefaultScale = 2, kLargestScale = 16;

/// A whole file in memory. Refuses, in words, pictures without a size and images too large for the machine. UI thread only: it paints.
Result<QByteArray> pictureContent(const Picture& picture, const QString& format, double scale = kDefaultScale);
Result<QImage> pictureImage(const Picture& picture, double scale);
/// The slow part of a PNG; any thread.
Result<QByteArray> pngContent(const QImage& image);

} // namespace cw::ui
