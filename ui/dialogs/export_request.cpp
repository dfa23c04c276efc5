#include "ui/dialogs/export_request.h"

#include <algorithm>

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QSettings>

#include "core/export/cell_export.h"
#include "ui/export/run_reader.h"
#include "ui/util/text.h"

namespace cw::ui {
namespace {

constexpr QLatin1String kWhat[] = {QLatin1String("cell"), QLatin1String("network"), QLatin1String("chart"), QLatin1String("table")};

QString tr(const char* text) { return QCoreApplication::translate("Export", text); }

} // namespace

QList<QPair<QString, QString>> exportFormats(ExportWhat what)
{
    QList<QPair<QString, QString>> formats;
    if (what == ExportWhat::Table)
        return {{QStringLiteral("csv"), tr("Table (CSV)")}};
    for (const auto& row : pictureFormats())
        formats << qMakePair(QString::fromLatin1(row.key), QCoreApplication::translate("Pictures", row.title));
    if (what == ExportWhat::Cell)
        for (const auto& row : cellFormats())
            if (row.content)
                formats << qMakePair(qs(row.key), qs(row.title));
    if (what == ExportWhat::Network)
        formats << qMakePair(QStringLiteral("dot"), tr("Graph for Graphviz (DOT)"));
    return formats;
}

bool isOffered(const ExportOffer& offer, ExportWhat what, const QString& chart)
{
    switch (what) {
    case ExportWhat::Cell: return offer.candidate != 0;
    case ExportWhat::Network: return offer.candidate != 0 && offer.network;
    case ExportWhat::Chart: return std::any_of(offer.charts.begin(), offer.charts.end(), [&chart](const auto& row) { return row.first == chart; });
    case ExportWhat::Table: return offer.candidates > 0;
    }
    return false;
}

QString proposedName(const ExportOffer& offer, const ExportRequest& request)
{
    const auto number = QString::number(offer.candidate);
    QString name;
    switch (request.what) {
    case ExportWhat::Cell: name = fileNameFor(offer.run, number); break;
    case ExportWhat::Network: name = fileNameFor(offer.run, number + QStringLiteral("-network")); break;
    case ExportWhat::Chart: name = fileNameFor(offer.run, request.chart); break;
    case ExportWhat::Table: name = fileNameFor(offer.run, QStringLiteral("candidates")); break;
    }
    return name + QLatin1Char('.') + request.format;
}

void rememberExport(const ExportRequest& request)
{
    QSettings settings;
    settings.beginGroup(QStringLiteral("export"));
    settings.setValue(QStringLiteral("what"), QString(kWhat[static_cast<std::size_t>(request.what)]));
    settings.setValue(QStringLiteral("chart"), request.chart);
    settings.setValue(QStringLiteral("format"), request.format);
    settings.setValue(QStringLiteral("edges"), request.style.custom == GraphStyle::Edges);
    settings.setValue(QStringLiteral("topDown"), !request.style.leftToRight);
    settings.setValue(QStringLiteral("dark"), request.style.dark);
    settings.setValue(QStringLiteral("scale"), request.style.scale);
    settings.setValue(QStringLiteral("folder"), QFileInfo(request.path).absolutePath());
}

std::optional<ExportRequest> lastExport(const ExportOffer& offer)
{
    QSettings settings;
    settings.beginGroup(QStringLiteral("export"));
    const auto what = std::find(std::begin(kWhat), std::end(kWhat), settings.value(QStringLiteral("what")).toString());
    if (what == std::end(kWhat))
        return {};
    ExportRequest request;
    request.what = static_cast<ExportWhat>(what - std::begin(kWhat));
    request.chart = settings.value(QStringLiteral("chart")).toString();
    request.format = settings.value(QStringLiteral("format")).toString();
    request.style.custom = settings.value(QStringLiteral("edges")).toBool() ? GraphStyle::Edges : GraphStyle::Boxes;
    request.style.leftToRight = !settings.value(QStringLiteral("topDown")).toBool();
    request.style.dark = settings.value(QStringLiteral("dark")).toBool();
    request.style.scale = std::clamp(settings.value(QStringLiteral("scale"), kDefaultScale).toDouble(), 0.1, kLargestScale);
    const auto formats = exportFormats(request.what);
    const bool known = std::any_of(formats.begin(), formats.end(), [&request](const auto& row) { return row.first == request.format; });
    if (!known || !isOffered(offer, request.what, request.chart))
        return {};
    request.path = QDir(settings.value(QStringLiteral("folder"), offer.folder).toString()).filePath(proposedName(offer, request));
    return request;
}

} // namespace cw::ui
