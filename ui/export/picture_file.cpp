#include "ui/export/picture_file.h"

#include <algorithm>
#include <cmath>

#include <QApplication>
#include <QBuffer>
#include <QFontInfo>
#include <QPageLayout>
#include <QPageSize>
#include <QPainter>
#include <QPdfWriter>
#include <QSvgGenerator>

namespace cw::ui {
namespace {

constexpr int kScreenDpi = 96, kPaperDpi = 1200;
constexpr double kPointsAnInch = 72;
constexpr double kMostPixels = 256e6; // 1 GiB of memory while it is made

constexpr PictureFormat kFormats[] = {
    {"svg", QT_TRANSLATE_NOOP("Pictures", "Picture (SVG)"), false},
    {"pdf", QT_TRANSLATE_NOOP("Pictures", "Picture (PDF)"), false},
    {"png", QT_TRANSLATE_NOOP("Pictures", "Picture (PNG)"), true},
};

QString tr(const char* text) { return QCoreApplication::translate("Pictures", text); }
Error error(ErrorCode code, const QString& text) { return {code, text.toStdString(), {}}; }

void paintAll(QPainter& painter, const Picture& picture)
{
    painter.setRenderHints(QPainter::Antialiasing | QPainter::TextAntialiasing);
    if (picture.background.isValid())
        painter.fillRect(QRectF(QPointF(), picture.size), picture.background);
    picture.paint(painter);
}

Result<QByteArray> svgContent(const Picture& picture)
{
    QByteArray content;
    QBuffer buffer(&content);
    QSvgGenerator generator;
    generator.setOutputDevice(&buffer);
    generator.setResolution(kScreenDpi);
    generator.setSize(picture.size.toSize());
    generator.setViewBox(QRectF(QPointF(), picture.size));
    generator.setTitle(QStringLiteral("Cellwright")); // Qt 6.4 writes it as it is, also what XML does not allow
    generator.setDescription(tr("Drawn by Cellwright"));
    QPainter painter;
    if (!painter.begin(&generator))
        return error(ErrorCode::Internal, tr("The picture could not be drawn as SVG. Nothing was written."));
    paintAll(painter, picture);
    painter.end();
    content.replace("<title>Cellwright</title>", "<title>" + picture.title.toHtmlEscaped().toUtf8() + "</title>");
    content.removeIf([](char c) { return static_cast<unsigned char>(c) < ' ' && c != '\n' && c != '\r' && c != '\t'; }); // no XML
    // Qt writes the name it was asked for, which may be one of its own ("Sans Serif"); other readers need a real one and a way out.
    const auto asked = QApplication::font().family().toHtmlEscaped().toUtf8(), real = QFontInfo(QApplication::font()).family().toHtmlEscaped().toUtf8();
    content.replace("font-family=\"" + asked + '"', "font-family=\"'" + real + "', sans-serif\"");
    return content;
}

Result<QByteArray> pdfContent(const Picture& picture)
{
    QByteArray content;
    QBuffer buffer(&content);
    buffer.open(QIODevice::WriteOnly);
    QPdfWriter writer(&buffer);
    writer.setResolution(kPaperDpi);
    writer.setTitle(picture.title);
    writer.setCreator(QStringLiteral("Cellwright"));
    // A page as large as the picture, without margins; rounded up, so that nothing falls off the edge.
    const QSizeF points{std::ceil(picture.size.width() * kPointsAnInch / kScreenDpi), std::ceil(picture.size.height() * kPointsAnInch / kScreenDpi)};
    writer.setPageLayout(QPageLayout(QPageSize(points, QPageSize::Point, QString(), QPageSize::ExactMatch), QPageLayout::Portrait, QMarginsF()));
    QPainter painter;
    if (!painter.begin(&writer))
        return error(ErrorCode::Internal, tr("The picture could not be drawn as PDF. Nothing was written."));
    painter.scale(static_cast<double>(kPaperDpi) / kScreenDpi, static_cast<double>(kPaperDpi) / kScreenDpi);
    paintAll(painter, picture);
    painter.end();
    return content;
}

} // namespace

std::span<const PictureFormat> pictureFormats() { return kFormats; }

bool isPictureFormat(const QString& key)
{
    return std::any_of(std::begin(kFormats), std::end(kFormats), [&key](const PictureFormat& format) { return key == QLatin1String(format.key); });
}

Result<QImage> pictureImage(const Picture& picture, double scale)
{
    const QSize pixels(static_cast<int>(std::lround(picture.size.width() * scale)), static_cast<int>(std::lround(picture.size.height() * scale)));
    const auto tooLarge = error(ErrorCode::InvalidArgument, tr("At %1 times its size the picture would have %2 x %3 pixels, more than can be drawn. Nothing was written. Choose a smaller scale, or SVG.")
                                                                .arg(scale).arg(picture.size.width() * scale, 0, 'f', 0).arg(picture.size.height() * scale, 0, 'f', 0));
    if (picture.size.width() * scale * picture.size.height() * scale > kMostPixels || pixels.isEmpty())
        return tooLarge;
    QImage image(pixels, QImage::Format_ARGB32_Premultiplied);
    QPainter painter;
    if (image.isNull() || (image.fill(Qt::transparent), !painter.begin(&image)))
        return tooLarge;
    painter.scale(scale, scale);
    paintAll(painter, picture);
    painter.end();
    const int dotsPerMeter = static_cast<int>(std::lround(kScreenDpi * scale / 0.0254)); // so that it prints at its size
    image.setDotsPerMeterX(dotsPerMeter);
    image.setDotsPerMeterY(dotsPerMeter);
    image.setText(QStringLiteral("Title"), picture.title);
    return image;
}

Result<QByteArray> pngContent(const QImage& image)
{
    QByteArray content;
    QBuffer buffer(&content);
    if (!image.save(&buffer, "png"))
        return error(ErrorCode::Internal, tr("The picture could not be written as PNG. Nothing was written. Choose SVG, or a smaller scale."));
    return content;
}

Result<QByteArray> pictureContent(const Picture& picture, const QString& format, double scale)
{
    if (picture.size.isEmpty() || !picture.paint)
        return error(ErrorCode::InvalidArgument, tr("There is nothing to draw. Nothing was written."));
    if (format == QLatin1String("svg"))
        return svgContent(picture);
    if (format == QLatin1String("pdf"))
        return pdfContent(picture);
    if (format == QLatin1String("png")) {
        const auto image = pictureImage(picture, scale);
        return image ? pngContent(*image) : Result<QByteArray>(image.error());
    }
    return error(ErrorCode::InvalidArgument, tr("There is no format \u201c%1\u201d for a picture. Known: svg, pdf, png. Nothing was written.").arg(format));
}

} // namespace cw::ui
