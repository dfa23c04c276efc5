#pragma once
#include <QByteArray>
#include <QRegularExpression>
#include <QString>
#include <QXmlStreamReader>

/// What tests ask of written pictures.
namespace cw::test {

struct SvgFacts {
    QString problem; ///< of the XML; empty: well-formed
    QStringList texts;
    int images = 0;
    QSizeF viewBox;
};

inline SvgFacts svgFacts(const QByteArray& content)
{
    SvgFacts facts;
    QXmlStreamReader reader(content);
    while (!reader.atEnd()) {
        if (reader.readNext() != QXmlStreamReader::StartElement)
            continue;
        if (reader.name() == QLatin1String("svg")) {
            const auto box = reader.attributes().value(QLatin1String("viewBox")).toString().split(QLatin1Char(' '));
            if (box.size() == 4)
                facts.viewBox = {box[2].toDouble(), box[3].toDouble()};
        } else if (reader.name() == QLatin1String("text")) {
            facts.texts << reader.readElementText(QXmlStreamReader::IncludeChildElements);
        } else if (reader.name() == QLatin1String("image")) {
            ++facts.images;
        }
    }
    if (reader.hasError())
        facts.problem = reader.errorString();
    return facts;
}

/// "A PDF", with fonts, without pictures in pixels; else what is wrong.
inline QString pdfFacts(const QByteArray& content)
{
    if (!content.startsWith("%PDF-") || !content.contains("%%EOF"))
        return QStringLiteral("no PDF");
    static const QRegularExpression image(QStringLiteral("/Subtype\\s*/Image\\b")), font(QStringLiteral("/FontFile[23]?\\b"));
    const auto text = QString::fromLatin1(content);
    if (image.match(text).hasMatch())
        return QStringLiteral("pixels");
    return font.match(text).hasMatch() ? QStringLiteral("vector, fonts embedded") : QStringLiteral("vector, no fonts");
}

} // namespace cw::test
